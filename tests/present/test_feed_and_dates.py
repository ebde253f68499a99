"""Feed and calendar hold any words: other programs read what was meant."""

import datetime
import xml.etree.ElementTree as ET

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.documents.site.dates import Appointment, appointments
from kic.documents.site.feed import News
from kic.documents.site.page import Row, Site
from kic.domain.meetings import MeetingState
from kic.present.calendar import one_line
from kic.present.language import speak
from kic.present.site.feed import atom, calendar
from tests.demo.reading import city

FEW, MANY = 60, 5_000
DAY = datetime.date(2026, 3, 2)
GERMAN = speak("de")
TITLE = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title"


def held(title: str, place: str, address: str | None) -> None:
    happened = [News(key=title, day=DAY, title=title, summary=place, address="seite.html")]
    feed = atom(happened, place, title, GERMAN, folder="", address=address, name="f.xml", today=DAY)
    assert (ET.fromstring(feed).findtext(TITLE) or "").split() == one_line(title).split()
    date = Appointment(key="k", starts=DAY, what=title, place=place, address="seite.html")
    made = calendar([date], place, GERMAN, folder="", address=address)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    [event] = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(event["summary"]).strip() == one_line(title).strip()
    assert event["dtend"].dt == DAY + datetime.timedelta(days=1)


ANY = given(st.text(max_size=120), st.text(max_size=120), st.sampled_from([None, "https://x.example/a"]))


@settings(max_examples=FEW, deadline=None)
@ANY
def test_any_words_come_through(title: str, place: str, address: str | None) -> None:
    held(title, place, address)


@pytest.mark.soak
@settings(max_examples=MANY, deadline=None)
@ANY
def test_very_many_words_come_through(title: str, place: str, address: str | None) -> None:
    held(title, place, address)


def test_the_last_day_there_is_ends_no_calendar() -> None:
    last = Appointment(key="k", starts=datetime.date.max, what="Ende", address="seite.html")
    made = calendar([last], "Stadt", GERMAN, folder="", address=None)
    assert b"DTEND" not in made


def test_an_event_of_several_days_ends_the_day_after_and_a_cancelled_one_says_so() -> None:
    several = Appointment(
        key="k",
        starts=DAY,
        until=DAY + datetime.timedelta(days=2),
        what="Woche",
        address="s.html",
        cancelled=True,
    )
    made = calendar([several], "Stadt", GERMAN, folder="en/", address="https://stadt.example/ik")
    [event] = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert event["dtend"].dt == DAY + datetime.timedelta(days=3)
    assert (str(event["status"]), str(event["url"])) == ("CANCELLED", "https://stadt.example/ik/en/s.html")


class Cancelled(Site):
    """The demo city with every meeting cancelled."""

    def rows(self, name: str) -> tuple[Row, ...]:
        found = super().rows(name)
        if name != "meetings":
            return found
        return tuple({**each, "state": MeetingState.CANCELLED} for each in found)


def test_a_cancelled_meeting_is_a_cancelled_date() -> None:
    def by_key(site: Site) -> dict[str, bool]:
        return {each.key: each.cancelled for each in appointments(site)}

    day = datetime.date(2026, 11, 22)
    assert set(by_key(Site(city(), day)).values()) == {False}
    assert {key for key, gone in by_key(Cancelled(city(), day)).items() if gone} == {
        key for key in by_key(Site(city(), day)) if key.startswith("meeting-")
    }
