"""What the output of a command says on top when it was asked for another day, and which commands take none.

Every command that only looks takes `--as-of`, or is named here with the reason why it cannot mean anything.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kic.cli.session import Session
from kic.core.text import Text, text
from kic.domain.concept.edition import Edition

if TYPE_CHECKING:
    from kic.domain.in_force import InForce

WITHOUT: dict[str, str] = {
    "allocate": "a proposal for a decision to be taken now; what a decision rested on is kept with it",
    "application file": "the file is shown to the applicant as it is",
    "blame": "an account over time: each line says its commit and its act",
    "check": "the rules judge the files as they are; a past state in git is judged with --base",
    "completion": "not about records",
    "demo": "not about records",
    "diff": "compares two states that it names, and a date there means what was written down by then",
    "doctor": "about this machine and copy",
    "erase": "what is due for review is due now",
    "explain": "about rules, not records",
    "help": "not about records",
    "history": "an account over time: what was written down when; each line has its day",
    "init": "not about records",
    "log": "the operations of kic, each with its time",
    "mail": "a letter goes out now, with what it says now",
    "person copy": "the private overlay keeps no earlier states: what is kept of a person is what is there",
    "person list": "the private overlay keeps no earlier states",
    "person show": "the private overlay keeps no earlier states",
    "schema": "about formats, not records",
    "score discuss": "prepares a vote that is to come",
    "synopsis": "compares two states that it names, and a date there means what was written down by then",
    "undo": "about operations of kic",
}
"""Commands that look at something and have no `--as-of`, with the reason."""


def heading_lines(session: Session) -> Iterator[str]:
    """The lines above everything else: the day, the edition in force, and what is not known of it."""
    found = session.repository.in_force
    assert found is not None
    say = session.language.say
    yield say(_day(found))
    if found.to_come:
        yield say(text("This day is to come: what is known today is shown."))
    for each in found.untold:
        yield say(
            text(
                "{id}: its wording on this day is not told by git ({amendments}: {reason}). Today's is shown.",
                id=each.element,
                amendments=each.amendments,
                reason=each.reason,
            )
        )


def _day(found: "InForce") -> Text:
    edition = found.edition
    if edition is None:
        if not found.snapshot.all(Edition):
            return text("As of {day}.", day=found.day)
        return text("As of {day}: no edition of the concept was in force.", day=found.day)
    title = edition.edition.title
    if edition.since is None:
        return text(
            "As of {day}, in force: {edition}. Since when is not known.", day=found.day, edition=title
        )
    if edition.perhaps:
        return text(
            "As of {day}, in force perhaps: {edition}. It began in {since}, the day is not known.",
            day=found.day,
            edition=title,
            since=edition.since,
        )
    if edition.adopted_only:
        return text(
            "As of {day}, in force: {edition}, adopted on {since}. No day of effect is known.",
            day=found.day,
            edition=title,
            since=edition.since,
        )
    return text(
        "As of {day}, in force: {edition}, since {since}.", day=found.day, edition=title, since=edition.since
    )


def heading_data(session: Session) -> dict[str, Any]:
    """The same for scripts."""
    found = session.repository.in_force
    assert found is not None
    edition = found.edition
    return {
        "day": found.day,
        "to_come": found.to_come,
        "edition": edition.edition.id if edition is not None else None,
        "since": edition.since if edition is not None else None,
        "since_adoption": edition is not None and edition.adopted_only,
        "perhaps_later": edition is not None and edition.perhaps,
        "left_out": found.left_out,
        "untold": found.untold,
    }
