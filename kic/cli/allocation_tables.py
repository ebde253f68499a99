"""Tables beside a proposal: the other rules, and how firmly each result stands."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.present.tables import Column, table
from kic.present.width import wrapped

if TYPE_CHECKING:
    from kic.allocation.compare import Comparison
    from kic.allocation.proposal import Budgets, Proposal
    from kic.allocation.sensitivity import Sensitivity, Steady

INTERVALS = 3
"""So many intervals of budgets are shown in a table; JSON has them all."""

RESULTS: dict[str, Text] = {
    "stable": text("stable"),
    "borderline": text("borderline"),
    "one-seat": text("decided by one seat"),
}


def compared(
    session: Session, proposal: "Proposal", comparison: "Comparison", only: str | None = None
) -> str:
    """Application by rule: in full, in part or nothing, and under how many rules it is funded; or only one."""
    say, word = session.language.say, session.language.word
    rules = list(comparison.awards)
    overview = [
        [
            word(place),
            word(rule),
            word(len(awards)),
            word(sum((award for award in awards.values()), start=type(proposal.budget)(0))),
        ]
        for place, (rule, awards) in enumerate(comparison.awards.items(), 1)
    ]
    columns = [
        Column(say(text("No.")), right=True),
        Column(say(text("Rule"))),
        Column(say(text("Funded")), right=True),
        Column(say(text("Awarded")), right=True),
    ]
    parts = ["\n", heading(say(text("Other rules"))), table(columns, overview, limit=session.width), "\n"]
    by_rule = [Column(word(place), fixed=True) for place, _ in enumerate(rules, 1)]
    rows = []
    everyone = [*proposal.ranking, *(each for each in proposal.standings if each not in proposal.ranking)]
    for name in everyone if only is None else [only]:
        cells = []
        for rule in rules:
            award = comparison.awards[rule].get(name)
            cells.append(
                "–" if award is None else "x" if award == proposal.standings[name].admissible else "(x)"
            )
        rows.append([name, *cells, word(len(comparison.funding(name)))])
    columns = [Column("ID", fixed=True), *by_rule, Column(say(text("Funded under")), right=True)]
    parts.append(table(columns, rows, limit=session.width))
    meaning = text(
        "x: the full amount that is admissible under the rule of the proposal. (x): another amount. –: nothing. "
        "Only the rule that the call has fixed counts; the others are for comparison."
    )
    parts.append("\n" + "\n".join(wrapped(say(meaning), session.width)) + "\n")
    return "".join(parts)


def steadied(
    session: Session,
    proposal: "Proposal",
    found: "Sensitivity",
    names: Mapping[str, str],
    only: str | None = None,
) -> str:
    """What turns each result over, or only one; seats by the names given."""
    say, word = session.language.say, session.language.word
    shown = [(name, each) for name, each in _ranked(proposal, found) if only in (None, name)]
    with_budgets = any(each.budgets is not None for _, each in shown)
    columns = [
        Column("ID", fixed=True),
        Column(say(text("Result"))),
        Column(say(text("Deciding seats"))),
        Column(say(text("Mark steps")), right=True),
        Column(say(text("Weights of"))),
        *([Column(say(text("Funded with a budget of")))] if with_budgets else []),
    ]
    rows = [
        [
            name,
            say(RESULTS[each.result.value]),
            ", ".join(sorted(names[seat] for seat in each.seats)) or "–",
            word(each.marks) if each.marks else "–",
            ", ".join(each.criteria) or "–",
            *([_budgets(session, each.budgets)] if with_budgets else []),
        ]
        for name, each in shown
    ]
    said = [
        text(
            "A result is decided by one seat if leaving out that seat alone turns it over, and borderline if one "
            "step of a single mark, a tenth of a weight or one step of the threshold does."
        ),
        text(
            "Tried: {seats} seats left out, {marks} steps of marks, {weights} changes of weights. The numbers "
            "count trials; they say nothing of how likely anything is.",
            seats=found.seats,
            marks=found.marks,
            weights=found.weights,
        ),
    ]
    if found.crowded:
        said.append(text("There are too many voters to leave out each of them once; none was left out."))
    if not found.complete:
        said.append(text("Not every step of a mark was tried; those of the applications ranked first were."))
    if not with_budgets and only is not None and proposal.standings[only].award:
        said.append(
            text("Which other budget would have changed this was not found within the fixed number of steps.")
        )
    if not with_budgets and only is None and shown:
        said.append(
            text(
                "Which budgets would fund each application is left out: it would take too long to find them all. kic "
                "allocate with --explain names the nearest one for a single application."
            )
        )
    if near := tuple(name for name, each in shown if each.threshold):
        said.append(
            plural(
                "One step of the threshold turns the result of {ids} over.",
                "One step of the threshold turns the results of {ids} over.",
                n=len(near),
                ids=near,
            )
        )
    parts = ["\n", heading(say(text("How firmly results stand"))), table(columns, rows, limit=session.width)]
    parts.extend("\n" + "\n".join(wrapped(say(each), session.width)) + "\n" for each in said)
    return "".join(parts)


def _ranked(proposal: "Proposal", found: "Sensitivity") -> "list[tuple[str, Steady]]":
    ranked = [name for name in proposal.ranking if name in found.applications]
    rest = [name for name in found.applications if name not in set(ranked)]
    return [(name, found.applications[name]) for name in (*ranked, *rest)]


def _budgets(session: Session, budgets: "Budgets | None") -> str:
    say, word = session.language.say, session.language.word
    if budgets is None:
        return say(text("left out"))
    if not budgets.intervals:
        return "–"
    shown = [
        say(text("from {start}", start=start))
        if end is None
        else say(text("{start} to {end}", start=start, end=end))
        if start != end
        else word(start)
        for start, end in budgets.intervals
    ]
    kept = shown if len(shown) <= INTERVALS else [*shown[: INTERVALS - 1], "…", shown[-1]]
    return "; ".join(kept)
