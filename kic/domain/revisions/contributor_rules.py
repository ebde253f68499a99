"""What must hold of those who contribute to a revision or move an amendment: clear who, and never a person by name."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.structure import Body
from kic.domain.participation import Contribution, Contributor, ContributorKind
from kic.domain.participation.contributors import (
    BODIES,
    is_clear,
    looks_like_person,
    may_be_person,
)
from kic.domain.revisions import Amendment


def _speakers(repository: Snapshot) -> Iterator[tuple[Contribution | Amendment, Field, Contributor]]:
    """Everyone who contributed or moved: the record, the field, and who it is."""
    for contribution in repository.all(Contribution):
        yield contribution, ("contributor",), contribution.contributor
    for amendment in repository.all(Amendment):
        if amendment.mover is not None:
            yield amendment, ("mover",), amendment.mover
        for position, element in enumerate(amendment.elements):
            if element.mover is not None:
                yield amendment, ("elements", position, "mover"), element.mover


@rule("KIC270", "contributor-unclear")
def contributor_unclear(repository: Snapshot) -> Iterator[Finding]:
    """Whoever contributes or moves is one body, one organisation or group by its name, or one person by a pseudonym.

    Why: Whoever contributed wants to know what became of it, and the council wants to know who wished a change. Two
    names, or none, answer neither. A private person stands here under a pseudonym alone.

    Fix: Leave one of `body`, `name` and `person`: `person` for a private person, one of the others for all else.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    for each, field, who in _speakers(repository):
        if not is_clear(who):
            private = who.contributor is ContributorKind.PERSON
            yield found(
                each,
                field,
                text("a private person contributed: expected person alone")
                if private
                else text("expected one of body and name, and no person"),
                help=text("leave the one field that says who it is"),
            )


@rule("KIC284", "contributor-is-a-person", requires=(contributor_unclear,))
def contributor_is_a_person(repository: Snapshot) -> Iterator[Finding]:
    """The name of an organisation or council group is not that of a natural person.

    Why: A contribution is read by many and stays in git for ever. What a private person said, and that they said it,
    is theirs; a member of the council speaks here for the group.

    Fix: Set `contributor: person` with a pseudonym such as `p-0007` (the name goes into the private overlay,
    `kic person add`), or enter the name of the organisation or group. Do it before it is recorded.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    for each, field, who in _speakers(repository):
        if who.name is not None and looks_like_person(who.name):
            yield found(
                each,
                (*field, "name"),
                text("a natural person seems to be named here"),
                help=text("use a pseudonym, or the name of the organisation or group"),
            )


@rule("KIC299", "contributor-perhaps-a-person", Severity.WARNING, requires=(contributor_is_a_person,))
def contributor_perhaps_a_person(repository: Snapshot) -> Iterator[Finding]:
    """The name of an organisation or group without a record of its own is not built like that of a person.

    Why: Lists of contributions come with first and last names in the column for organisations. Whether `Offene Tür` is
    a club and `Erika Beispiel` a person, only the office can tell; once recorded, a name stays in git for ever.

    Fix: For a person, set `contributor: person` with a pseudonym such as `p-0007`. For an organisation, give it a
    record (`kind: body`) and name that in `body`, or write its name in full (`Offene Tür e. V.`).

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    for each, field, who in _speakers(repository):
        if who.name is not None and may_be_person(who.name):
            yield found(
                each,
                (*field, "name"),
                text("{name} could be the name of a natural person", name=who.name),
                help=text("use a pseudonym, or the record or the full name of the organisation"),
            )


@rule("KIC288", "contributor-kind-differs", Severity.WARNING, requires=(contributor_unclear,))
def contributor_kind_differs(repository: Snapshot) -> Iterator[Finding]:
    """Who contributed or moved as an organisation, a committee or a department is one.

    Why: The consultation report counts contributions by who speaks. The advisory council among the associations, or
    a department among them, tells the council another story than what happened.

    Fix: Correct `contributor`, or the body.

    Source: Consultation report of kic; the record of the body.
    """
    for each, field, who in _speakers(repository):
        body = repository.get(Body, who.body)
        if body is not None and body.body not in BODIES[who.contributor]:
            yield found(
                each,
                (*field, "contributor"),
                text(
                    "{kind} is said, but {id} is of the kind {body}",
                    kind=who.contributor,
                    id=body.id,
                    body=body.body,
                ),
                help=text("correct the kind of contributor, or the body"),
                related=[Related(repository.place(body, "body"), text("its kind"))],
            )


RULES: tuple[Rule, ...] = (
    contributor_unclear,
    contributor_is_a_person,
    contributor_kind_differs,
    contributor_perhaps_a_person,
)
