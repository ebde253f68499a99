"""The rows of `kic help site`: how the public site comes about, is checked and goes out."""

from kic.cli.table import N_

SITE: tuple[tuple[str, str], ...] = (
    (
        "kic publish --serve",
        N_(
            "kic publish --serve shows the site in the browser of this machine and writes nothing; "
            "--as-of shows it as of another day."
        ),
    ),
    (
        "kic publish",
        N_(
            "kic publish lays it into build/site, or with -o into another folder. The folder is replaced as a whole, "
            "or not at all; one that holds anything else is left alone."
        ),
    ),
    (
        "build/site/",
        N_(
            "The folder is all there is: copied to any web space, below any address, it works as it is, also from a "
            "disk. German lies at the root, English below en/."
        ),
    ),
    (
        "daten.html",
        N_(
            "Only public tables are on it: no refused application, no mark, no name of a private person or a member, "
            "nothing of a sitting that was not public. The page About the data lists every table."
        ),
    ),
    (
        "empfehlung/he-07.html",
        N_(
            "A record's address comes from its id and never changes. What was merged, replaced or dropped keeps its "
            "page and says where it went; a former id leads on."
        ),
    ),
    (
        "kic.yaml: site",
        N_(
            "site in kic.yaml holds the legal notice, the contact, the accessibility statement and the web address. "
            "What is missing the pages call not known."
        ),
    ),
    (
        "templates/site/",
        N_(
            "Files in templates/site/ come before those of kic: site.css, site.js, base.html.j2 and the template of "
            "each kind of page. Templates only show what their page gives them, and everything is escaped."
        ),
    ),
)
"""Each step with what it does."""
