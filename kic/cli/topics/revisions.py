"""The page of help on naming states and looking back."""

from kic.cli.table import N_

REVISIONS: tuple[tuple[str, str], ...] = (
    ("A..B", N_("From A to B. A alone is compared with the files as they are now; nothing at all is HEAD.")),
    ("A...B", N_("From where A and B parted to B: what a branch brings, and nothing of what the other did since.")),
    ("29.05.2024", N_("What was recorded by the end of that day on the municipality's clock; 2024-05-29 as well.")),
    ("b-2022-03", N_("A resolution, by its id or its number: the state that first carried all it resolved.")),
    (
        "k2013..k2022",
        N_(
            "Two editions: each element beside what it became, by its id and by declared succession. One edition "
            "alone is compared with the one in force."
        ),
    ),
    ("main, HEAD~3", N_("Whatever the history knows: a branch, a tag, the beginning of its id.")),
    ("edition:k2013", N_("Where a name can mean two things, git:, date:, edition: or resolution: says which.")),
    ("kic diff", N_("What changed, record by record, with what it means for status and money.")),
    (
        "kic diff --markdown",
        N_("The same for the text of a pull request: folded, escaped, and no longer than one may be."),
    ),
    (
        "[-old-]{+new+}",
        N_("Struck and inserted words. What was only spelled in another way is called typography only."),
    ),
    (
        "kic history ID",
        N_("How a record came to be, through moved files and former editions, with the act beside "
           "each recorded state."),
    ),
    (
        "kic blame ID",
        N_(
            "Who changed which words, when, and by which resolution. Words that were only spelled anew, moved to "
            "another file or taken over from a former edition stay with whom they came from."
        ),
    ),
    (
        "git fetch --unshallow",
        N_("Brings the older revisions where a clone was cut off; until then, history says that it is."),
    ),
)  # fmt: skip
