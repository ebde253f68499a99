"""What must not enter the records: found before git keeps it for ever.

The scan reads the bytes of every record, so it sees keys, comments and texts alike; file names; and texts that are no
records (`kic.domain.privacy.files`).
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from kic.core.diagnostic import Law
from kic.core.pattern import pattern
from kic.core.place import START, Aim, Place, Span
from kic.core.record import Entry
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.privacy.accounts import LONGEST, may_be_account
from kic.domain.privacy.files import FINGERPRINT, beside, closed_document, texts_of
from kic.domain.privacy.forms import Spot, births, emails, ibans, phones, tax_ids
from kic.domain.settings import Settings

T = TypeVar("T")

# -- rules ---------------------------------------------------------------------------------------------


def _translation(classes: dict[str, str]) -> bytes:
    """A table that makes each byte the sign of its class, any other a blank."""
    table = bytearray(b" " * 256)
    for sign, members in classes.items():
        for member in members.encode("latin-1"):
            table[member] = ord(sign)
    return bytes(table)


# A record is searched only if its bytes have the shape of what is sought. To translate them and look for a
# fixed piece takes a twentieth of the time of searching the text of every record.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = _translation({"a": _LETTERS, "1": "0123456789", "+": "+"})
_TOKENS = _translation({"a": _LETTERS + "_", "x": ".,/+-", "0": "0", "1": "123456789"})
_GROUPING = b" ()/.-\t\xc2\xa0\xe2\x80\x87\x89\xaf\x90\x91\x92\x93"
"""Signs between the groups of a number, the bytes of blanks and dashes beyond ASCII among them."""
_AREA_CODE = pattern(rb" 0(?:1[01]|0[ x]{0,6}1)[01]*+(?!a)")
"""A zero behind a blank (or behind any sign beyond ASCII, which may be one) begins it, and no letter ends it."""
_CALLED = rb"%b(?<![a-z0-9_]%b)[a-z.:\"'= -]{0,22}\(?[+0-9]"
_TEL = pattern(_CALLED % (b"tel", b"tel"))
_MOBIL = pattern(_CALLED % (b"mobil", b"mobil"))
_FON = pattern(rb"f(?:on|ax)(?<![a-z0-9_]f..)[a-z.:\"'= -]{0,22}\(?[+0-9]")
_GEB = pattern(
    rb"(?:geb\.|geb[.]?-?\s?dat|geboren|geburts)[^0-9]{0,110}[0-9]"
    rb"|(?:geb\.|geboren|geburts)[^0-9]{0,12}(?:am |on |ist |der |den )?[\"']?[0-9]"
)
_STAR = pattern(rb"\*(?:\s|\xc2\xa0)?[0-9]{1,4}[.-]")
_SPELLED_AT = (pattern(rb"at ?[)\]}]"), pattern(rb"\xa4t ?[)\]}]"))


def _may_hold_email(source: bytes) -> bool:
    if b"@" in source or b"%40" in source or (b"\xef" in source and b"\xef\xbc\xa0" in source):
        return True
    lower = source.lower()
    return any(each().search(lower) is not None for each in _SPELLED_AT)


def _may_hold_phone(source: bytes) -> bool:
    if _AREA_CODE().search(b" " + source.translate(_TOKENS)) is not None:
        return True
    if b"+" in source and b"+1111111" in source.translate(_SHAPE, _GROUPING):
        return True
    lower = source.lower()
    if _any_in((b"phone", b"handy", b"rufnummer", b"durchwahl"), lower):
        return True
    # Mittel and Mobilität are frequent words: what is called like these has to have a number behind it.
    return any(each().search(lower) is not None for each in (_TEL, _MOBIL, _FON))


_ACCOUNT = pattern(rb"aa11(?=[a1]{11})")
_SHOUTED = bytes.maketrans(bytes(range(97, 123)), bytes(range(65, 91)))


def _may_hold_account(source: bytes) -> bool:
    shape = source.translate(_SHAPE, _GROUPING + b"\r\n#")
    begins = [each.start() for each in _ACCOUNT().finditer(shape)]
    if not begins:
        return False
    shouted = source.translate(_SHOUTED, _GROUPING + b"\r\n#")
    return any(may_be_account(shouted[at : at + LONGEST]) for at in begins)


def _may_hold_birth(source: bytes) -> bool:
    lower = source.lower()
    return (
        _any_in((b"born", b"birth", b"dob"), lower)
        or (b"geb" in lower and _GEB().search(lower) is not None)
        or (b"*" in source and _STAR().search(source) is not None)
    )


_DIGIT_BEHIND = rb"[a-z _.:\"'=-]{0,40}(?:\n\s*)?[0-9]"
# One expression for each, as one that begins with a fixed piece is found ten times as fast as one of several.
_TAXES = tuple(pattern(each + _DIGIT_BEHIND) for each in (b"steuer", b"identifikationsn", b"tax"))
_TAX_NUMBER = pattern(
    rb"nr(?:(?<=stnr)|(?<=st[. -]nr)|(?<=st\.[ -]nr)|(?<=st- nr)|(?<=st\.- nr)|(?<=idnr)|(?<=id-nr))"
    + _DIGIT_BEHIND
)


def _may_hold_tax_number(source: bytes) -> bool:
    if b"1" * 11 in source.translate(_SHAPE, b" \xc2\xa0"):
        return True
    lower = source.lower()
    return any(each().search(lower) is not None for each in (*_TAXES, _TAX_NUMBER))


def _any_in(words: tuple[bytes, ...], source: bytes) -> bool:
    return any(word in source for word in words)


def _scan(
    repository: Snapshot,
    marker: Callable[[bytes], bool],
    finder: Callable[[str], Iterator[Spot]],
    message: Text,
    own: Callable[[Entry], Span | None] = lambda _: None,
    harmless: Callable[[str], bool] = lambda _: False,
) -> Iterator[Finding]:
    """The places of what is sought, but for the `own` part of a record and `harmless` words of a text: no person's."""
    help_ = text(
        "take it out before it is recorded: git keeps it for ever; it belongs in the private overlay"
    )
    for entry in _marked(tuple(repository), marker, lambda some: b"\0".join([e.source for e in some])):
        if not marker(FINGERPRINT().sub(b"|", entry.source)):
            continue
        words = _decoded(entry)
        allowed = own(entry)
        for spot in finder(words):
            span = span_of(words, spot)
            if allowed is None or not allowed.line <= span.line <= allowed.end_line:
                yield found(Place(entry.path, (), span=span), (), message, help=help_)
    for path, content in _marked(texts_of(repository), marker, lambda some: b"\0".join([c for _, c in some])):
        words = content.decode("utf-8", "replace").removeprefix("\ufeff")
        for spot in finder(words):
            if not harmless(words[spot.start : spot.end]):
                yield found(Place(path, (), span=span_of(words, spot)), (), message, help=help_)
    for path in _marked(
        (*repository.files, *beside(repository)), marker, lambda some: _names("\0".join(some))
    ):
        names = (name for name in path.split("/") if marker(name.encode("utf-8", "replace")))
        if any(True for name in names for _ in finder(name)):
            yield found(
                Place(path, (), span=START),
                (),
                message,
                help=text("rename the file before it is recorded: git keeps file names for ever"),
            )


_TOGETHER = (64, 8, 1)


def _marked(
    all_: Sequence[T],
    marker: Callable[[bytes], bool],
    joined: Callable[[Sequence[T]], bytes],
    sizes: Sequence[int] = _TOGETHER,
) -> Iterator[T]:
    """Those that a marker does not rule out.

    Many are looked at as one text first, and where it sees something fewer and fewer: most hold nothing, and a
    call for each took 12 ms of 300 records, not 5. What a marker sees in one text it has to see in a longer one
    too, behind and before a zero byte.
    """
    for start in range(0, len(all_), sizes[0]):
        some = all_[start : start + sizes[0]]
        if marker(joined(some)):
            yield from some if len(sizes) == 1 else _marked(some, marker, joined, sizes[1:])


def _names(paths: str) -> bytes:
    """Each name of these paths by itself."""
    return paths.replace("/", "\0").encode("utf-8", "replace")


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
        _may_hold_email,
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
    yield from _scan(repository, _may_hold_phone, phones, _PHONE_HERE, _of_the_office, office)


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
    yield from _scan(repository, _may_hold_account, ibans, _ACCOUNT_HERE)


@rule("KIC083", "date-of-birth")
def date_of_birth(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a date of birth.

    Why: A date of birth identifies a person almost as well as a name.

    Fix: Take it out before it is recorded. Where an age matters, an age group is enough.

    Source: GDPR, Art. 5 (data minimisation).
    """
    yield from _scan(
        repository,
        _may_hold_birth,
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
        _may_hold_tax_number,
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
