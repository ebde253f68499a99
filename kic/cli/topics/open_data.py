"""The rows of `kic help open-data`: what is public, what the city has to say for it, and how it leaves."""

from kic.cli.table import N_

OPEN_DATA: tuple[tuple[str, str], ...] = (
    (
        "kic export csv -o DIR",
        N_(
            "The public tables, one file each, with a data package that says what is in them and why it is public."
        ),
    ),
    (
        "--excel",
        N_(
            "The same for a spreadsheet program: headings and values in words, in German ; and decimal commas."
        ),
    ),
    ("kic export jsonl -o DIR", N_("The same tables as JSON, a row a line.")),
    ("kic export 360giving", N_("The grants, for those who collect them from many cities (360Giving).")),
    (
        "kic export dcat",
        N_("What there is, for data portals such as GovData (DCAT-AP.de), with digests of the files."),
    ),
    (
        "kic export pabulib --call ID",
        N_("The marks of a call without seats, for research on voting rules; not for the public."),
    ),
    (
        "kic publish",
        N_(
            "The public site with these tables, all of them in daten/alles.json, a feed of changes (aktuelles.xml) and "
            "the public dates (termine.ics)."
        ),
    ),
    (
        "kic publish --single FILE",
        N_("The whole concept with its progress as one HTML file, for the city's content management."),
    ),
    (
        "kic export csv --all",
        N_(
            "Every record, so that all data can leave at any time; not for the public. The private overlay stays."
        ),
    ),
    (
        "",
        N_(
            "Public are adopted editions with their progress, calls that were announced, grants from the day of their "
            "notice, and items of public sitting about what is public itself."
        ),
    ),
    (
        "",
        N_(
            "Never public are marks, applications without an award, non-public items, grounds of an exclusion, bank "
            "data, notes of the office and whatever only the private overlay holds. One to four people are suppressed."
        ),
    ),
    (
        "open_data.licence",
        N_(
            "In kic.yaml: name, url and attribution. Without it the data say that their licence is not known."
        ),
    ),
    ("open_data.address", N_("In kic.yaml: the web folder in which the files will lie.")),
    (
        "site.address",
        N_("In kic.yaml: where the site will lie. Only then are there a sitemap and links that name it."),
    ),
    (
        "open_data.publisher, contributor",
        N_("In kic.yaml: the city's own address as a publisher, and the one that GovData gave it."),
    ),
    (
        "open_data.grant_prefix, organisation",
        N_(
            "In kic.yaml: the prefix that 360Giving gave, and the city's number in a register of organisations."
        ),
    ),
)
