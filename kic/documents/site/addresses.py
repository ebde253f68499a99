"""The addresses of the site's pages, below the folder of a language. An id's address never changes.

They are German and short, as they are read out, printed and quoted; both languages have the same ones. A record keeps
its address when it is renamed, merged or replaced, and when a new edition takes the place of its own.
"""

HOME = "index.html"
CONCEPT = "konzept.html"
PROGRESS = "fortschritt.html"
REVISIONS = "aenderungen.html"
CALLS = "aufrufe.html"
PROJECTS = "projekte.html"
MONEY = "geld.html"
INDICATORS = "kennzahlen.html"
COMMITTEE = "ausschuss.html"
SEARCH = "suche.html"
ACCESSIBILITY = "barrierefreiheit.html"
LEGAL = "impressum.html"
DATA = "daten.html"

FEED = "aktuelles.xml"
"""The feed of changes, in the folder of each language."""
CALENDAR = "termine.ics"
"""The public dates, in the folder of each language."""

FILES = "daten/"
"""Where the open data lie, once for all languages."""
EVERYTHING = f"{FILES}alles.json"
"""All public tables in one file."""


def edition(id: str) -> str:  # noqa: A002
    """An edition of the concept; the current one is also `konzept.html`."""
    return f"fassung/{id}.html"


def theme(id: str) -> str:  # noqa: A002
    """A theme; its goals are anchors on it."""
    return f"thema/{id}.html"


def goal(theme_id: str, id: str) -> str:  # noqa: A002
    """A goal, on the page of its theme."""
    return f"{theme(theme_id)}#{id}"


def recommendation(id: str) -> str:  # noqa: A002
    """A recommendation of any edition."""
    return f"empfehlung/{id}.html"


def revision(id: str, part: str | None = None) -> str:  # noqa: A002
    """What an edition or an amendment changed; `part` is a theme's id where the synopsis has several pages."""
    return f"aenderung/{id}.html" if part is None else f"aenderung/{id}-{part}.html"


def call(id: str) -> str:  # noqa: A002
    """A call for applications."""
    return f"aufruf/{id}.html"


def project(id: str) -> str:  # noqa: A002
    """A funded project."""
    return f"projekt/{id}.html"


RECIPIENTS = "empfangende.html"


def recipient(id: str) -> str:  # noqa: A002
    """An organisation that got grants."""
    return f"empfangende/{id}.html"


def projects(year: int) -> str:
    """The projects of the calls of a year."""
    return f"projekte/{year}.html"


def money_of_year(year: int) -> str:
    """The money of a year, call by call."""
    return f"geld/jahr/{year}.html"


MONEY_OF_ALL = "geld/empfehlungen.html"
"""What came to each recommendation, also to those that got nothing."""


def money_of_theme(id: str) -> str:  # noqa: A002
    """What came to a theme, grant by grant."""
    return f"geld/thema/{id}.html"


def money_of_recommendation(id: str) -> str:  # noqa: A002
    """What came to a recommendation, grant by grant."""
    return f"geld/empfehlung/{id}.html"


def indicator(id: str) -> str:  # noqa: A002
    """An indicator."""
    return f"kennzahl/{id}.html"


def meeting(id: str) -> str:  # noqa: A002
    """The public items of a meeting."""
    return f"sitzung/{id}.html"


def table(name: str) -> str:
    """A public table among the open data, with its columns and files."""
    return f"{DATA}#{name}"
