"""The rows of `kic help dates`: which day is meant, and by which option it is asked for."""

from kic.cli.table import N_

DATES: tuple[tuple[str, str], ...] = (
    ("drafted", N_("Since when there is a draft. A draft is not in force.")),
    ("adopted, date", N_("The day of the act: the resolution of an edition, or of an amendment.")),
    (
        "published",
        N_("The day on which everybody could read it. The published text may differ from the adopted one."),
    ),
    (
        "effective",
        N_(
            "The day from which it is in force. Where nobody knows it, the day of the act counts, and it is said."
        ),
    ),
    ("superseded", N_("The day from which an edition is not in force any more.")),
    (
        "commit",
        N_("The day on which it was written down in git. It is none of the others, and may be weeks later."),
    ),
    (
        "kic show ID",
        N_("Names all of them for an edition, theme, goal, recommendation or amendment, act by act."),
    ),
    (
        "--as-of 2023-01-01",
        N_(
            "With every command that looks: what was in force at the end of this day, as it is known today. "
            "The output says so on top."
        ),
    ),
    (
        "",
        N_(
            "The edition of that day, its words as amended by then, logs up to that day; no record that begins "
            "later. Results, steps and dates that came later are taken back."
        ),
    ),
    (
        "",
        N_(
            "The words before an amendment come from git, from the recorded state that carried it: "
            "record both together. "
            "Where git does not tell them, the element is named and shows the words of today."
        ),
    ),
    (
        "",
        N_(
            "What has no day of its own stands as it is known today: terms of a call, reasons for ineligibility, "
            "bodies, roles."
        ),
    ),
    ("", N_("A day to come is allowed: it shows what is known today and takes effect by then.")),
    (
        "diff, synopsis A..B",
        N_(
            "A date here means something else: what was written down in git by the end of that day, right or "
            "wrong. What was entered late is missing there, and what was corrected since stands uncorrected."
        ),
    ),
    (
        "--today 2026-11-22",
        N_("Only the day from which terms are reckoned; records and words stay those of now."),
    ),
)
"""Each term with what it means; a row without a term goes on with the one above."""
