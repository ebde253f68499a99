"""A small office that decides: applications with marks, meetings with results, and commands' plans carried out.

The repository is the gallery's, with a call of its own: 2026-1, closed, not decided yet.
"""

import datetime
from collections.abc import Callable
from textwrap import dedent, indent
from typing import NamedTuple

from kic.core.diagnostic import Severity
from kic.core.plan import Plan
from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.chapters import KINDS
from kic.domain.decisions import Decision
from kic.domain.decisions.of_call import decisions_of
from kic.domain.meetings import Meeting
from kic.repository.changing import propose
from kic.repository.deciding import amend, decide, decline, move_up, next_in_line, passed_over
from kic.repository.judging import judge
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

TODAY = datetime.date(2026, 11, 22)
CALL = "2026-1"
FIRST, SECOND = "sitzung-2026-11", "sitzung-2026-11b"


class Asked(NamedTuple):
    """An application: euros requested, what all seats mark it with, the least share, its theme."""

    requested: int
    mark: int
    minimum: int | None = None
    theme: str = "t1"


class Office:
    """The files, and what has been done to them."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    @property
    def now(self) -> Snapshot:
        return load(Memory(self.files), KINDS)

    def record(self, cls, id_):
        found = self.now.get(cls, id_)
        assert found is not None, id_
        return found

    @property
    def call(self) -> Call:
        return self.record(Call, CALL)

    def decision(self, number: int = 1) -> Decision:
        return self.record(Decision, f"{CALL}-d{number}")

    def application(self, number: int) -> Application:
        return self.record(Application, name(number))

    @property
    def standing(self) -> dict[int, int]:
        """Euros by number of the application, as all decisions leave them."""
        found: dict[int, int] = {}
        for each in decisions_of(self.now, self.call):
            for id_, amount in each.standing.items():
                assert amount.cents % 100 == 0
                found[int(id_[-3:])] = found.get(int(id_[-3:]), 0) + amount.cents // 100
        return found

    def carry(self, plan: Plan) -> list[str]:
        """Carries a plan out unless the rules refuse it; the codes of the errors they refuse it with."""
        source = Memory(self.files)
        proposal = propose(source, load(source, KINDS), plan, TODAY)
        if proposal.refused:
            return sorted({f.law.code for f in proposal.findings if f.severity is Severity.ERROR})
        for change in proposal.changes:
            assert change.after is not None
            self.files[change.path] = change.after
        return []

    def award(self, meeting: str = FIRST, **what) -> list[str]:
        """What `kic meeting award` does."""
        what.setdefault("options", {})
        what.setdefault("deviations", {})
        now = self.now
        call, held = now.get(Call, CALL), now.get(Meeting, meeting)
        assert call is not None
        assert held is not None
        plan, _proposal = decide(now, call, held, **what)
        return self.carry(plan)

    def change(self, made: Callable[[Snapshot, Application], Plan], number: int) -> list[str]:
        """A plan for an application of the state as it is now, carried out."""
        now = self.now
        found = now.get(Application, name(number))
        assert found is not None
        return self.carry(made(now, found))

    def decline(self, number: int, on: datetime.date = TODAY) -> list[str]:
        """What `kic meeting decline` does."""
        return self.change(lambda now, each: decline(now, each, on, None), number)

    def amend(self, number: int, amount: int, *, on: datetime.date = TODAY, **what) -> list[str]:
        """What `kic meeting amend` does."""
        return self.change(lambda now, each: amend(now, each, euros(amount), on, **what), number)

    def move_up(
        self, *, amount: int | None = None, reason: str | None = None, skip: tuple[int, ...] = ()
    ) -> list[str]:
        """What `kic meeting move-up` does."""
        now = self.now
        call = now.get(Call, CALL)
        assert call is not None
        moving = next_in_line(now, call, TODAY, [name(each) for each in skip])
        given = None if amount is None else euros(amount)
        why = passed_over(moving)
        return self.carry(move_up(now, moving, given, TODAY, reason or (str(why) if why else None)))

    def errors(self) -> list[str]:
        """The codes of every error."""
        return sorted(
            {each.law.code for each in judge(self.now, TODAY).diagnostics if each.severity is Severity.ERROR}
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """A hand edit."""
        text = self.files[path].decode()
        assert old in text, (path, old)
        self.files[path] = text.replace(old, new, 1).encode()

    @property
    def path(self) -> str:
        return f"applications/{CALL}"


def name(number: int) -> str:
    return f"{CALL}-{number:03}"


def euros(amount: int) -> Money:
    return Money(100 * amount)


def office(applications: list[Asked], *, amount: int = 10_000, terms: str = "", items: str = "") -> Office:
    """The office with these applications; `terms` are lines for the call's terms, `items` those of the meeting."""
    files = {**tree(HERE / "_good"), **tree(HERE / "_decided")}
    files = {
        path: content
        for path, content in files.items()
        if not path.startswith(("applications/2026-1/2026", "applications/2026-1/decisions"))
    }
    made = Office(files)
    call = f"{made.path}/call.yaml"
    made.edit(call, "state: decided", "state: closed")
    made.edit(call, "decided: 2026-11-18\n", "")
    made.edit(call, "amount: 6500.00", f"amount: {amount}.00")
    if terms:
        made.edit(call, "  grid: 50.00\n", "  grid: 50.00\n" + indent(dedent(terms).strip(), "  ") + "\n")
    marks = dict.fromkeys(("s01", "s02", "s03"), "")
    for number, each in enumerate(applications, 1):
        files[f"{made.path}/{name(number)}.yaml"] = _application(number, each).encode()
        for seat in marks:
            excluded = seat == "s03" and number == 1
            marks[seat] += f"  {name(number)}: {'excluded' if excluded else each.mark}\n"
    for seat, lines in marks.items():
        files[f"{made.path}/scores/{seat}.yaml"] = (
            f"kind: scores\nid: {CALL}-{seat}\ninvented: true\ncall: {CALL}\nseat: {seat}\n"
            f"received: 2026-11-10\nmarks:\n{lines}"
        ).encode()
    if items:
        files[f"concept/meetings/{FIRST}.yaml"] += indent(dedent(items).strip(), "  ").encode() + b"\n"
    return made


def meet_again(made: Office, items: str) -> None:
    """Another meeting, two days after the first."""
    first = made.files[f"concept/meetings/{FIRST}.yaml"].decode()
    head = first.partition("items:\n")[0]
    head = (
        head.replace(FIRST, SECOND).replace("2026-11-18T", "2026-11-20T").replace("2026-11-06", "2026-11-08")
    )
    made.files[f"concept/meetings/{SECOND}.yaml"] = (
        head + "items:\n" + indent(dedent(items).strip(), "  ") + "\n"
    ).encode()


def item(number: int, about: str, result: str, *, yes: int = 3, no: int = 0) -> str:
    """An item of a meeting: `carried`, `rejected` or `postponed`; at the first application one seat is excluded."""
    vote = (
        f"  vote: {{in_favour: {yes}, against: {no}, abstentions: 0}}\n"
        if result in ("carried", "rejected")
        else ""
    )
    gone = "  exclusions:\n    - {seat: s03, left: table}\n" if about == name(1) else ""
    reason = "  reason: Es fehlt noch eine Auskunft.\n" if result != "carried" else ""
    return (
        f"- id: top-{number}\n  number: {number}\n  title: Antrag\n  about: [{about}]\n"
        f"  proposal: Der Antrag wird nach der Vorlage beschieden.\n{gone}{vote}  result: {result}\n{reason}"
    )


def _application(number: int, each: Asked) -> str:
    body = "applicant: association\n  body: v-bruecke"
    person = f"applicant: private_person\n  person: p-{number:04}"
    minimum = f"minimum:\n  share: {each.minimum}%\n" if each.minimum is not None else ""
    return f"""\
kind: application
id: {name(number)}
invented: true
call: {CALL}
number: {number}
title: Vorhaben {number}
summary: Ein Vorhaben mit der Nummer {number}.
applicant:
  {body if number == 1 else person}
themes: [{each.theme}]
recommendations: [{"he-01" if each.theme == "t1" else "he-03"}]
period:
  start: 2027-02-01
  end: 2027-05-31
received: 2026-10-02T09:15
costs:
  - item: Honorare
    amount: {each.requested * 5 // 4}.00
financing:
  - item: Eigene Mittel
    fund: own
    amount: {each.requested // 4}.00
  - item: Zuschuss der Stadt
    fund: requested
    amount: {each.requested}.00
requested: {each.requested}.00
{minimum}de_minimis: not_an_undertaking
"""
