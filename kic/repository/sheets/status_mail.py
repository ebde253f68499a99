"""The status query as drafts of e-mails, one for each responsible body, with its sheet beside the text."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from kic.core.text import plural, text
from kic.documents.letters import Directory
from kic.documents.letters.head import greeting
from kic.documents.naming import called
from kic.domain.settings import Settings
from kic.present.language import Language
from kic.present.mail import draft
from kic.repository.overlay import overlay_of
from kic.repository.repository import Repository
from kic.repository.writing import directory


class Wording(NamedTuple):
    """What the mail says: until when an answer is asked for, and whether it is asked for once more."""

    due: datetime.date | None
    since: datetime.date | None


def drafts(
    repository: Repository, sheets: Mapping[str, tuple[bytes, int]], wording: Wording, language: Language
) -> dict[str, bytes | None]:
    """A draft for each body, given its sheet and how many recommendations it has; None where no address is known."""
    known = directory(overlay_of(repository.root))
    return {
        body: _draft(repository, known, body, content, count, wording, language)
        for body, (content, count) in sheets.items()
    }


def _draft(  # what a mail consists of
    repository: Repository,
    known: Directory,
    body: str,
    content: bytes,
    count: int,
    wording: Wording,
    language: Language,
) -> bytes | None:
    entry = known.get(body)
    if entry is None or not entry.email:
        return None
    say = language.say
    settings = repository.snapshot.only(Settings)
    letterhead = settings.letterhead if settings is not None else None
    name = called(repository.snapshot, body)
    said = greeting(entry)
    asked = plural(
        "the sheet beside this mail asks for the status of {n} recommendation for which {body} is responsible.",
        "the sheet beside this mail asks for the status of {n} recommendations for which {body} is responsible.",
        n=count, body=name,
    )  # fmt: skip
    again = text("We asked for it on {since} and have no answer yet.", since=wording.since)
    until = text("Please fill it in and send it back by {due}.", due=wording.due)
    lines = [
        language.word(said) if said else say("Dear Sir or Madam,"),
        "",
        say(asked),
        *([say(again)] if wording.since is not None else []),
        say(until) if wording.due is not None else say(text("Please fill it in and send it back.")),
        "",
        say("Yours faithfully"),
        "",
    ]
    subject = text("Status query: {body}", body=name)
    reminder = text("Reminder: status query, {body}", body=name)
    return draft(
        to=entry.email,
        sender=letterhead.email if letterhead is not None else None,
        subject=say(reminder if wording.since is not None else subject),
        text="\n".join(lines),
        attachments=((f"status-{body}.xlsx", content),),
    )
