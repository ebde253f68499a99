"""The topic `sheets`: records as spreadsheets, and what stands in them."""

from kic.cli.table import N_

SHEETS = (
    (
        "kic sheet out",
        N_(
            "The records of a kind as XLSX, to be worked on: a page of instructions, the records, and a sheet for each "
            "of their lists, such as plan lines, agenda, attendance, exclusions at items, sources and gaps."
        ),
    ),
    (
        "kic sheet in",
        N_(
            "What was changed comes back as one change that is shown first. Each cell is compared with the record and "
            "with what went out; what cannot be read, and what the rules refuse, is named with its cell."
        ),
    ),
    (
        "kic sheet out status",
        N_("The yearly status query, a file for each responsible body; sheet in takes all answers together."),
    ),
    (
        "kic status",
        N_(
            "Logs and decisions, such as progress, awards and steps of a notice, are shown locked: they change "
            "by their commands, which the page of instructions names."
        ),
    ),
    (
        "kic application adapt",
        N_("In no sheet: plans adapted to a partial award, as they are lists within a log."),
    ),
    (
        "kic meeting award",
        N_("In no sheet: the options under which a proposal was computed, as kic enters them itself."),
    ),
    (
        "kic publication freeze",
        N_("In no sheet: the files of a publication and what made them, as they are frozen."),
    ),
    ("kic score out", N_("Marks have sheets of their own, one for each seat.")),
    ("kic.yaml", N_("The settings are one file and have no sheet.")),
)
"""What is typed, and what stands in a sheet or does not."""
