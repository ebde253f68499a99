"""What was in force on the days of the demo city's life, beside what was committed by then.

The two are different questions. What was entered late is in force before it is committed; what takes effect later is
committed before it is in force; what has no day of its own is as it is known today. All else agrees, field by field.
"""

import datetime
import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.documents.money_trace import trace, whole
from kic.domain.accounts.years import year_accounts
from kic.domain.chapters import KINDS
from kic.domain.in_force import InForce, in_force
from kic.domain.in_force.wordings import Step, Told
from kic.domain.revisions import Amendment
from kic.domain.rules import RULES
from kic.store.reading.convert import convert
from tests.demo.reading import city, errors
from tests.demo.test_history import NAMES, at, revisions

TODAY = datetime.date(2026, 11, 22)
DAYS = [TODAY - datetime.timedelta(days=97 * weeks) for weeks in range(50)]

LATE = "entered after the day on which it happened"
AHEAD = "committed before the day from which it is in force"
UNDATED = "no day says since when: as it is known today"

EXCEPTIONS = {
    **dict.fromkeys(
        (
            ("amendment", "there"), ("application", "there"), ("application", "adapted"), ("call", "there"),
            ("call", "figures"), ("consultation", "there"), ("contribution", "there"), ("decision", "entries"), ("event", "there"),
            ("event", "reviews"), ("examination", "there"), ("indicator", "values"), ("meeting", "items"),
            ("meeting", "minutes"), ("meeting", "present"), ("meeting", "state"), ("notice", "steps"),
            ("paper", "deliberations"), ("payment", "there"), ("payment", "steps"), ("recommendation", "progress"),
            ("resolution", "there"), ("scores", "there"), ("call", "state"), ("settings", "budget"),
        ),
        LATE,
    ),
    **dict.fromkeys(
        (
            ("edition", "summary"), ("edition", "title"), ("edition", "superseded"), ("notice", "not there"),
            ("recommendation", "not there"), ("recommendation", "text"), ("recommendation", "title"),
            ("theme", "not there"), ("theme", "goals"), ("theme", "title"), ("theme", "variants"),
            ("theme", "vision"), ("settings", "current_edition"), ("indicator", "context_for"),
        ),
        AHEAD,
    ),
    **dict.fromkeys(
        (
            ("body", "there"), ("body", "name"), ("body", "note"),
            ("body", "short_name"), ("call", "marks_visible"), ("call", "note"), ("edition", "counts"),
            ("edition", "gaps"), ("edition", "pages"), ("edition", "sources"), ("indicator", "there"),
            ("indicator", "targets"), ("recommendation", "provenance"), ("seat", "terms"), ("seat", "title"),
            ("settings", "base_rates"), ("settings", "committee"), ("settings", "own_share"),
            ("settings", "procedure"), ("settings", "reporting"), ("settings", "roles"), ("settings", "treasury"),
            ("settings", "waivers"), ("term", "exceptions"),
        ),
        UNDATED,
    ),
}  # fmt: skip
"""Where the state in force on a stage's day and the state committed by then may differ, and why."""


def tell(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Told]:
    """What git would tell: the stages with which amendments arrived, with an element before and after."""
    carriers = {id_: name for name, id_ in _arrivals()}
    found: dict[str, Told] = {}
    for path, ids in wanted.items():
        steps = []
        for before, after in itertools.pairwise(NAMES):
            carried = frozenset(id_ for id_ in ids if carriers[id_] == after)
            old, new = (_element(each, path) for each in (before, after))
            if carried and (old is None or new is None or old.source != new.source):
                steps.append(Step(amendments=carried, before=old, after=new))
        found[path] = steps
    return found


def _arrivals() -> Iterator[tuple[str, str]]:
    for before, after in itertools.pairwise(NAMES):
        known = {each.id for each in at(before).all(Amendment)}
        yield from ((after, each.id) for each in at(after).all(Amendment) if each.id not in known)


def _element(name: str, path: str):
    """The element in a stage, wherever it lay then."""
    id_ = city().entries[path].id
    return next(iter(at(name).entries_with(id_ or "")), None)


@functools.cache
def on(day: datetime.date) -> InForce:
    return in_force(city(), day, today=TODAY, tell=tell)


def differences(then: Snapshot, now: Snapshot) -> Iterator[tuple[str, str]]:
    for entry in then:
        others = now.entries_with(entry.id or "")
        if not others:
            yield entry.kind or "", "not there"
            continue
        for field in type(entry.record).__struct_fields__:
            if getattr(entry.record, field) != getattr(others[0].record, field):
                yield entry.kind or "", field
    for entry in now:
        if not then.entries_with(entry.id or ""):
            yield entry.kind or "", "there"


def test_what_was_in_force_is_what_was_committed_but_for_named_exceptions() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for name, stage in zip(NAMES, revisions(), strict=True):
        seen.update(differences(at(name), on(stage.date).snapshot))
    assert set(seen) - set(EXCEPTIONS) == set()
    assert set(EXCEPTIONS) - set(seen) == set()


def test_git_tells_every_wording() -> None:
    assert [each for stage in revisions() for each in on(stage.date).untold] == []


@pytest.mark.parametrize("far", [datetime.date(2027, 1, 1), datetime.date(2999, 12, 31)])
def test_after_everything_that_is_recorded_the_state_is_the_present_one(far: datetime.date) -> None:
    assert list(differences(city(), on(far).snapshot)) == []
    assert on(far).left_out == 0


def test_today_differs_only_by_what_takes_effect_later() -> None:
    assert set(differences(city(), on(TODAY).snapshot)) == {("recommendation", "text")}


@pytest.mark.parametrize(("earlier", "later"), [(b, a) for a, b in itertools.pairwise(DAYS)])
def test_records_only_appear_and_logs_only_grow(earlier: datetime.date, later: datetime.date) -> None:
    first, second = on(earlier).snapshot, on(later).snapshot
    assert set(first.entries) <= set(second.entries)
    for entry in first:
        if entry.record is not None:
            grown = second.entries[entry.path].record
            for log in entry.record.log_fields:
                short, long = getattr(entry.record, log), getattr(grown, log)
                assert len(short) <= len(long), (entry.path, log)


@pytest.mark.parametrize("day", DAYS[::7])
def test_the_plain_value_says_what_the_record_says(day: datetime.date) -> None:
    for entry in on(day).snapshot:
        if entry.record is not None:
            assert convert(entry.declared, entry.path, KINDS).record == entry.record, entry.path


@pytest.mark.parametrize("day", DAYS[::7])
def test_no_reference_leads_nowhere_that_leads_somewhere_today(day: datetime.date) -> None:
    known = on(day).snapshot
    loose = [
        (each.entry.path, each.field)
        for each in known.references()
        if known.kind_of(each.target) is None and city().kind_of(each.target) is not None
    ]
    assert [each for each in loose if not _item_of_a_required_list(*each)] == []


def _item_of_a_required_list(path: str, field: tuple) -> bool:
    """An exception of a term names the record that it is for, and cannot do without."""
    return path.startswith("concept/terms/") and field[0] == "exceptions"


NATURAL = {"KIC110", "KIC151", "KIC206", "KIC808", "KIC938"}
"""A waiver, of which no day says since when; a day of publication still to come; numbers of an edition before the theme
that came later, which no day tells; and a notice of which the hearing was sent before the one that it changes was
issued."""


@pytest.mark.parametrize("day", DAYS[::4])
def test_the_rules_find_no_error_in_what_was_in_force(day: datetime.date) -> None:
    assert [
        each for each in errors(run(RULES, on(day).snapshot, day)) if each.split()[1] not in NATURAL
    ] == []


@pytest.mark.parametrize("day", DAYS[::3])
def test_money_is_the_same_as_counted_up_to_the_day(day: datetime.date) -> None:
    """Two ways to the same sums: the entries up to a day, and the records of that day."""
    state = on(day).snapshot
    for year, account in year_accounts(state, day).items():
        counted = year_accounts(city(), day)[year]
        for figure in ("paid", "returned", "awarded", "booked", "booked_back", "still_to_pay"):
            assert getattr(account, figure).cents == getattr(counted, figure).cents, (year, figure)
    assert whole(state, None, day).total.awarded == whole(city(), None, day).total.awarded
    assert whole(state, None, day).total.paid == whole(city(), None, day).total.paid


def test_lines_of_sources_are_those_of_the_file() -> None:
    """A log that is cut in the middle still names the lines of the file as it is."""
    found = trace(on(datetime.date(2025, 9, 30)).snapshot, "2025-1-003", datetime.date(2025, 9, 30))
    assert found is not None
    lines = city().entries["applications/2025-1/2025-1-003.yaml"].source.decode().splitlines()
    requested = next(each for each in found.figures if each.figure == "requested")
    assert {lines[each.line - 1].split(":")[0].strip() for each in requested.because} == {"requested"}


def test_every_kind_of_record_has_a_first_day() -> None:
    from kic.domain.chapters import RECORDS
    from kic.domain.in_force.begins import BEGINS

    assert all(each in BEGINS or each.log_fields for each in RECORDS)
    assert set(BEGINS) <= set(RECORDS)
