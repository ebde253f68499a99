"""The head of a letter: recipient, reference, date, and who signs."""

from typing import Any

from kic.core.text import Text, text
from kic.documents.letters import Writing
from kic.domain.applications import Application
from kic.domain.concept.structure import Body
from kic.domain.privacy.overlay import Private
from kic.domain.settings import Duty, Settings
from kic.errors import Refused


def head(
    writing: Writing,
    application: Application,
    *,
    title: Text,
    file: str | None = None,
    signed: str | None = None,
    enclosures: tuple[Text, ...] = (),
) -> dict[str, Any]:
    """What every letter's context has: page data for the form, and the head.

    `recipient` are the lines of the address field; `unknown` says that the overlay does not have them: the letter
    then shows the pseudonym in brackets, and is not fit to be sent. `signed` is the id of the role that signs. Raises
    Refused where `kic.yaml` cannot be read: a letter without it looks complete and is not.
    """
    settings = writing.repository.only(Settings)
    if settings is None:
        raise Refused(
            "kic.yaml cannot be read, so the letter would not say who writes and where an objection is lodged.",
            help="kic check says what is wrong with it.",
        )
    municipality, letterhead = settings.municipality, settings.letterhead
    entry, lines, unknown = _recipient(writing, application)
    return {
        "page": {
            "title": title,
            "owner": municipality.name,
            "office": municipality.office or "",
            "invented": application.invented,
        },
        "invented": application.invented,
        "letter": {
            "sender": letterhead.sender if letterhead else municipality.name,
            "address": list(letterhead.address) if letterhead else [],
            "place": letterhead.place if letterhead else "",
            "email": letterhead.email if letterhead else None,
            "telephone": letterhead.telephone if letterhead else None,
            "footer": list(letterhead.footer) if letterhead else [],
            "logo": letterhead.logo if letterhead else None,
            "color": letterhead.color if letterhead else None,
            "tribunal": list(letterhead.tribunal) if letterhead else [],
            "office": municipality.office,
            "city": municipality.name,
            "recipient": lines,
            "salutation": greeting(entry) if entry is not None else None,
            "to": entry.email if entry is not None else None,
            "unknown": unknown,
            "file": file,
            "application": application.id,
            "date": writing.dated,
            "signed": _role(settings, signed),
            "enclosures": list(enclosures),
        },
        "application": {
            "id": application.id,
            "title": application.title,
            "received": application.received.local.date(),
            "requested": application.requested,
            "period": {"start": application.period.start, "end": application.period.end},
        },
    }


def _recipient(writing: Writing, application: Application) -> tuple[Private | None, list[str | Text], bool]:
    """The entry of the overlay, the lines of the address, and whether something is not known."""
    applicant = application.applicant
    if applicant.person is not None:
        entry = writing.directory.get(applicant.person)
        if entry is None:
            return None, [text("[Name and address of {person}]", person=applicant.person)], True
        lines, unknown = _address(entry, applicant.person)
        return entry, [_called(entry), *lines], unknown
    body = writing.repository.get(Body, applicant.body) if applicant.body else None
    name = body.name if body is not None else (applicant.body or application.id)
    entry = writing.directory.get(applicant.body or "")
    if entry is None:
        return None, [name, text("[Address of {body}]", body=applicant.body or application.id)], True
    lines, unknown = _address(entry, applicant.body or "")
    return entry, [name, _called(entry), *lines], unknown


_TITLES = {"frau": text("Dear Ms {name},"), "herr": text("Dear Mr {name},")}
"""How somebody is greeted whose entry says `Frau` or `Herr`; every other salutation stands as it was written."""


def greeting(entry: Private) -> Text | str | None:
    """How somebody is greeted; None where the entry does not say it."""
    if entry.salutation is None:
        return None
    known = _TITLES.get(entry.salutation.strip().lower())
    if known is not None:
        return Text(known.id, {"name": entry.name.split()[-1]})
    said = entry.salutation.strip()
    return said if said.endswith(",") else f"{said},"


def _called(entry: Private) -> str:
    """The name as it stands in an address: `Frau Erika Muster`."""
    said = (entry.salutation or "").strip()
    return f"{said} {entry.name}" if said.lower() in _TITLES else entry.name


def _address(entry: Private, id: str) -> tuple[list[str | Text], bool]:  # noqa: A002
    address = entry.address
    if address is None or address.street is None or address.city is None:
        return [text("[Address of {id}]", id=id)], True
    town = f"{address.postcode} {address.city}" if address.postcode else address.city
    return [address.street, town, *([address.country] if address.country else [])], False


def _role(settings: Settings, id: str | None) -> str | None:  # noqa: A002
    """The title of the role that signs: the one named, else the first that may."""
    roles = settings.roles
    for role in roles:
        if role.id == id:
            return role.title
    return next((role.title for role in roles if id is None and Duty.SIGN in role.duties), None)
