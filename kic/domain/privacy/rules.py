"""What must not enter the records: found before git keeps it for ever.

The scan reads the bytes of every record, so it sees keys, comments and texts alike; file names; and texts that are no
records (`kic.domain.privacy.files`).
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from kic.core.diagnostic import Law
from kic.core.place import START, Aim, Place, Span
from kic.core.record import Entry
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.privacy.files import FINGERPRINT, beside, closed_document, texts_of
from kic.domain.privacy.forms import Spot, births, emails, ibans, phones, tax_ids
from kic.domain.privacy.marks import (
    MARKS,
    Mark,
    Shapes,
    marked,
    may_hold_account,
    may_hold_birth,
    may_hold_email,
    may_hold_phone,
    may_hold_tax_number,
)
from kic.domain.settings import Settings

# -- rules ---------------------------------------------------------------------------------------------


class _Marked(msgspec.Struct, frozen=True):
    """What may hold something personal of one kind: records, other texts, and names of files."""

    records: Sequence[Entry]
    texts: Sequence[tuple[str, bytes]]
    paths: Sequence[str]


@functools.lru_cache(maxsize=1)  # five rules ask
def _all_marked(repository: Snapshot) -> dict[Mark, _Marked]:
    """By mark, all that it does not rule out."""
    records = marked(tuple(repository), lambda some: b"\0".join([each.source for each in some]))
    texts = marked(texts_of(repository), lambda some: b"\0".join([content for _, content in some]))
    paths = marked(
        (*repository.files, *beside(repository)),
        lambda some: "\0".join(some).replace("/", "\0").encode("utf-8", "replace"),  # each name by itself
    )
    return {each: _Marked(records[each], texts[each], paths[each]) for each in MARKS}


def _scan(
    repository: Snapshot,
    mark: Mark,
    finder: Callable[[str], Iterator[Spot]],
    message: Text,
    own: Callable[[Entry], Span | None] = lambda _: None,
    harmless: Callable[[str], bool] = lambda _: False,
) -> Iterator[Finding]:
    """The places of what is sought, but for the `own` part of a record and `harmless` words of a text: no person's."""
    help_ = text(
        "take it out before it is recorded: git keeps it for ever; it belongs in the private overlay"
    )
    suspect = _all_marked(repository)[mark]
    for entry in suspect.records:
        if not mark(Shapes(FINGERPRINT().sub(b"|", entry.source))):
            continue
        words = _decoded(entry)
        allowed = own(entry)
        for spot in finder(words):
            span = span_of(words, spot)
            if allowed is None or not allowed.line <= span.line <= allowed.end_line:
                yield found(Place(entry.path, (), span=span), (), message, help=help_)
    for path, content in suspect.texts:
        words = content.decode("utf-8", "replace").removeprefix("\ufeff")
        for spot in finder(words):
            if not harmless(words[spot.start : spot.end]):
                yield found(Place(path, (), span=span_of(words, spot)), (), message, help=help_)
    for path in suspect.paths:
        names = (name for name in path.split("/") if mark(Shapes(name.encode("utf-8", "replace"))))
        if any(True for name in names for _ in finder(name)):
            yield found(
                Place(path, (), span=START),
                (),
                message,
                help=text("rename the file before it is recorded: git keeps file names for ever"),
            )


def _decoded(entry: Entry) -> str:
    # A BOM is no character of the text that editors show.
    return entry.source.decode("utf-8", "replace").removeprefix("\ufeff")


def span_of(words: str, spot: Spot) -> Span:
    """Lines and columns of a place in a text, as editors show them."""
    begins = _line_begins(words)
    line, end_line = bisect_right(begins, spot.start), bisect_right(begins, spot.end)
    return Span(line, spot.start - begins[line - 1] + 1, end_line, spot.end - begins[end_line - 1] + 1)


@functools.lru_cache(maxsize=1)  # one text has many places, and to count its lines for each takes minutes
def _line_begins(words: str) -> tuple[int, ...]:
    return (0, *(each.end() for each in re.finditer("\n", words)))


def own_domain(settings: Settings | None) -> str:
    """The domain of the municipality's website; empty where none is known."""
    if settings is None or not settings.municipality.website:
        return ""
    host = re.sub(r"\A[a-z]+://", "", settings.municipality.website.lower())
    return re.split(r"[/:?#]", host)[0].removeprefix("www.")


_EMAIL_HERE = text("an e-mail address stands here, expected none")
_PHONE_HERE = text("a telephone number stands here, expected none")
_ACCOUNT_HERE = text("bank details (an IBAN) stand here, expected none")
_BIRTH_HERE = text("a date of birth stands here, expected none")
_TAX_HERE = text("a tax identification number stands here, expected none")


@rule("KIC080", "e-mail-address")
def email_address(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds an e-mail address of a person.

    Why: Many people review a repository, copies of it cannot be called back, and git keeps what a later
    commit takes out.

    Fix: Put the address into the private overlay and take it out here before it is recorded. Addresses of
    the municipality's own offices (`integration@` and the domain of its website) may stand.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    own = own_domain(repository.only(Settings))
    yield from _scan(
        repository,
        may_hold_email,
        lambda words: emails(words, own),
        _EMAIL_HERE,
    )


@rule("KIC081", "telephone-number")
def telephone_number(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a telephone number.

    Why: Many people review a repository, copies of it cannot be called back, and git keeps what a later
    commit takes out.

    Fix: Put the number into the private overlay and take it out here before it is recorded. If it is no
    telephone number but a file number, write `Az.` or `Nr.` in front of it. The office's general number may stand
    in `letterhead`, `telephone` of kic.yaml, and then also in texts beside the records; so may its extensions, if it
    ends with `-0`.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """
    office = office_numbers(repository.only(Settings))
    yield from _scan(repository, may_hold_phone, phones, _PHONE_HERE, _of_the_office, office)


def office_numbers(settings: Settings | None) -> Callable[[str], bool]:
    """Tells the office's general number, and its extensions where that one is spelled as an exchange's (`-0`)."""
    general = (
        settings.letterhead.telephone if settings is not None and settings.letterhead is not None else None
    )
    if not general:
        return lambda _: False
    known = _dialled(general)
    exchange = re.search(r"[-/ ]0\Z", general.strip()) is not None
    return lambda number: _dialled(number).startswith(known[:-1]) if exchange else _dialled(number) == known


def _dialled(number: str) -> str:
    """A number's digits without the country's and the trunk prefix of Germany."""
    digits = re.sub(r"\(0\)|[^0-9+]", "", number)
    return re.sub(r"\A(?:\+49|0049|0)", "", digits)


def _of_the_office(entry: Entry) -> Span | None:
    """Where the settings name the office's own number, which is no personal data."""
    settings = entry.record
    if (
        not isinstance(settings, Settings)
        or settings.letterhead is None
        or settings.letterhead.telephone is None
    ):
        return None
    return entry.locate(("letterhead", "telephone"), Aim.VALUE)


@rule("KIC082", "bank-account")
def bank_account(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds an IBAN.

    Why: Bank details of applicants are needed by the cash office alone. In a repository they can be copied,
    changed and never erased.

    Fix: Put the bank details into the private overlay and take them out here before it is recorded.

    Source: GDPR, Art. 5 (data minimisation); ISO 13616 (check digits).
    """
    yield from _scan(repository, may_hold_account, ibans, _ACCOUNT_HERE)


@rule("KIC083", "date-of-birth")
def date_of_birth(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a date of birth.

    Why: A date of birth identifies a person almost as well as a name.

    Fix: Take it out before it is recorded. Where an age matters, an age group is enough.

    Source: GDPR, Art. 5 (data minimisation).
    """
    yield from _scan(
        repository,
        may_hold_birth,
        births,
        _BIRTH_HERE,
    )


@rule("KIC084", "tax-number")
def tax_number(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a person's tax identification number.

    Why: The number follows a person for life and may be used for tax purposes only.

    Fix: Take it out before it is recorded; the tax office gets it from the payment, not from here.

    Source: §§ 139a, 139b AO (form, check digit and use of the number).
    """
    yield from _scan(
        repository,
        may_hold_tax_number,
        tax_ids,
        _TAX_HERE,
    )


RULES: tuple[Rule, ...] = (
    email_address,
    telephone_number,
    bank_account,
    date_of_birth,
    tax_number,
    closed_document,
)


class Search(NamedTuple):
    """A kind of personal data for other texts than records: its law, what finds it, what is said of it."""

    law: Law
    find: Callable[[str, str], Iterator[Spot]]
    message: Text


SEARCHES: tuple[Search, ...] = (
    Search(email_address.law, emails, _EMAIL_HERE),
    Search(telephone_number.law, lambda words, _own: phones(words), _PHONE_HERE),
    Search(bank_account.law, lambda words, _own: ibans(words), _ACCOUNT_HERE),
    Search(date_of_birth.law, lambda words, _own: births(words), _BIRTH_HERE),
    Search(tax_number.law, lambda words, _own: tax_ids(words), _TAX_HERE),
)
