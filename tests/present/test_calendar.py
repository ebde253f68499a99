"""The calendar file: what real clients need of RFC 5545, the same bytes each time, and no trace of now or of persons."""

import datetime
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kic.core.text import text
from kic.domain.agenda import Due, DueKind, DueState, Owes
from kic.errors import Unavailable
from kic.present.calendar import calendar
from kic.present.language import speak

CITY = "Stadt Musterstadt"


def due(date: str = "2027-01-04", state: DueState = DueState.AHEAD, **more: object) -> Due:
    said: dict[str, object] = {
        "kind": DueKind.REMEDY,
        "record": "2026-1-001-n1",
        "key": "appeal-end",
        "what": text("last day for an objection"),
        "owes": Owes.APPLICANT,
        "source": "§ 70 Abs. 1 VwGO",
    }
    return Due(date=datetime.date.fromisoformat(date), state=state, **(said | more))


def written(*dues: Due, lang: str = "de") -> bytes:
    return calendar(dues, CITY, speak(lang))


def events(source: bytes) -> list[object]:
    return list(Calendar.from_ical(source).walk("VEVENT"))


AS_WRITTEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kic//agenda//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Stadt Musterstadt: agenda
BEGIN:VEVENT
SUMMARY:2026-1-001-n1: last day for an objection
DTSTART;VALUE=DATE:20270104
DTEND;VALUE=DATE:20270105
DTSTAMP:20270104T000000Z
UID:2026-1-001-n1.appeal-end@7be206a38e5d.kic.invalid
CATEGORIES:remedy
CLASS:PRIVATE
DESCRIPTION:Who: applicant\\nRests on: § 70 Abs. 1 VwGO
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:2026-1-001-n1: last day for an objection
TRIGGER:-P6DT15H
END:VALARM
END:VEVENT
END:VCALENDAR
"""
"""The alarm rings at nine o'clock a week before: six days and fifteen hours before the day begins."""


def test_an_event_as_it_is_written() -> None:
    assert written(due(), lang="en").decode() == AS_WRITTEN.replace("\n", "\r\n")


def test_it_is_read_back() -> None:
    (event,) = events(written(due()))
    assert event.decoded("dtstart") == datetime.date(2027, 1, 4)
    assert event.decoded("dtend") == datetime.date(2027, 1, 5)  # the day after: an all-day event
    assert str(event["summary"]) == "2026-1-001-n1: letzter Tag für einen Widerspruch"
    assert str(event["description"]) == "Wer: Antragstellende\nBeruht auf: § 70 Abs. 1 VwGO"


def test_what_is_overdue_says_so_and_does_not_ring() -> None:
    (event,) = events(written(due(state=DueState.OVERDUE)))
    assert str(event["summary"]).endswith("(überfällig)")
    assert not list(event.walk("VALARM"))


def test_what_waits_without_a_day_is_not_in_it() -> None:
    assert events(written(due(state=DueState.OPEN))) == []


def test_an_event_that_moves_keeps_its_identity() -> None:
    (before,), (after,) = events(written(due("2027-01-04"))), events(written(due("2027-02-01")))
    assert before["uid"] == after["uid"]
    other = calendar([due()], "Stadt Anderswo", speak("de"))
    assert events(other)[0]["uid"] != before["uid"]  # two cities in one calendar


def test_identities_are_used_once() -> None:
    same = written(due(), due(), due(key="APPEAL end"))
    uids = [str(event["uid"]) for event in events(same)]
    assert len(set(uids)) == 3


def test_an_unconfirmed_source_says_so() -> None:
    (event,) = events(written(due(confirmed=False)))
    assert "(nicht bestätigt)" in str(event["description"])


@given(
    st.lists(
        st.tuples(st.dates(), st.text(max_size=300), st.text(max_size=60), st.sampled_from(DueState)),
        max_size=6,
    )
)
def test_any_words_make_a_file_that_clients_read(
    rows: list[tuple[datetime.date, str, str, DueState]],
) -> None:
    dues = [
        due(
            date.isoformat(), state, what=text("meeting: {title}", title=title), key=key, source=title or None
        )
        for date, title, key, state in rows
    ]
    source = written(*dues)
    assert source == written(*dues)
    lines = source.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in source.replace(b"\r\n", b"")
    assert b"\r" not in source.replace(b"\r\n", b"")
    found = events(source)
    assert len(found) == sum(each.state is not DueState.OPEN for each in dues)
    for event in found:
        assert event.errors == []
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            assert name in event
    assert len({str(event["uid"]) for event in found}) == len(found)


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(Unavailable) as raised:
        written(due())
    assert raised.value.exit_code == 3
    assert "kic[calendar]" in raised.value.help
