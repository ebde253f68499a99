"""The demo city's history: revisions worked out from the present, each readable and none at odds with time."""

import datetime
import functools
import itertools

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kic.core.record import Record
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.demo.build import Stage, Untold, stages, told
from kic.demo.lines import Layout, block_of, items_of, with_scalar, without
from kic.domain.accounts.calls import call_accounts
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.notices import Notice, NoticeEvent, NoticeKind
from kic.domain.payments import Payment, PaymentKind
from kic.domain.reporting import Report
from kic.domain.rules import RULES
from tests.demo.reading import FILES, errors, snapshot

HISTORY = told()
NAMES = [moment.id for moment in HISTORY.stages]


def tree(revisions: list[Stage]) -> dict[str, bytes]:
    """The files after these revisions."""
    files: dict[str, bytes] = {}
    for revision in revisions:
        for path, content in revision.changes.items():
            if content is None:
                del files[path]
            else:
                files[path] = content
    return dict(sorted(files.items()))


@functools.cache
def revisions() -> list[Stage]:
    return stages(FILES)


@functools.cache
def files_at(name: str) -> dict[str, bytes]:
    return tree(revisions()[: NAMES.index(name) + 1])


@functools.cache
def at(name: str) -> Snapshot:
    return snapshot(files_at(name))


# -- the whole ---------------------------------------------------------------------------------------------


def test_the_last_revision_is_the_present_byte_for_byte() -> None:
    assert tree(revisions()) == dict(sorted(FILES.items()))


def test_revisions_follow_each_other_from_2013_to_2026() -> None:
    dates = [revision.date for revision in revisions()]
    assert dates == sorted(set(dates))
    assert (dates[0].year, dates[-1].year) == (2013, 2026)
    assert len(dates) == len(NAMES) >= 56
    assert all(revision.changes for revision in revisions())


def test_subject_lines_fit_and_are_told_apart() -> None:
    subjects = [revision.subject for revision in revisions()]
    assert len(subjects) == len(set(subjects))
    assert max(map(len, subjects)) <= 80
    assert {revision.author for revision in revisions()} == {
        "Stabsstelle Integration",
        "Geschäftsstelle des Begleitausschusses",
        "Büro des Stadtrats",
        "Amt für Personal und Organisation",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_revision_reads_and_breaks_no_rule(name: str) -> None:
    state = at(name)
    assert [str(fault.message) for fault in state.diagnostics] == []
    assert {each.target for each in state.references() if state.kind_of(each.target) is None} == set()
    assert errors(run(RULES, state, HISTORY.stages[NAMES.index(name)].date)) == []


@pytest.mark.parametrize(("before", "after"), list(itertools.pairwise(NAMES)))
def test_every_revision_may_follow_the_one_before(before: str, after: str) -> None:
    """Rules about changes too: terms stay frozen, decisions and approved minutes as they were."""
    state = snapshot(files_at(after), committed=at(before))
    assert errors(run(RULES, state, HISTORY.stages[NAMES.index(after)].date)) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_before_its_day(name: str) -> None:
    day = HISTORY.stages[NAMES.index(name)].date
    for each in at(name).all(Recommendation):
        assert all(entry.date <= day for entry in each.progress), each.id


@pytest.mark.parametrize(("before", "after"), list(itertools.pairwise(NAMES)))
def test_logs_only_gain_entries(before: str, after: str) -> None:
    now = {entry.id: entry.record for entry in at(after)}
    for entry in at(before):
        record = entry.record
        assert isinstance(record, Record)
        assert entry.id in now, "a record never goes"
        for field in record.log_fields:
            told_then, told_now = getattr(record, field), getattr(now[entry.id], field)
            assert told_now[: len(told_then)] == told_then, entry.path


# -- single turns ------------------------------------------------------------------------------------------


def test_the_first_concept_lies_where_the_current_one_lies_until_it_is_put_away() -> None:
    before, after = files_at("beirat"), files_at("ablage")
    moved = [path for path in after if path.startswith("concept/editions/k2013/")]
    assert len(moved) == 51
    for path in moved:
        assert after[path] == before[path.replace("concept/editions/k2013/", "concept/")]
    assert "concept/concept.yaml" not in after


def test_the_draft_becomes_the_adopted_text_with_the_changes_of_the_council() -> None:
    draft = at("ablage").get(Edition, "k2022")
    adopted = at("verabschiedung").get(Edition, "k2022")
    assert draft is not None
    assert adopted is not None
    assert (draft.adopted, draft.resolution) == (None, None)
    assert (str(adopted.adopted), adopted.resolution) == ("2022-03-21", "b-2022-03")
    before, after = (at(name).get(Recommendation, "he-24") for name in ("ablage", "verabschiedung"))
    assert before is not None
    assert after is not None
    assert before.title == "Vermittlung von Wohnraum an Zugewanderte"
    assert after.title == "Wohnraumlotsinnen und Wohnraumlotsen"


@pytest.mark.parametrize(
    ("name", "word"), [("ablage", "Migrationshintergrund"), ("verabschiedung", "Migrationsgeschichte")]
)
def test_the_word_changes_with_the_resolution(name: str, word: str) -> None:
    folder = "concept/editions/k2022/" if name == "ablage" else "concept/"
    he_07 = files_at(name)[f"{folder}recommendations/he-07.yaml"].decode()
    assert {each for each in ("Migrationshintergrund", "Migrationsgeschichte") if each in he_07} == {word}


def test_the_sixth_theme_brings_four_recommendations() -> None:
    count = [
        sum(each.edition == "k2022" for each in at(name).all(Recommendation))
        for name in ("nachwahl-2023", "gesundheit")
    ]
    assert count == [28, 32]
    assert "concept/themes/t6.yaml" not in files_at("nachwahl-2023")


def test_a_call_opens_closes_and_is_decided() -> None:
    def said(name: str) -> tuple[str, str, bool]:
        call = yaml.load(files_at(name)["applications/2024-1/call.yaml"], yaml.CBaseLoader)
        return call["state"], call["money"]["reservation"], "figures" in call

    assert said("aufruf-2024") == ("open", "open", False)
    assert said("vereine") == ("open", "fulfilled", False)
    assert said("antraege-2024") == ("closed", "fulfilled", False)
    assert said("entscheidung-2024") == ("decided", "fulfilled", True)
    assert said("aufruf-2025") == ("decided", "fulfilled", True)
    assert said("runde-2025") == ("settled", "fulfilled", True)


def test_notices_go_before_money_and_money_before_accounts() -> None:
    """What there is of 2024 after each stage: notices that were issued, payouts that were booked, reports, final sums."""

    def said(name: str) -> tuple[int, int, int, int]:
        state = at(name)
        mine = [each for each in state.all(Notice) if each.call == "2024-1" and each.has(NoticeEvent.ISSUED)]
        paid = [each for each in state.all(Payment) if each.call == "2024-1" and each.booked]
        return (
            sum(each.notice is not NoticeKind.SETTLEMENT for each in mine),
            sum(each.payment is PaymentKind.PAYOUT for each in paid),
            sum(each.application.startswith("2024-1") for each in state.all(Report)),
            sum(each.notice is NoticeKind.SETTLEMENT for each in mine),
        )

    assert said("entscheidung-2024") == (0, 0, 0, 0)
    assert said("bescheide-2024") == (13, 1, 0, 0)
    assert said("raten-2024") == (13, 8, 0, 0)
    assert said("berichte-2024") == (13, 13, 7, 0)
    assert said("nachweise-2024") == (13, 15, 19, 0)  # Radio comes in March
    assert said("schluss-2024") == (13, 15, 21, 7)


@pytest.mark.parametrize("name", NAMES)
def test_every_revision_adds_up_to_the_cent(name: str) -> None:
    for account in call_accounts(at(name)).values():
        if account.recorded:
            parts = (account.reserve, account.fixed, account.awarded, account.unallocated)
            assert account.budget.cents == sum(each.cents for each in parts), account.call
            assert account.awarded.cents >= account.paid.cents - account.returned.cents, account.call


def test_a_seat_names_the_group_of_its_time() -> None:
    def group(name: str) -> str:
        seat = yaml.load(files_at(name)["concept/committee/s06.yaml"], yaml.CBaseLoader)
        return str(seat["group"])

    assert (group("vereine"), group("ausschuss-2024")) == ("f19-neue-wege", "f24-junge-stadt")


# -- the machine -------------------------------------------------------------------------------------------


def test_a_record_that_no_rule_dates_comes_with_the_last_revision() -> None:
    new = "kind: note\nid: n-1\n"
    told_with = stages({**FILES, "concept/notes/n-1.yaml": new.encode()})
    assert [n for n, revision in enumerate(told_with) if "concept/notes/n-1.yaml" in revision.changes] == [
        len(NAMES) - 1
    ]


def test_words_that_stand_nowhere_are_a_bug_of_the_history() -> None:
    lost = {
        **FILES,
        "concept/themes/t4.yaml": FILES["concept/themes/t4.yaml"].replace(
            "selbstverständliche".encode(), b"gute"
        ),
    }
    with pytest.raises(Untold, match="selbstverständliche Partner"):
        stages(lost)


def test_a_log_in_one_line_cannot_be_cut() -> None:
    path = "concept/recommendations/he-32.yaml"
    flow = FILES[path].decode().split("progress:")[0] + "progress: [{date: 2023-06-06, status: planned}]\n"
    with pytest.raises(Untold, match="one under the other"):
        stages({**FILES, path: flow.encode()})


def test_a_revision_that_changes_nothing_is_left_out() -> None:
    idle = msgspec.structs.replace(HISTORY.stages[1], id="idle")
    history = msgspec.structs.replace(HISTORY, stages=[*HISTORY.stages[:2], idle, *HISTORY.stages[2:]])
    assert len(stages(FILES, history)) == len(NAMES)


SAMPLE = """\
kind: sample
log:
  # the first
  - date: 2020-01-01
    note: >-
      - not an entry
      but text

  # the second
  - date: 2021-01-01
    list:
      - one
      - two
nested:
  inner:
    deep: old
after: x
"""


def test_an_entry_goes_with_its_comment() -> None:
    layout = Layout(SAMPLE)
    first, second = items_of(layout, "log")
    assert "the second" not in str(without(layout, [second]))
    assert yaml.safe_load(str(without(layout, [first])))["log"] == [
        {"date": datetime.date(2021, 1, 1), "list": ["one", "two"]}
    ]


def test_a_nested_field_is_found_and_changed() -> None:
    layout = Layout(SAMPLE)
    assert block_of(layout, "nested.inner.deep") == (15, 16)
    assert block_of(layout, "nested.deep") is None
    assert yaml.safe_load(str(with_scalar(layout, "nested.inner.deep", "new")))["nested"] == {
        "inner": {"deep": "new"}
    }
    assert "nested" not in yaml.safe_load(str(without(layout, [(13, 16)])))


# A quoted text that is folded before a "#" would look like a comment; the city's texts are not quoted and folded.
words = st.text("ab -#:", min_size=1, max_size=12).map(lambda word: f"x{word}x".replace(" #", "#"))
entries = st.lists(
    st.dictionaries(
        st.sampled_from(["note", "text", "list"]), st.one_of(words, st.lists(words, min_size=1)), min_size=1
    ),
    min_size=1,
    max_size=5,
)


@given(entries=entries, gone=st.sets(st.integers(0, 4)), indent=st.sampled_from([0, 2]))
def test_cutting_entries_by_lines_is_cutting_entries_of_the_value(
    entries: list, gone: set, indent: int
) -> None:
    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless and indent == 0)

    source = yaml.dump({"before": 1, "log": entries, "z": 2}, Dumper=Dumper, sort_keys=False, width=20)
    layout = Layout(source)
    spans = items_of(layout, "log")
    assert len(spans) == len(entries)
    kept = [entry for at, entry in enumerate(entries) if at not in gone]
    short = without(layout, [span for at, span in enumerate(spans) if at in gone])
    assert yaml.safe_load(str(short))["log"] == (kept or None)
