"""What changed, for feed readers: one entry for each adopted change, report on progress, call and publication.

An entry's key never changes, so that no reader shows one twice: it is the id of the record, and for a report the
position in its log, which only gains entries. Everything comes from public tables; entries name no person.
"""

import datetime
from collections.abc import Iterator

import msgspec

from kic.core.text import Text, text
from kic.core.values import PartialDate
from kic.documents.site import addresses, publications
from kic.documents.site.page import Site
from kic.documents.site.parts import named

NEWEST = 500
"""So many entries at most, the newest ones: a feed is read again and again."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: its key, its day, what happened, more about it, and the page where it stands."""

    key: str
    day: datetime.date
    title: Text | str
    summary: Text | str | None
    address: str


def news(site: Site) -> tuple[News, ...]:
    """The entries up to the day of the site, the newest first."""
    found = (*_editions(site), *_amendments(site), *_progress(site), *_calls(site), *_publications(site))
    past = [each for each in found if each.day <= site.today]
    return tuple(sorted(past, key=lambda each: (each.day, each.key), reverse=True)[:NEWEST])


def _day(*days: PartialDate | None) -> datetime.date | None:
    """The first of these days that is known, its first day where only the month or the year is."""
    return next((each.earliest for each in days if each is not None), None)


def _editions(site: Site) -> Iterator[News]:
    for row in site.rows("editions"):
        if (day := _day(row["published"], row["adopted"])) is not None:
            current = site.edition is not None and row["id"] == site.edition["id"]
            yield News(
                key=f"edition/{row['id']}",
                day=day,
                title=text("New edition: {title}", title=row["title"]),
                summary=row["summary"],
                address=addresses.CONCEPT if current else addresses.edition(row["id"]),
            )


def _amendments(site: Site) -> Iterator[News]:
    for row in site.rows("amendments"):
        day = _day(row["published"], row["date"])
        assert day is not None
        yield News(
            key=f"amendment/{row['id']}",
            day=day,
            title=text("The concept was amended: {title}", title=row["title"]),
            summary=row["reason"],
            address=addresses.revision(row["id"]),
        )


def _progress(site: Site) -> Iterator[News]:
    for row in site.rows("progress"):
        about = site.row("recommendations", row["recommendation"])
        if about is None:
            continue
        yield News(
            key=f"progress/{row['recommendation']}/{row['entry']}",
            day=row["date"],
            title=text("{recommendation}: {status}", recommendation=named(about), status=row["status"]),
            summary=row["note"],
            address=addresses.recommendation(row["recommendation"]),
        )


def _calls(site: Site) -> Iterator[News]:
    for row in site.rows("calls"):
        if row["opens"] is not None:
            yield News(
                key=f"call/{row['id']}",
                day=row["opens"],
                title=text("{call} is open", call=row["title"]),
                summary=text("Applications until {closes}.", closes=row["closes"])
                if row["closes"] is not None
                else None,
                address=addresses.call(row["id"]),
            )


def _publications(site: Site) -> Iterator[News]:
    for row in site.rows("publications"):
        corrected = site.title("publications", row["corrects"])
        yield News(
            key=f"publication/{row['id']}",
            day=row["published"],
            title=text("Published: {title}", title=row["title"]),
            summary=None
            if corrected is None
            else text("Corrects {title}: {reason}", title=corrected, reason=row["reason"] or ""),
            address=publications.ADDRESS,
        )
