"""One purpose gets money once at a time; what is applied for again is told."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications.double import Likeness, Pair, Timing, pairs
from kic.domain.calls import Call, CallState


@rule("KIC515", "possible-double-funding", Severity.WARNING)
def possible_double_funding(repository: Snapshot) -> Iterator[Finding]:
    """A purpose gets money once at a time.

    Why: A second application for the same purpose in the same year, or over the same months, may pay the same
    costs twice; so may that of a partner. Titles are compared by their words, plans by their lines, over all
    calls and years. This finds what looks alike; it is a question, not a verdict.

    Fix: Compare the two cost plans. If they differ, waive the finding with the reason.

    Source: Subsidiarity of grants (RLP, criteria for integration projects 2023); Bochum 2024.
    """
    for pair in pairs(repository):
        if pair.timing is not Timing.SAME_TIME:
            continue
        yield found(
            pair.application,
            "title" if pair.likeness is Likeness.TITLE else "costs",
            _alike(pair),
            help=text("compare the two cost plans; waive this with the reason if they differ"),
            related=[Related(repository.place(pair.other, "title"), text("the other application"))],
        )


def _alike(pair: Pair) -> Text:
    who = pair.application.applicant.body or pair.application.applicant.person
    if not pair.same_applicant:
        return text("{id} of another applicant is for something alike at the same time", id=pair.other.id)
    if pair.likeness is Likeness.COSTS:
        return text(
            "{who} applies with the same cost lines at the same time: {id}", who=who, id=pair.other.id
        )
    return text("{who} applies for something alike at the same time: {id}", who=who, id=pair.other.id)


@rule("KIC553", "funded-before", Severity.NOTE)
def funded_before(repository: Snapshot) -> Iterator[Finding]:
    """An application for what was applied for in an earlier year is shown beside the earlier one.

    Why: Continuation projects are possible, and each needs an application of its own. The committee should
    know that it is one, and what became of the first. It is said until the call is decided.

    Fix: Nothing has to be done. `kic application double` shows both, with their sums.

    Source: Call of 2015 in Kaiserslautern (continuation projects, each needs an application).
    """
    undecided = {call.id for call in repository.all(Call) if call.state in (CallState.OPEN, CallState.CLOSED)}
    for pair in pairs(repository) if undecided else ():
        if pair.timing is Timing.EARLIER_YEAR and pair.application.call in undecided:
            yield found(
                pair.application,
                "title",
                text("something alike was applied for earlier: {id}", id=pair.other.id),
                help=text("nothing has to be done; see kic application double"),
                related=[Related(repository.place(pair.other, "title"), text("the earlier application"))],
            )


RULES: tuple[Rule, ...] = (possible_double_funding, funded_before)
