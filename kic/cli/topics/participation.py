"""The topic `participation`: from the workshop to the report."""

from kic.cli.table import N_

PARTICIPATION = (
    (
        "1 consultation add",
        N_(
            "An event on a draft or an edition: workshop, hearing, survey, written round. How many took part is "
            "entered when they have come (consultation set); until then it is a gap."
        ),
    ),
    (
        "2 contribution import",
        N_(
            "What was said, from a sheet: a row for each proposal. Headings such as Von, Zu, Vorschlag, Eingang are "
            "known; others are named once with --column. A row that cannot be read is named with its cell, and the "
            "others can go on with --only-readable. contribution sheet writes an empty sheet; contribution add takes "
            "one."
        ),
    ),
    (
        "  --body, --name, --person",
        N_(
            "An organisation with its record or its name, a committee, a department, a council group; a private "
            "person only under a pseudonym such as p-0007. Whoever agreed to be named has named: true; persons never."
        ),
    ),
    (
        "3 contribution answer",
        N_(
            "taken_over, in_part, not_taken_over or noted, for several at once: s-2026-01..s-2026-09. All but "
            "taken_over need a reason. An answer is never changed: a later one counts."
        ),
    ),
    (
        "4 concept edit",
        N_(
            "New words for an element, with the act that changed them, in one reviewed change. With --contribution, "
            "those that it carries out get an answer that says so, and stand in the reason column of the synopsis."
        ),
    ),
    ("  concept amend", N_("The act alone, where the words were changed in an editor.")),
    (
        "5 contribution list",
        N_(
            "Those without an answer come first; --open shows them alone. When a paper goes to a body that decides, "
            "and when an edition is adopted, check finds what is still open (KIC278, KIC281)."
        ),
    ),
    (
        "6 render consultation-report",
        N_(
            "Events, counts by who spoke and by theme, each proposal with its answer; --since for one revision alone. "
            "Groups of fewer than five are not counted apart."
        ),
    ),
)
"""What is typed, and what it does, in the order in which it happens."""
