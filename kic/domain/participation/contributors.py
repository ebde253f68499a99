"""Who speaks: whether it is clear, by which name it may be shown, and what a person's name looks like."""

import re

from kic.core.pattern import any_word, pattern
from kic.core.snapshot import Snapshot
from kic.domain.concept.structure import Body, BodyKind
from kic.domain.participation import Contribution, Contributor, ContributorKind

Key = tuple[str, ...]

BODIES: dict[ContributorKind, frozenset[BodyKind]] = {
    ContributorKind.ORGANISATION: frozenset(
        {
            BodyKind.ASSOCIATION,
            BodyKind.INSTITUTION,
            BodyKind.COMPANY,
            BodyKind.AUTHORITY,
            BodyKind.NETWORK,
        }
    ),
    ContributorKind.COMMITTEE: frozenset({BodyKind.COMMITTEE, BodyKind.ADVISORY_COUNCIL}),
    ContributorKind.DEPARTMENT: frozenset({BodyKind.DEPARTMENT, BodyKind.AUTHORITY}),
    ContributorKind.COUNCIL_GROUP: frozenset(),
    ContributorKind.PERSON: frozenset(),
}
"""Which sort of body may speak as which sort of contributor."""

_TITLES = frozenset(
    ("herr", "herrn", "frau", "familie", "fam.", "eheleute", "dr.", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.")
)  # fmt: skip
_firm = pattern(
    r"\b(?:e\.? ?v\.?|g?gmbh|bund|praxis|kanzlei|foundation|school)\b"
    r"|(?:schule|verein|verband|stiftung|institut|haus|gruppe|initiative|zentrum)\b",
    re.IGNORECASE,
)


def names_of(who: Contributor) -> tuple[str, ...]:
    """The fields that say who it is, of which one has to be there: body, name, person."""
    return tuple(field for field in ("body", "name", "person") if getattr(who, field) is not None)


def is_clear(who: Contributor) -> bool:
    """Whether exactly one field says who it is, and one that fits: a person has a pseudonym, nobody else has."""
    fields = names_of(who)
    return len(fields) == 1 and (fields[0] == "person") is (who.contributor is ContributorKind.PERSON)


def looks_like_person(name: str) -> bool:
    """Whether the name of an organisation begins as those of persons do: `Frau ...`, `Dr. ...`.

    Names such as `Dr. Beispiel-Schule` or `Frau und Beruf e. V.` are those of organisations.
    """
    first, *more = name.split(maxsplit=1) or ("",)
    return bool(more) and _is_title(first.casefold()) and _firm().search(name) is None


def _is_title(word: str) -> bool:
    return word in _TITLES or (word.startswith("dipl.-") and word[6:].removesuffix(".").isalpha())


_full_name = pattern(
    r"(?:[^\W\d_]\.|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*),?(?: (?:[^\W\d_]\.|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*)){1,3}\Z"
)
_WORDS_OF_MANY = frozenset(
    ("in", "im", "und", "für", "der", "des", "am", "an", "and", "of", "for", "the", "pro", "aktion", "awo", "drk",
     "caritas", "diakonie", "team", "projekt")
)  # fmt: skip
_ENDINGS_OF_MANY = (
    "amt", "ausschuss", "rat", "fraktion", "liste", "partei", "union", "bündnis", "bund", "tisch", "kreis", "runde",
    "forum", "treff", "café", "club", "klub", "kirche", "gemeinde", "pfarrei", "moschee", "kreuz", "hilfe", "werk",
    "netzwerk", "dienst", "dienste", "stelle", "stadt", "land", "frauen", "eltern", "jugend", "familien", "wege",
    "kita", "kitas", "schulen", "bibliothek", "bücherei", "museum", "theater", "radio", "verlag", "bank", "kasse",
    "klinik", "klinikum", "vereinigung", "gesellschaft", "genossenschaft", "kammer", "innung", "gewerkschaft",
    "center", "office", "council", "party", "group", "church", "akademie", "hochschule", "universität", "kolleg",
    "chor", "orchester", "sport", "polizei", "feuerwehr", "agentur", "garten", "beratung", "büro",
)  # fmt: skip
"""Words, and how words end, that the names of organisations, bodies and groups hold, and those of persons do not."""


def _of_many(name: str) -> bool:
    words = name.casefold()
    for each in any_word().finditer(words):
        noble = each[0] == "der" and words.endswith("von ", 0, each.start())
        if (each[0] in _WORDS_OF_MANY and not noble) or each[0].endswith(_ENDINGS_OF_MANY):
            return True
    return False


def may_be_person(name: str) -> bool:
    """Whether a name is built as those of persons are, `Vorname Nachname` or `Nachname, Vorname`, and says no group.

    Names such as `Offene Tür` are built alike: who asks cannot be sure, and has to ask in turn.
    """
    words = " ".join(name.split())
    return (
        _full_name().match(words) is not None
        and not any(len(word) > 2 and word.isupper() for word in words.split())  # noqa: PLR2004 - an abbreviation: not `M.`
        and not _of_many(words)
        and _firm().search(words) is None
    )


def key_of(who: Contributor) -> Key:
    """What is equal for two contributions of the same contributor."""
    return (who.body or "", " ".join((who.name or "").split()).casefold(), who.person or "")


def public_name(repository: Snapshot, contribution: Contribution) -> str | None:
    """The name by which a contributor may be published; None for persons and for whoever did not agree."""
    who = contribution.contributor
    if not contribution.named or who.contributor is ContributorKind.PERSON:
        return None
    return own_name(repository, who)


def own_name(repository: Snapshot, who: Contributor) -> str | None:
    """The name of an organisation, committee, department or group, for use in the office; None for a person."""
    if who.contributor is ContributorKind.PERSON:
        return None
    body = repository.get(Body, who.body)
    return body.name if body is not None else who.name
