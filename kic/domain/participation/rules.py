"""What must hold of consultations and of contributions as they came in: on what, when, where it was said."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import certainly_after
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Goal, Theme
from kic.domain.participation import Consultation, Contribution, ContributorKind
from kic.domain.participation.contributors import key_of


@rule("KIC289", "private-person-named")
def person_named(repository: Snapshot) -> Iterator[Finding]:
    """A private person is never named in what is published.

    Why: A report on the internet is worldwide and for ever; consent to it can be withdrawn, the page cannot.

    Fix: Take `named` out. The report says "private person".

    Source: GDPR, Art. 5, 6 and 17; LfD Niedersachsen on publication on the internet.
    """
    for each in repository.all(Contribution):
        if each.named and each.contributor.contributor is ContributorKind.PERSON:
            yield found(
                each,
                "named",
                text("a private person is to be named in publications"),
                help=text("take the line out"),
            )


@rule("KIC271", "contribution-on-another-edition")
def contribution_on_another_edition(repository: Snapshot) -> Iterator[Finding]:
    """A contribution to an edition is on an element of it, or of an edition that it continues.

    Why: The synopsis puts each contribution beside the text that it changed. On an element of another concept it
    would stand nowhere, or beside the wrong text.

    Fix: Name the element of this edition, or correct the edition of the contribution.

    Source: Revision (Fortschreibung) of the concept; § 34 GemO RLP (agenda: the council knows what it decides on).
    """
    before: dict[str, frozenset[str]] = {}
    for each in repository.all(Contribution):
        its = edition_of(repository, each.element)
        edition = repository.get(Edition, each.edition)
        if its is None or edition is None or its == edition.id:
            continue
        if edition.id not in before:
            before[edition.id] = frozenset(ancestors(repository, edition))
        if its not in before[edition.id]:
            yield found(
                each,
                "element",
                text(
                    "{element} is of the edition {other}, the contribution is to {edition}",
                    element=each.element,
                    other=its,
                    edition=edition.id,
                ),
                help=text("name an element of this edition, or correct the edition"),
            )


@rule("KIC272", "consultation-of-another-edition", requires=(contribution_on_another_edition,))
def consultation_of_another_edition(repository: Snapshot) -> Iterator[Finding]:
    """A contribution belongs to a consultation on the same edition.

    Why: The report counts contributions by event. One that was made on another draft distorts both reports.

    Fix: Name the right consultation, or correct the edition of one of the two.

    Source: Consultation report of kic.
    """
    for each in repository.all(Contribution):
        consultation = repository.get(Consultation, each.consultation)
        if consultation is not None and consultation.edition != each.edition:
            yield found(
                each,
                "consultation",
                text(
                    "{id} is a consultation on {other}, the contribution is to {edition}",
                    id=consultation.id,
                    other=consultation.edition,
                    edition=each.edition,
                ),
                help=text("name the right consultation, or correct the edition"),
                related=[Related(repository.place(consultation, "edition"), text("its edition"))],
            )


@rule("KIC273", "consultation-dates")
def consultation_dates(repository: Snapshot) -> Iterator[Finding]:
    """A consultation ends after it has begun.

    Why: A report that lists the steps of a process upside down is not believed in anything else.

    Fix: Correct the day that does not fit.

    Source: Data model of kic.
    """
    for each in repository.all(Consultation):
        if each.until is not None and certainly_after(each.date, each.until):
            yield found(
                each,
                "until",
                text("it lasts until {until}, but begins on {date}", until=each.until, date=each.date),
                help=text("correct the day that does not fit"),
                related=[Related(repository.place(each, "date"), text("it begins here"))],
            )


@dated_rule("KIC274", "participants-before-the-day")
def participants_before_the_day(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Participants are counted when a consultation has begun.

    Why: Numbers of those who signed up are not those who came. A council that is told of people who took part in
    something that is still to come is told something untrue.

    Fix: Take the number out and name it in `gaps` as unknown until the day has come, or correct the day.

    Source: Rule of kic: nothing is filled in silently.
    """
    for each in repository.all(Consultation):
        if each.participants and each.date.earliest > today:
            yield found(
                each,
                "participants",
                text(
                    "{n} people are said to have taken part, but it begins on {date}",
                    n=each.participants,
                    date=each.date,
                ),
                help=text("name the number in gaps as unknown until then"),
            )


@rule("KIC285", "contribution-before-consultation", requires=(consultation_of_another_edition,))
def contribution_before_consultation(repository: Snapshot) -> Iterator[Finding]:
    """A contribution is not older than the consultation at which it was made.

    Why: One of the two days is wrong, and the report would tell the wrong order.

    Fix: Correct the day, or take `consultation` out where the contribution came on its own.

    Source: Data model of kic.
    """
    for each in repository.all(Contribution):
        consultation = repository.get(Consultation, each.consultation)
        if consultation is not None and each.received < consultation.date.earliest:
            yield found(
                each,
                "received",
                text(
                    "received on {received}, but {id} began on {date}",
                    received=each.received,
                    id=consultation.id,
                    date=consultation.date,
                ),
                help=text("correct the day, or take the consultation out"),
                related=[Related(repository.place(consultation, "date"), text("it began here"))],
            )


@rule("KIC286", "contribution-twice", Severity.NOTE)
def contribution_twice(repository: Snapshot) -> Iterator[Finding]:
    """A contributor's proposal is recorded once.

    Why: The same note from the workshop's wall and from the minutes counts double in the report, and may get two
    different answers.

    Fix: Delete one of the two. Where somebody really said it twice, at two events, nothing has to be done.

    Source: Consultation report of kic.
    """
    first: dict[tuple[object, ...], Contribution] = {}
    for each in repository.all(Contribution):
        said = " ".join(each.proposal.split()).casefold().rstrip(".!")
        key = (each.edition, each.element, key_of(each.contributor), said)
        other = first.setdefault(key, each)
        if other is not each:
            yield found(
                each,
                "proposal",
                text("the same proposal of the same contributor is {id}", id=other.id),
                help=text("delete one of the two, unless it was said twice"),
                related=[Related(repository.place(other, "proposal"), text("first here"))],
            )


def edition_of(repository: Snapshot, element: str | None) -> str | None:
    """The edition that an element of the concept belongs to; None where that cannot be told."""
    if element is None:
        return None
    record = repository.get(Recommendation, element) or repository.get(Theme, element)
    if isinstance(record, (Recommendation, Theme)):
        its: str = record.edition
        return its
    if repository.get(Edition, element) is not None:
        return element
    owner = theme_of_goal(repository, element)
    return owner.edition if owner is not None else None


def theme_of_goal(repository: Snapshot, goal: str) -> Theme | None:
    """The theme that a goal stands in."""
    for entry, _field, part in repository.owned(goal):
        if isinstance(part, Goal) and isinstance(entry.record, Theme):
            return entry.record
    return None


def answer_field(contribution: Contribution, *field: str) -> Field:
    """The place of the answer that counts, the last one."""
    return ("answers", len(contribution.answers) - 1, *field)


RULES: tuple[Rule, ...] = (
    person_named,
    contribution_on_another_edition,
    consultation_of_another_edition,
    consultation_dates,
    participants_before_the_day,
    contribution_before_consultation,
    contribution_twice,
)
