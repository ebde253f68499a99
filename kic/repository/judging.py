"""Judging a state: the findings of reading and of every rule, weighed by the repository's settings."""

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.place import Aim
from kic.core.plan import Edit, Plan, RenameKey, SetField
from kic.core.rule import Rule, ordered, run
from kic.core.snapshot import Snapshot
from kic.core.text import plural
from kic.domain.settings import Settings, judged, waived

TEMPLATES = "templates/"


class Judgement(msgspec.Struct, frozen=True):
    """What is to be said of a state: its findings in their stable order, and those that a waiver takes away."""

    diagnostics: Sequence[Diagnostic]
    snapshot: Snapshot
    waived: Sequence[Diagnostic] = ()
    settings: Settings | None = None
    """What the findings were weighed by."""
    left_out: Sequence[Diagnostic] = ()
    """Findings that were there before the change that is asked about, elsewhere."""

    def within(self, paths: Iterable[str]) -> "Judgement":
        """The findings in these files and folders (relative to the root; empty is the root)."""
        wanted = tuple(paths)

        def inside(path: str) -> bool:
            return any(not w or path == w or path.startswith(w + "/") for w in wanted)

        return msgspec.structs.replace(
            self,
            diagnostics=[d for d in self.diagnostics if inside(d.place.path)],
            waived=[d for d in self.waived if inside(d.place.path)],
            left_out=[d for d in self.left_out if inside(d.place.path)],
        )

    def fails(self, *, strict: bool = False) -> bool:
        """Whether `check` fails: errors; with `strict` warnings too."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(diagnostic.severity in failing for diagnostic in self.diagnostics)


def judge(
    snapshot: Snapshot,
    today: datetime.date,
    more: Iterable[Diagnostic] = (),
    *,
    weighed_by: Settings | Literal["own"] | None = "own",
    only: Collection[str] | None = None,
) -> Judgement:
    """Every finding of a state on a day. Logs are compared with the committed state, where there is one.

    `more` are findings of what lies beside the state: the private overlay's, the gate's. `weighed_by` are the settings
    whose severities, waivers and program folders count; None if there are none. With `only`, of the rules nothing but
    those of these codes is asked.
    """
    from kic.domain.tables.asked import asked  # noqa: PLC0415  # commands that only look do not load them

    before = snapshot.committed
    if weighed_by != "own":
        snapshot = snapshot.judged_by(weighed_by)
    laws = asked(snapshot, before)
    if only is not None:
        laws = _with_required(laws, frozenset(only))
    rules = run(laws, snapshot, today, before=before)
    found = [*snapshot.diagnostics, *rules, *_of_templates(snapshot), *more]
    settings = snapshot.only(Settings) if weighed_by == "own" else weighed_by
    return Judgement(
        ordered(judged(found, settings, today), snapshot),
        snapshot,
        waived(found, settings, today),
        settings,
    )


def _with_required(rules: Sequence[Rule], codes: frozenset[str]) -> tuple[Rule, ...]:
    """Of the rules those of these codes with all that they require, as those silence them."""
    wanted = {each.law.code for each in rules if each.law.code in codes}
    for each in reversed(rules):  # what a rule requires stands before it
        if each.law.code in wanted:
            wanted.update(need.law.code for need in each.requires)
    return tuple(each for each in rules if each.law.code in wanted)


def brought(
    before: Snapshot, after: Snapshot, today: datetime.date, known: Sequence[Diagnostic] = ()
) -> list[Diagnostic]:
    """The findings of `after` that neither `before` nor the `known` ones have.

    Of the state before, only the rules are asked that found something afterwards: most find nothing.
    """
    found = judge(after, today).diagnostics
    codes = {each.law.code for each in found}
    return new_findings([*judge(before, today, only=codes).diagnostics, *known], found)


def new_findings(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings of `after` that `before` did not have; lines may have moved, so they do not count."""
    known = Counter((d.identity, str(d.message)) for d in before)
    found = []
    for diagnostic in after:
        name = (diagnostic.identity, str(diagnostic.message))
        if known[name]:
            known[name] -= 1
        else:
            found.append(diagnostic)
    return found


def _of_templates(snapshot: Snapshot) -> Sequence[Diagnostic]:
    """What is wrong with templates of the repository's own; most have none."""
    at = bisect_left(snapshot.files, TEMPLATES)
    if at == len(snapshot.files) or not snapshot.files[at].startswith(TEMPLATES):
        return ()
    from kic.present.template_faults import template_faults  # noqa: PLC0415

    return template_faults(snapshot)


def fixes(judgement: Judgement) -> Plan | None:
    """The mends with one safe answer, as one plan; None if there are none."""
    edits: list[Edit] = []
    seen: set[tuple[str, object]] = set()
    for diagnostic in judgement.diagnostics:
        place = diagnostic.place
        if diagnostic.fix is None or not place.field or (place.path, place.field) in seen:
            continue
        seen.add((place.path, place.field))
        if place.aim is Aim.KEY:
            edits.append(RenameKey(place.path, place.field, diagnostic.fix.replacement))
        else:
            edits.append(SetField(place.path, place.field, diagnostic.fix.replacement))
    if not edits:
        return None
    # Values first: after a key has its new name, a field below it has another path.
    edits.sort(key=lambda edit: isinstance(edit, RenameKey))
    title = plural("Mend {n} misspelling", "Mend {n} misspellings", n=len(edits))
    return Plan(title, tuple(edits))
