"""Who speaks: whether it is clear, by which name it may be shown, and what a person's name looks like."""

import re

from kic.core.pattern import pattern
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

_person = pattern(
    r"(?:herrn?|frau|familie|fam\.|eheleute|dr\.|prof\.|mr\.?|mrs\.?|ms\.?|dipl\.-[a-z]+\.?)\s+\S",
    re.IGNORECASE,
)
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
    return _person().match(name.strip()) is not None and _firm().search(name) is None


_full_name = pattern(
    r"(?:[^\W\d_]\.|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*),?(?: (?:[^\W\d_]\.|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*)){1,3}\Z"
)
_of_many = pattern(
    r"\b(?:in|im|und|für|(?<!von )der|des|am|an|and|of|for|the|pro|aktion|awo|drk|caritas|diakonie|team|projekt)\b"
    r"|(?:amt|ausschuss|rat|fraktion|liste|partei|union|bündnis|bund|tisch|kreis|runde|forum|treff|café|club|klub"
    r"|kirche|gemeinde|pfarrei|moschee|kreuz|hilfe|werk|netzwerk|dienste?|stelle|stadt|land|frauen|eltern|jugend"
    r"|familien|wege|kitas?|schulen|bibliothek|bücherei|museum|theater|radio|verlag|bank|kasse|klinik|klinikum"
    r"|vereinigung|gesellschaft|genossenschaft|kammer|innung|gewerkschaft|center|office|council|party|group|church"
    r"|akademie|hochschule|universität|kolleg|chor|orchester|sport|polizei|feuerwehr|agentur|garten|beratung|büro)\b",
    re.IGNORECASE,
)
"""Words that the names of organisations, bodies and groups hold, and those of persons do not."""


def may_be_person(name: str) -> bool:
    """Whether a name is built as those of persons are, `Vorname Nachname` or `Nachname, Vorname`, and says no group.

    Names such as `Offene Tür` are built alike: who asks cannot be sure, and has to ask in turn.
    """
    words = " ".join(name.split())
    return (
        _full_name().match(words) is not None
        and not any(len(word) > 2 and word.isupper() for word in words.split())  # noqa: PLR2004 - an abbreviation: not `M.`
        and _firm().search(words) is None
        and _of_many().search(words) is None
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
