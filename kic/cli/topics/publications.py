"""The rows of `kic help publications`: how what was published is kept, proved and corrected."""

from kic.cli.table import N_

PUBLICATIONS: tuple[tuple[str, str], ...] = (
    (
        "kic publication freeze DOCUMENT --by ID",
        N_(
            "Renders a document for the public from what was recorded last and keeps it below "
            "reports/published/, with a "
            "manifest: recorded state, day, document, arguments, programs, digest of each file, and who resolved it."
        ),
    ),
    ("--to md|html|pdf|docx", N_("In which form; open-data goes out as csv or jsonl.")),
    ("--from REV --on DAY", N_("What was given out before: of which state, and on which day.")),
    (
        "kic check",
        N_(
            "Finds a file that was changed, lost or added (KIC975 to KIC977), and a manifest that was (KIC980)."
        ),
    ),
    (
        "kic publication verify",
        N_(
            "Makes each publication once more from its recorded state and compares the bytes. With "
            "another version of a "
            "program they may be others; that is said, and is no fault of the copy."
        ),
    ),
    (
        "--corrects ID --reason TEXT",
        N_(
            "A mistake is corrected by a new publication that names the old one; the old one stays as it was."
        ),
    ),
    (
        "kic publish",
        N_("The site offers what was published for download, with its digests; it never rewrites a copy."),
    ),
    (
        "",
        N_(
            "What is not recorded is not published: what the recorded state does not hold nobody "
            "could make again. Documents "
            "that tell of applications without an award, of persons or of non-public items are refused (KIC982)."
        ),
    ),
)
