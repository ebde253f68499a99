"""How a proposal is shown: the ranked list with the line, the sums, and why."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.near import without_zeros
from kic.core.text import Text, text
from kic.errors import UsageError
from kic.present.tables import Column, definitions, table

if TYPE_CHECKING:
    from kic.allocation.compare import Comparison
    from kic.allocation.proposal import Proposal, Standing
    from kic.allocation.sensitivity import Sensitivity
    from kic.repository.allocating import Posed


OUTCOMES: dict[str, Text] = {
    "funded": text("in full"),
    "partial": text("in part"),
    "unfunded": text("no award"),
    "ineligible": text("takes no part"),
}
"""Short words for a column; the reasons below the table say more."""


class Asked(NamedTuple):
    """What is shown beside the proposal; deciding seats by letters, or by their ids."""

    compare: bool = False
    sensitivity: bool = False
    name_seats: bool = False


def allocate(  # noqa: PLR0913  # what the command line says
    session: Session,
    *,
    call: str | None,
    problem: str | None,
    pabulib: bool = False,
    options: Mapping[str, Any],
    explain: str | None,
    emit_problem: bool,
    as_json: bool,
    asked: Asked,
) -> int:
    """Poses, proposes and shows. Exit code 1 where the problem has errors."""
    from kic.allocation.explain import remarks  # noqa: PLC0415
    from kic.documents.naming import with_theme  # noqa: PLC0415
    from kic.present.width import wrapped  # noqa: PLC0415
    from kic.repository.allocating import optioned, problem_file, proposed  # noqa: PLC0415

    posed, titles = _posed(session, call, problem, pabulib=pabulib)
    if posed.problem is None or posed.findings:
        _report(session, posed, as_json=as_json)
        if posed.problem is None or _broken(posed):
            return 1
    chosen = optioned(posed.problem, options)
    if emit_problem:
        session.data(problem_file(chosen))
        return 0
    wanted = _meant(explain, titles) if explain and call else explain
    if call is not None and wanted in titles and all(each.id != wanted for each in chosen.applications):
        raise UsageError(
            "{id} is not part of this proposal.",
            help="kic render allocation-paper {call} says why.",
            id=wanted, call=call,
        )  # fmt: skip
    proposal, sentences = proposed(chosen, wanted)
    beside = _Beside.of(proposal, asked)
    said = remarks(proposal)
    if call is not None:
        snapshot = session.repository.snapshot
        said = tuple(with_theme(snapshot, each) for each in said)
        sentences = {
            name: tuple(with_theme(snapshot, each) for each in words) for name, words in sentences.items()
        }
    if as_json:
        session.json("allocate", _data(proposal, beside))
    elif explain:
        ((only, words),) = sentences.items()
        whole = " ".join(session.language.say(sentence) for sentence in words)
        session.out("\n".join(wrapped(whole, session.width)) + beside.page(session, proposal, only))
        if call is not None:
            session.next_step(f"kic allocate {call}")
    else:
        session.out(_page(session, proposal, sentences, said, titles, call) + beside.page(session, proposal))
        if call is not None:
            session.next_step(f"kic render allocation-paper {call}")
    return 0


def _meant(spelled: str, ids: Iterable[str]) -> str:
    """The application of a call that is meant: by its id, or by the end of it, such as its number."""
    wanted = without_zeros(spelled.lower())
    same = [each for each in ids if f"-{without_zeros(each)}".endswith(f"-{wanted}")]
    return same[0] if len(same) == 1 else spelled.lower()


class _Beside(NamedTuple):
    """What was asked for beside the proposal, and how seats are called in it."""

    comparison: "Comparison | None"
    found: "Sensitivity | None"
    names: Mapping[str, str]

    @classmethod
    def of(cls, proposal: "Proposal", asked: Asked) -> "_Beside":
        """Computed only where asked for."""
        comparison, found = None, None
        names: Mapping[str, str] = {}
        if asked.compare:
            from kic.allocation.compare import compare as compared  # noqa: PLC0415

            comparison = compared(proposal.problem)
        if asked.sensitivity:
            from kic.allocation.sensitivity import pseudonyms  # noqa: PLC0415
            from kic.allocation.sensitivity import sensitivity as sensed  # noqa: PLC0415

            found = sensed(proposal)
            letters = pseudonyms(found, proposal.ranking)
            names = {seat: seat for seat in letters} if asked.name_seats else letters
        return cls(comparison, found, names)

    def page(self, session: Session, proposal: "Proposal", only: str | None = None) -> str:
        """The tables, with all applications or only one."""
        from kic.cli.allocation_tables import compared, steadied  # noqa: PLC0415

        parts = []
        if self.comparison is not None:
            parts.append(compared(session, proposal, self.comparison, only))
        if self.found is not None:
            parts.append(steadied(session, proposal, self.found, self.names, only))
        return "".join(["\n", *parts]) if parts and only else "".join(parts)


def _data(proposal: "Proposal", beside: _Beside) -> dict[str, Any]:
    from kic.allocation.proposal import as_data  # noqa: PLC0415

    data = as_data(proposal)
    if beside.comparison is not None:
        from kic.allocation.compare import add_to  # noqa: PLC0415

        add_to(data, beside.comparison)
    if beside.found is not None:
        from kic.allocation.sensitivity import as_data as steadiness  # noqa: PLC0415

        data["sensitivity"] = steadiness(beside.found, beside.names)
    return data


def _posed(
    session: Session, call: str | None, problem: str | None, *, pabulib: bool
) -> "tuple[Posed, dict[str, str]]":
    from kic.repository.allocating import pose_call, pose_file  # noqa: PLC0415

    if call is None:
        return pose_file(Path(problem or ""), pabulib=pabulib), {}
    from kic.documents.naming import title_of  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.domain.decisions.of_call import applications_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    record = session.repository.find(Call, call)
    posed = pose_call(snapshot, record)
    found = applications_of(snapshot, record)
    return posed, {each.id: title_of(each) or each.id for each in found}


def _broken(posed: "Posed") -> bool:
    from kic.core.diagnostic import Severity  # noqa: PLC0415

    return any(finding.severity is Severity.ERROR for finding in posed.findings)


def _report(session: Session, posed: "Posed", *, as_json: bool) -> None:
    from kic.core.rule import ordered  # noqa: PLC0415
    from kic.present.findings import render  # noqa: PLC0415
    from kic.present.safe import write  # noqa: PLC0415

    findings = ordered(posed.findings, posed.snapshot)
    if as_json and (posed.problem is None or _broken(posed)):
        from kic.present.findings_json import as_json as findings_as_json  # noqa: PLC0415
        from kic.present.findings_report import Report  # noqa: PLC0415

        report = Report.of(findings, posed.snapshot, session.language)
        session.data(findings_as_json(report, command="allocate"))
    else:
        color, columns = session.colors(sys.stderr), session.columns(sys.stderr)
        shown = render("text", findings, posed.snapshot, session.language, color=color, columns=columns)
        write(sys.stderr, shown)
    if posed.refusal is not None:
        session.talk(posed.refusal)


def _page(
    session: Session,
    proposal: "Proposal",
    sentences: Mapping[str, tuple[Text, ...]],
    said: tuple[Text, ...],
    titles: Mapping[str, str],
    call: str | None,
) -> str:
    from kic.present.width import wrapped  # noqa: PLC0415

    say, word, label = session.language.say, session.language.word, session.language.label
    title = text("Proposal for the call {call}", call=call) if call else text("Proposal")
    parts = [heading(say(title))]
    parts.append(say(text("kic proposes, the committee decides. Rule: {rule}.", rule=proposal.rule)) + "\n\n")
    columns = [
        Column(say("Rank"), right=True),
        Column("ID", fixed=True),
        Column(label("kind", "application")),
        Column(say("Points"), right=True),
        Column(say("Requested"), right=True),
        Column(say("Proposal"), right=True),
        Column(say("Outcome")),
    ]
    ranked = sorted(proposal.standings.values(), key=_order)
    rows = [
        [
            word(each.rank) if each.rank is not None else "–",
            each.id,
            titles.get(each.id, ""),
            session.language.number(each.score, 2) if each.score is not None else "–",
            word(each.requested),
            word(each.award) if each.award else "–",
            say(OUTCOMES[each.outcome.value]),
        ]
        for each in ranked
    ]
    if not titles:
        del columns[2]
        rows = [[*row[:2], *row[3:]] for row in rows]
    parts.append(table(columns, rows, limit=session.width))
    parts.append("\n")
    sums = [
        (say("Budget"), word(proposal.budget)),
        (say("Proposed"), word(proposal.awarded)),
        (say("Reserve"), word(proposal.reserve)),
        (say("Already decided"), word(proposal.fixed)),
        (say("Not allocated"), word(proposal.unallocated)),
    ]
    parts.append(definitions(sums, limit=session.width))
    notices = [
        text(
            "Tie at the line: {ids}. Another order within it changes awards; the committee decides. "
            "Outcomes: {n}.",
            ids=tie.ids,
            n=len(tie.variants),
        )
        for tie in proposal.ties
    ]
    notices += said
    decided = {each for warned in proposal.warnings for each in warned.ids}
    if absent := tuple(each for each in titles if each not in proposal.standings and each not in decided):
        notices.append(
            text("Not part of this proposal: {ids}. kic render allocation-paper says why.", ids=absent)
        )
    parts.extend("\n" + "\n".join(wrapped(say(each), session.width)) + "\n" for each in notices)
    parts.append("\n" + heading(say(text("Reasons"))))
    reasons = [(each.id, " ".join(say(sentence) for sentence in sentences[each.id])) for each in ranked]
    parts.append(definitions(reasons, limit=session.width))
    return "".join(parts)


def _order(standing: "Standing") -> tuple[int, str]:
    return (standing.rank if standing.rank is not None else sys.maxsize, standing.id)
