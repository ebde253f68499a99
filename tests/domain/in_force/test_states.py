"""What a record says on a day: text in, the state of the day out."""

import datetime

import pytest

from kic.domain.in_force import in_force
from tests.domain.good import good

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def on(repository):
    """The plain value of a file on a day (None: it is not there yet), of the good repository with files changed."""

    def found(day: str, path: str, text: str | None = None, **more: str):
        files = good() | ({path: text} if text is not None else {}) | more
        state = in_force(repository(files), datetime.date.fromisoformat(day), today=TODAY).snapshot
        entry = state.entries.get(path)
        return None if entry is None else entry.declared

    return found


HE_01 = "concept/recommendations/he-01.yaml"


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        ("2024-02-29", []),
        ("2024-03-01", ["2024-03-01"]),
        ("2026-02-28", ["2024-03-01"]),
        ("2026-03-01", ["2024-03-01", "2026-03-01"]),
        ("2999-01-01", ["2024-03-01", "2026-03-01"]),
    ],
)
def test_a_log_ends_with_the_day(on, day: str, dates: list[str]) -> None:
    assert [each["date"] for each in on(day, HE_01)["progress"]] == dates


def test_an_entry_of_a_day_to_come_is_left_out_today(on, repository) -> None:
    later = good()[HE_01] + "  - date: 2027-01-01\n    status: implemented\n    evidence: [Bericht]\n"
    assert len(on("2026-11-22", HE_01, later)["progress"]) == 2
    assert len(on("2027-01-01", HE_01, later)["progress"]) == 3


def test_a_record_is_not_there_before_it_began(on) -> None:
    assert on("2021-10-31", HE_01) is None
    assert on("2021-11-01", HE_01) is not None


def test_a_body_has_no_day_and_was_always_there(on) -> None:
    assert on("1990-01-01", "concept/bodies/v-bruecke.yaml") is not None


def test_an_edition_was_a_draft_before_it_was_adopted(on) -> None:
    drafted = on("2022-01-01", "concept/concept.yaml")
    assert {"adopted", "published", "effective", "resolution"} & set(drafted) == set()
    assert on("2022-02-14", "concept/concept.yaml")["effective"] == "2022-03-01"
    assert "published" not in on("2022-05-31", "concept/concept.yaml")
    assert on("2022-06-01", "concept/concept.yaml")["published"] == "2022-06"


def test_the_settings_name_the_edition_of_that_day(on) -> None:
    assert on("2022-02-28", "kic.yaml")["current_edition"] == "k2013"
    assert on("2022-03-01", "kic.yaml")["current_edition"] == "k2022"


CALL = """\
kind: call
id: 2024-1
title: Förderaufruf 2024
year: 2024
number: 1
state: settled
announcement:
  date: 2024-01-15
opens: 2024-02-01
closes: 2024-03-31T12:00
decided: 2024-05-16
money:
  amount: 50000.00
  reservation: fulfilled
  reservation_fulfilled: 2024-03-06
figures:
  applications: 13
  requested: 126000.00
  funded: 7
  committed: 49000.00
"""
CALL_FILE = "applications/2024-1/call.yaml"


@pytest.mark.parametrize(
    ("day", "state", "figures"),
    [
        ("2024-01-31", "draft", None),
        ("2024-02-01", "open", None),
        ("2024-03-31", "open", {"applications": "13", "requested": "126000.00"}),
        ("2024-04-01", "closed", {"applications": "13", "requested": "126000.00"}),
        ("2024-05-16", "settled", {"applications": "13", "requested": "126000.00", "funded": "7", "committed": "49000.00"}),
    ],
)  # fmt: skip
def test_a_call_was_as_far_as_its_days_say(on, day: str, state: str, figures: dict[str, str] | None) -> None:
    """Nothing was booked on it, so nothing tells when it was settled after the decision."""
    found = on(day, CALL_FILE, CALL)
    assert (found["state"], found.get("figures")) == (state, figures)


def test_money_waited_for_the_budget_until_the_day_on_which_it_did_not(on) -> None:
    assert on("2024-01-14", CALL_FILE, CALL) is None
    assert on("2024-03-05", CALL_FILE, CALL)["money"] == {"amount": "50000.00", "reservation": "open"}
    assert on("2024-03-06", CALL_FILE, CALL)["money"]["reservation"] == "fulfilled"


MEETING = """\
kind: meeting
id: 2024-05-16
title: Sitzung
starts: 2024-05-16T17:00
state: held
invitation:
  sent: 2024-05-02
present:
  - seat: s1
items:
  - id: top-1
    number: 1
    title: Bericht
    proposal: Der Bericht wird zur Kenntnis genommen.
    vote: {form: open, in_favour: 5, against: 0, abstentions: 0}
    result: carried
minutes:
  written: 2024-05-20
  approved: 2024-11-19
"""
MEETING_FILE = "concept/meetings/2024-05-16.yaml"


def test_before_its_day_a_meeting_was_invited_to_and_nothing_had_happened(on) -> None:
    assert on("2024-05-01", MEETING_FILE, MEETING) is None
    invited = on("2024-05-15", MEETING_FILE, MEETING)
    assert invited["state"] == "invited"
    assert "present" not in invited
    assert invited["items"] == [
        {
            "id": "top-1",
            "number": "1",
            "title": "Bericht",
            "proposal": "Der Bericht wird zur Kenntnis genommen.",
        }
    ]
    held = on("2024-05-16", MEETING_FILE, MEETING)
    assert held["items"][0]["result"] == "carried"
    assert "minutes" not in held
    assert on("2024-05-20", MEETING_FILE, MEETING)["minutes"] == {"written": "2024-05-20"}


def test_a_plan_without_a_day_is_known_from_today_on(on) -> None:
    planned = "kind: meeting\nid: m\ntitle: Sitzung\nstarts: 2027-02-01T17:00\nstate: planned\n"
    assert on("2026-11-21", "concept/meetings/m.yaml", planned) is None
    assert on("2026-11-22", "concept/meetings/m.yaml", planned) is not None


def test_a_seat_is_of_the_group_and_the_terms_of_that_day(on) -> None:
    seat = """\
kind: seat
id: s9
title: Sitz einer Fraktion
group: g-neu
terms:
  - start: 2019-07-01
    end: 2024-06-30
    group: g-alt
  - start: 2024-07-01
"""
    then = on("2020-01-01", "concept/committee/s9.yaml", seat)
    assert (then["group"], len(then["terms"])) == ("g-alt", 1)
    now = on("2024-07-01", "concept/committee/s9.yaml", seat)
    assert (now["group"], len(now["terms"])) == ("g-neu", 2)


def test_a_reference_to_what_is_not_there_yet_is_taken_out_where_it_can_be(on) -> None:
    figure = "kind: indicator\nid: i-9\ntitle: Anteil\nunit: Prozent\ndefinition: Anteil an allen.\ncontext_for: [t1, t2]\n"
    assert on("2021-10-31", "concept/indicators/i-9.yaml", figure)["context_for"] == []
    assert on("2021-11-01", "concept/indicators/i-9.yaml", figure)["context_for"] == ["t1", "t2"]


def test_what_cannot_be_read_stays_as_it_is(on, repository) -> None:
    files = good() | {HE_01: "kind: recommendation\nid: he-01\nedition: [\n"}
    state = in_force(repository(files), datetime.date(1990, 1, 1), today=TODAY).snapshot
    assert HE_01 in state.entries
