"""What must hold of a change to papers: what a body gave as its result, and what was decided on, stays."""

from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.place import Place
from kic.core.rule import Finding, Rule, change_rule, found
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.domain.meetings import Result
from kic.domain.papers import Deliberation, Paper, Purpose

_DECIDED_ON = ("number", "proposal", "reasons", "financial_effects")
"""What a body had before it when it decided; a number may still be entered."""


@change_rule("KIC784", "decided-paper-changed", Severity.WARNING)
def decided_paper_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A result that a body gave stays, and so does the paper on which it decided.

    Why: The minutes tell what was resolved on this proposal. If the proposal or its costs are others afterwards,
    nobody can say any more what the body agreed to. A result that disappears takes a resolution with it.

    Fix: Restore what stood there. Another proposal is another paper; a body that deals with it again is one more
    station.

    Source: § 41 GemO RLP (minutes); Council information systems (a proposal and what was resolved are both kept).
    """
    for entry in before:
        was = entry.record
        if not isinstance(was, Paper):
            continue
        given = [each for each in was.deliberations if each.result not in (None, Result.POSTPONED)]
        now = after.get(Paper, was.id)
        if now is was or not given:
            continue
        if now is None:
            if after.kind_of(was.id) is None:
                gone = text("{id} is gone, and with it what came of it", id=was.id)
                yield found(Place(entry.path), (), gone, help=text("bring the file back with kic undo FILE"))
            continue
        lost = _first_lost(given, list(now.deliberations))
        if lost is not None:
            yield found(
                now,
                "deliberations",
                text(
                    "{body} had given the result {result}; it is not there any more",
                    body=lost.body,
                    result=lost.result,
                ),
                help=text(
                    "restore it by hand or with kic undo FILE; a body that deals with it again is one more station"
                ),
            )
        if not any(each.purpose is Purpose.DECIDES for each in given):
            continue
        for field in _DECIDED_ON:
            old, new = getattr(was, field), getattr(now, field)
            if old != new and old is not None:
                yield found(
                    now,
                    field if new is not None else (),
                    text(
                        "{field} is not what {id} was decided on with", field=Label("field", field), id=was.id
                    ),
                    help=text("restore it by hand or with kic undo FILE; another proposal is another paper"),
                )


def _first_lost(given: list[Deliberation], now: list[Deliberation]) -> Deliberation | None:
    """The first station with a result that is not there any more with the same body and result."""
    left = [(each.body, each.result) for each in now]
    for each in given:
        key = (each.body, each.result)
        if key not in left:
            return each
        left.remove(key)
    return None


RULES: tuple[Rule, ...] = (decided_paper_changed,)
