"""What must hold of what carried a contribution out: what was promised stands somewhere, and there."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.participation import AnswerKind, Contribution
from kic.domain.participation.rules import answer_field, edition_of, theme_of_goal
from kic.domain.revisions import Amendment

CARRIED = frozenset({AnswerKind.TAKEN_OVER, AnswerKind.IN_PART})
"""Answers that promise a change of the text."""


@rule("KIC282", "taken-over-nowhere", Severity.WARNING)
def taken_over_nowhere(repository: Snapshot) -> Iterator[Finding]:
    """What was taken over, wholly or in part, is carried by an edition or an amendment.

    Why: "Taken over" is a promise. Without the text that keeps it nobody can see whether it was kept, and the reason
    column of the synopsis stays empty beside the change that it brought about.

    Fix: Name the contribution when the change is recorded (`kic concept amend ... --contribution ID`), or answer once
    more with `--carried-by`: the edition whose draft took it up, or the amendment.

    Source: Practice of councils: an amendment has its place, mover and reason (Integrationsrat of Köln, 09.09.2010).
    """
    named: set[str] | None = None
    for each in repository.all(Contribution):
        answer = each.answer
        if answer is None or answer.answer not in CARRIED or answer.carried_by is not None:
            continue
        if named is None:
            named = {
                id_
                for amendment in repository.all(Amendment)
                for element in amendment.elements
                for id_ in element.contributions
            }
        if each.id not in named:
            yield found(
                each,
                answer_field(each),
                text("{answer}, but no edition and no amendment carries it", answer=answer.answer),
                help=text("name the edition or amendment that carried it out: --carried-by"),
            )


@rule("KIC283", "carried-elsewhere")
def carried_elsewhere(repository: Snapshot) -> Iterator[Finding]:
    """What carries a contribution out changes the text that the contribution is about.

    An amendment carries it if it is of the same edition and touches its element: the element itself, one inside it,
    one around it, or one that it goes on in. An edition carries contributions to its own draft and to the editions
    that it continues, if they came in before it was adopted.

    Why: The synopsis shows the contribution beside the change that carried it out. A change of another text gives no
    answer to whoever asked for this one.

    Fix: Correct `carried_by` with a further answer, name the contribution in the amendment's element that carries it,
    or correct the contribution's element.

    Source: Practice of councils: an amendment has its place, mover and reason (Integrationsrat of Köln, 09.09.2010).
    """
    for each in repository.all(Contribution):
        answer = each.answer
        if answer is None or answer.carried_by is None:
            continue
        amendment = repository.get(Amendment, answer.carried_by)
        edition = repository.get(Edition, answer.carried_by)
        if amendment is not None:
            if not _touched(repository, each, amendment):
                yield found(
                    each,
                    answer_field(each, "carried_by"),
                    text(
                        "the amendment {id} does not touch {element}",
                        id=amendment.id,
                        element=each.element or each.edition,
                    ),
                    help=text("name the amendment that changed this text"),
                    related=[Related(repository.place(amendment, "elements"), text("it changes these"))],
                )
        elif edition is not None:
            if edition.id != each.edition and each.edition not in ancestors(repository, edition):
                yield found(
                    each,
                    answer_field(each, "carried_by"),
                    text(
                        "{id} neither is nor continues the edition {edition}",
                        id=edition.id,
                        edition=each.edition,
                    ),
                    help=text("name the edition whose text took it up"),
                )
            elif edition.adopted is not None and each.received > edition.adopted.latest:
                yield found(
                    each,
                    answer_field(each, "carried_by"),
                    text(
                        "{id} was adopted on {date}, before the contribution came in",
                        id=edition.id,
                        date=edition.adopted,
                    ),
                    help=text("name the amendment or the later edition that took it up"),
                    related=[Related(repository.place(edition, "adopted"), text("adopted here"))],
                )


def _touched(repository: Snapshot, contribution: Contribution, amendment: Amendment) -> bool:
    """Whether the amendment changes the text that the contribution is about, or names the contribution."""
    if any(contribution.id in element.contributions for element in amendment.elements):
        return True
    element = contribution.element
    if element is None or element == contribution.edition:
        return bool(amendment.edition == contribution.edition)
    wanted = {element, *_around(repository, element), *_goes_on_in(repository, element)}
    changed = {each.element for each in amendment.elements}
    return bool(wanted & changed) or any(element in _around(repository, each) for each in changed)


def _around(repository: Snapshot, element: str) -> tuple[str, ...]:
    """The goals, the theme and the edition that an element stands in."""
    recommendation = repository.get(Recommendation, element)
    if recommendation is not None:
        theme = (recommendation.theme,) if recommendation.theme is not None else ()
        return (*recommendation.goals, *theme, recommendation.edition)
    theme_record = repository.get(Theme, element)
    if theme_record is not None:
        return (theme_record.edition,)
    owner = theme_of_goal(repository, element)
    if owner is not None:
        return (owner.id, owner.edition)
    edition = edition_of(repository, element)
    return (edition,) if edition is not None else ()


def _goes_on_in(repository: Snapshot, element: str) -> tuple[str, ...]:
    """The recommendations that go on where this one was replaced, merged or split."""
    recommendation = repository.get(Recommendation, element)
    latest = recommendation.latest if recommendation is not None else None
    return latest.successors if latest is not None else ()


RULES: tuple[Rule, ...] = (taken_over_nowhere, carried_elsewhere)
