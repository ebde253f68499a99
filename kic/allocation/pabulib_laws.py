"""What must hold for a Pabulib file to be read: findings with line and column (KIC070 to KIC074)."""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, severity: Severity, manual: str) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


STRUCTURE = _law(
    "KIC070",
    "pabulib-structure",
    Severity.ERROR,
    """A Pabulib file lacks a section or a column, has one twice, or a quotation mark is never closed.

    The sections are META, PROJECTS and VOTES. Below each name stands a line with the names of the columns:
    `key;value`, `project_id;cost`, `voter_id;vote`, in any order and with further columns.

    Why: without them it is not known what the numbers mean, and none is guessed.

    Fix: add the section or the column; write a quotation mark at the beginning of a cell twice.
    """,
)
VALUE = _law(
    "KIC071",
    "pabulib-value",
    Severity.ERROR,
    """A value of a Pabulib file cannot be read: the budget, a cost, an id, the vote type, points.

    Amounts have at most two decimals, behind a dot or a comma, and no other separators. Vote types are
    `approval`, `choose-1`, `cumulative`, `scoring` and `ordinal`. Ids have no blanks.

    Why: money is counted in cents and never rounded; other vote types have no agreed meaning here.

    Fix: correct the value, or convert the file.
    """,
)
BALLOT = _law(
    "KIC072",
    "pabulib-ballot",
    Severity.ERROR,
    """A ballot of a Pabulib file names a project that there is not, or one twice, or points do not match.

    Why: a vote for an unknown project is a misspelled id more often than a withdrawn project, and either
    way a voter would count differently than they voted.

    Fix: correct the id, or add the project. In cumulative and scoring files each project of a ballot has
    points, in the same order.
    """,
)
DOUBLE = _law(
    "KIC073",
    "pabulib-double-project",
    Severity.ERROR,
    """A project id stands twice in a Pabulib file.

    Why: votes and costs belong to exactly one project.

    Fix: give the second one its own id, or delete it.
    """,
)
ODD = _law(
    "KIC074",
    "pabulib-odd",
    Severity.WARNING,
    """A Pabulib file is readable, but something in it is unusual: it was read as the message says.

    The numbers of projects and votes differ from what META says, the encoding had to be assumed, a voter id
    stands twice, a row has more cells than columns, or a choose-1 ballot names several projects.

    Why: each of these often means that a file was cut or put together wrongly.

    Fix: compare with the source of the file. If it is right as it stands, nothing has to be done.
    """,
)

LAWS = (STRUCTURE, VALUE, BALLOT, DOUBLE, ODD)
