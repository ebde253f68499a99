"""Letters as drafts of e-mails: recipient and attachment ready, for the office to look at and send."""

from collections.abc import Iterator
from typing import NamedTuple

from kic.core.tagged import untag
from kic.errors import Refused
from kic.present.language import speak
from kic.present.mail import draft
from kic.repository.overlay import overlay_of
from kic.repository.rendering import Press
from kic.repository.repository import Repository
from kic.repository.writing import Written, directory, meant, written


class Draft(NamedTuple):
    """A draft; `file` is None where no e-mail address is known, `fault` says why a letter could not be set."""

    id: str
    file: bytes | None
    fault: Refused | None = None


class Drafts:
    """The drafts of one kind of letter, made while one goes through them."""

    def __init__(self, repository: Repository, letter: str, ids: tuple[str, ...], language: str) -> None:
        self.count = len(ids)
        self._repository = repository
        self._letter = letter
        self._ids = ids
        self._language = language

    def each(self) -> Iterator[Draft]:
        """One after the other; a letter without an address is not set at all."""
        repository = self._repository
        found = directory(overlay_of(repository.root))
        with Press(repository.source, self._language) as press:
            for one in written(repository.snapshot, repository.today, self._letter, self._ids, found):
                try:
                    yield _draft(one, press, self._language)
                except Refused as fault:
                    yield Draft(one.id, None, fault)


def drafts(repository: Repository, letter: str, id: str, language: str) -> Drafts:  # noqa: A002
    """The drafts about a record, or of a call all of the letter's kind; raises Refused where there is none."""
    ids = meant(repository.snapshot, letter, id)
    if not ids:
        raise Refused("There is no letter of this kind to write for {id}.", id=id)
    return Drafts(repository, letter, ids, language)


def _draft(one: Written, press: Press, code: str) -> Draft:
    letter = untag(one.context["letter"])
    if not letter["to"]:
        return Draft(one.id, None)
    language = speak(code)
    title = language.word(untag(one.context["page"])["title"])
    project = untag(one.context["application"])["title"]
    subject = language.say("{letter}: {project}", letter=title, project=project)
    greeting = letter["salutation"]
    greeting = language.word(greeting) if greeting else language.say("Dear Sir or Madam,")
    closing = [language.say("Yours faithfully")]
    if letter["signed"]:
        closing += [language.say("By order"), language.word(letter["signed"])]
    body = [
        greeting,
        "",
        language.say(
            "please find our letter of {day} attached.", day=language.date(letter["date"], long=True)
        ),
        "",
        *closing,
        "",
    ]
    file = press.file(one.letter.name, one.context, "pdf")
    return Draft(
        one.id,
        draft(
            to=letter["to"],
            sender=letter["email"],
            subject=subject,
            text="\n".join(body),
            attachments=((f"{one.letter.name}-{one.id}.pdf", file),),
        ),
    )
