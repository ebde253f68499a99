"""Personal data that must not enter the records: found before git keeps it for ever.

Names, addresses and bank details of natural persons live in a private overlay outside git (DESIGN, section
6). The scan reads the bytes of every record, so it sees keys, comments and texts alike, and file names. It
finds what has a form; a name has none, so silence is no proof.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from kic.core.pattern import pattern
from kic.core.place import START, Place, Span
from kic.core.record import Entry
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.settings import Settings

T = TypeVar("T")


class Spot(NamedTuple):
    """Where in a text something personal stands, as character offsets."""

    start: int
    end: int


# -- e-mail --------------------------------------------------------------------------------------------

_EMAIL = pattern(
    r"(?<![\w.+%-])([\w.+%-]{1,64})@((?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)+[^\W\d_]{2,24})(?![\w@])"
)
_NO_ONE = pattern(r"(?:\A|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))\Z", re.IGNORECASE)
"""Domains that belong to nobody (RFC 2606)."""


def emails(words: str, own_domain: str = "") -> Iterator[Spot]:
    """E-mail addresses, but for the municipality's own offices (`integration@CITY`, no dot before the @)."""
    if "@" not in words:
        return
    for each in _EMAIL().finditer(words):
        local, domain = each[1], each[2].lower()
        if own_domain and (domain == own_domain or domain.endswith("." + own_domain)):
            if "." not in local:
                continue
        elif _NO_ONE().search(domain):
            continue
        yield Spot(*each.span())


# -- telephone -----------------------------------------------------------------------------------------

_PHONE_START = pattern(r"[+(0](?<![\w.,/+-].)")
_PHONE = pattern(
    r"(?:"
    r"(?:\+|00)[ ]?[1-9][0-9]{0,2}[ ()/.-]{0,3}(?:\(0\)[ ]?)?[0-9](?:[ ()/.-]{0,3}[0-9]){6,12}"
    r"|\(0[1-9][0-9]{1,4}\)[ ]?[0-9](?:[ /-]?[0-9]){2,9}"
    r"|0[1-9][0-9]{1,4}(?:[ ]?[/\u2013-][ ]?|[ ])[1-9][0-9]{2,}(?:[ -][0-9]+){0,3}"
    r"|01[567][0-9][0-9]{7,8}"
    r")(?![\w])"
)
_KEYED_PHONE = pattern(
    r"[TtPpFfMmHh](?<!\w.)(?i:(?<=t)el(?:efon)?(?:nummer)?|(?<=p)hone|(?<=f)(?:on|ax)"
    r"|(?<=m)obil(?:nummer)?|(?<=h)andy(?:nummer)?)\b[.:\"' ]{0,4}"
    r"(\(?[+0-9][0-9 ()/.-]{4,22}[0-9])(?!\w)"
)
_FILE_NUMBER = pattern(
    r"(?:Az|Aktenzeichen|Nr|Nummer|No|Drucksache|Vorlage|Beleg|§)[.:]*\s*\Z", re.IGNORECASE
)
_FEWEST_DIGITS = 9


def phones(words: str) -> Iterator[Spot]:
    """Telephone numbers: international, with an area code, mobile, or called a telephone number."""
    spots: list[Spot] = []
    for start in _PHONE_START().finditer(words):
        each = _PHONE().match(words, start.start())
        if each is None or (spots and each.start() < spots[-1].end):
            continue
        if sum(c.isdigit() for c in each[0]) >= _FEWEST_DIGITS and not _is_file_number(words, each.start()):
            spots.append(Spot(*each.span()))
    spots += [Spot(*each.span(1)) for each in _KEYED_PHONE().finditer(words)]
    yield from _apart(spots, words)


def _is_file_number(words: str, start: int) -> bool:
    return _FILE_NUMBER().search(words[max(0, start - 20) : start]) is not None


def _apart(spots: list[Spot], words: str) -> Iterator[Spot]:
    """Each spot once, and none inside a bank account, whose digits may look like anything."""
    taken = list(ibans(words)) if spots else []
    for spot in spots:
        if not any(spot.start < other.end and other.start < spot.end for other in taken):
            taken.append(spot)
            yield spot


# -- bank accounts -------------------------------------------------------------------------------------

_BREAK = r"(?:[ \u00a0.-]|\r?\n[ \t#]*)?"
_IBAN = pattern(
    rf"(?<![^\W_])([A-Za-z]{{2}}{_BREAK}[0-9](?:{_BREAK}[0-9])(?:{_BREAK}[A-Za-z0-9]){{11,30}})(?![^\W_])"
)
_GERMAN_LENGTH = 22
_SHORTEST = 15


def ibans(words: str) -> Iterator[Spot]:
    """IBANs by their check digits, in groups or not; German ones also with a typing mistake."""
    for each in _IBAN().finditer(words):
        end = _iban_end(each[1])
        if end:
            yield Spot(each.start(), each.start() + end)


def _iban_end(spelling: str) -> int:
    """How many characters of this are an IBAN; 0 for none. What follows may be words of the sentence."""
    compact: list[str] = []
    ends: list[int] = []
    in_break = False
    for position, character in enumerate(spelling):
        if character.isascii() and character.isalnum():
            compact.append(character.upper())
            ends.append(position + 1)
            in_break = False
        elif character == "\n" and in_break:
            break
        else:
            in_break = True
    for length in range(min(len(compact), 34), _SHORTEST - 1, -1):
        candidate = "".join(compact[:length])
        if candidate[2:].isalpha() or sum(c.isdigit() for c in candidate) < length // 2:
            continue
        if candidate.startswith("DE"):
            if length == _GERMAN_LENGTH and candidate[2:].isdigit():
                return ends[length - 1]
        elif _check_digits(candidate) and _at_word_end(spelling, ends[length - 1]):
            return ends[length - 1]
    return 0


def _at_word_end(spelling: str, end: int) -> bool:
    return end == len(spelling) or not spelling[end].isalnum()


def _check_digits(iban: str) -> bool:
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


# -- dates of birth and tax numbers --------------------------------------------------------------------

_DAY = (
    r"(?:[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}\.?\s(?:Jan|Feb|Mär|März|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)[a-zä]*\.?\s(?:19|20)[0-9]{2})"
)
_BIRTH = pattern(
    r"(?<![^\W_])(?:geb\.|geboren(?:e[rn]?)?|geburts_?(?:datum|tag)|born|birth_?(?:date|day)|date of birth"
    r"|dob)"
    rf"[\s:\"'=_]{{0,4}}(?:am |on |ist |der |den )?[\"']?({_DAY})",
    re.IGNORECASE,
)
_TAX = pattern(r"(?<![\w.,/+-])([1-9][0-9]( ?)[0-9]{3}\2[0-9]{3}\2[0-9]{3})(?![\w,/-]|\.[0-9])")
_KEYED_TAX = pattern(
    r"\b(?:steuer-?id(?:entifikationsnummer|nr)?|steuerliche identifikationsnummer|idnr|tax[ -]?id)"
    r"\b[.:\"' ]{0,4}([0-9][0-9 ]{9,13}[0-9])(?!\w)",
    re.IGNORECASE,
)


def births(words: str) -> Iterator[Spot]:
    """Dates that are called a date of birth; any other date is harmless."""
    for each in _BIRTH().finditer(words):
        yield Spot(*each.span(1))


def tax_ids(words: str) -> Iterator[Spot]:
    """German tax identification numbers by form and check digit, or called one."""
    spots = [
        Spot(*each.span())
        for each in _TAX().finditer(words)
        if _tax_digit([int(c) for c in each[1] if c.isdigit()]) and not _is_file_number(words, each.start())
    ]
    spots += [Spot(*each.span(1)) for each in _KEYED_TAX().finditer(words)]
    yield from _apart(spots, words)


def _tax_digit(digits: list[int]) -> bool:
    """Of the first ten digits one stands two or three times, all others once at most; check digit."""
    repeated = sorted((n for n in (digits[:10].count(d) for d in range(10)) if n > 1), reverse=True)
    if repeated not in ([2], [3]):
        return False
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


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
_TOKENS = _translation(
    {"x": _LETTERS + "_.,/+-" + bytes(range(0x80, 0x100)).decode("latin-1"), "0": "0", "1": "123456789"}
)
_GROUPING = b" ()/.-\t\xc2\xa0"
_AREA_CODE = pattern(rb" 0(?:1[01]|01)")
_CALLED = rb"%b(?<![a-z0-9_]%b)(?:efon)?(?:nummer)?[.:\"' ]{0,4}\(?[+0-9]"
_TEL = pattern(_CALLED % (b"tel", b"tel"))
_GEB = pattern(
    rb"geb(?:\.|oren(?:e[rn]?)?|urts_?(?:datum|tag))[^a-z0-9]{0,12}(?:am |on |ist |der |den )?[\"']?[0-9]"
)
_MOBIL = pattern(_CALLED % (b"mobil", b"mobil"))
_FINGERPRINT = pattern(rb"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])")
"""What a call or a decision was made from. It has the shape of account and tax numbers, and is none."""


def _may_hold_phone(source: bytes) -> bool:
    if _AREA_CODE().search(b" " + source.translate(_TOKENS)) is not None:
        return True
    if b"+" in source and b"+1111111" in source.translate(_SHAPE, _GROUPING):
        return True
    lower = source.lower()
    if _any_in((b"phone", b"handy", b"fax", b"fon:"), lower):
        return True
    # Mittel and Mobilität are frequent words: what is called like these has to have a number behind it.
    return _TEL().search(lower) is not None or _MOBIL().search(lower) is not None


def _may_hold_account(source: bytes) -> bool:
    # "vom 18. Juli 2025" looks like one, but no account has a point and a blank between two of its characters.
    return _looks_like_account(source) and _looks_like_account(
        source.replace(b". ", b"|").replace(b".\n", b"|").replace(b".\r", b"|")
    )


_ACCOUNT = pattern(rb"aa11(?=([a1]{11,30}))")


def _looks_like_account(source: bytes) -> bool:
    shape = source.translate(_SHAPE, _GROUPING + b"\r\n#")
    return any(_half_digits(each[1]) for each in _ACCOUNT().finditer(shape))


def _half_digits(rest: bytes) -> bool:
    """Whether of some length of an IBAN half are digits: no bank's letters are more (`_iban_end`)."""
    digits = 2
    for length, sign in enumerate(rest, 5):
        digits += sign == ord("1")
        if length >= _SHORTEST and digits >= length // 2:
            return True
    return False


def _may_hold_birth(source: bytes) -> bool:
    lower = source.lower()
    return _any_in((b"born", b"birth", b"dob"), lower) or (
        b"geb" in lower and _GEB().search(lower) is not None
    )


def _may_hold_tax_number(source: bytes) -> bool:
    return b"1" * 11 in source.translate(_SHAPE, b" ") or _any_in(
        (b"identifikationsn", b"steuer-id", b"idnr", b"tax"), source.lower()
    )


def _any_in(words: tuple[bytes, ...], source: bytes) -> bool:
    return any(word in source for word in words)


def _scan(
    repository: Snapshot,
    marker: Callable[[bytes], bool],
    finder: Callable[[str], Iterator[Spot]],
    message: Text,
) -> Iterator[Finding]:
    help_ = text(
        "take it out before the next commit: git keeps it for ever; it belongs in the private overlay"
    )
    for entry in _marked(tuple(repository), marker, lambda some: b"\0".join([e.source for e in some])):
        if not marker(_FINGERPRINT().sub(b"|", entry.source)):
            continue
        words = _decoded(entry)
        for spot in finder(words):
            yield found(Place(entry.path, (), span=_span(words, spot)), (), message, help=help_)
    for path in _marked(repository.files, marker, lambda some: _names("\0".join(some))):
        names = (name for name in path.split("/") if marker(name.encode("utf-8", "replace")))
        if any(True for name in names for _ in finder(name)):
            yield found(
                Place(path, (), span=START),
                (),
                message,
                help=text("rename the file before the next commit: git keeps file names for ever"),
            )


_TOGETHER = 64


def _marked(
    all_: Sequence[T], marker: Callable[[bytes], bool], joined: Callable[[Sequence[T]], bytes]
) -> Iterator[T]:
    """Those that a marker does not rule out.

    Many are looked at as one text first: most hold nothing, and a call for each took 12 ms of 300 records,
    not 5. What a marker sees in one text it has to see in a longer one too, behind and before a zero byte.
    """
    for start in range(0, len(all_), _TOGETHER):
        some = all_[start : start + _TOGETHER]
        if marker(joined(some)):
            yield from (each for each in some if marker(joined((each,))))


def _names(paths: str) -> bytes:
    """Each name of these paths by itself."""
    return paths.replace("/", "\0").encode("utf-8", "replace")


def _decoded(entry: Entry) -> str:
    # A BOM is no character of the text that editors show.
    return entry.source.decode("utf-8", "replace").removeprefix("\ufeff")


def _span(words: str, spot: Spot) -> Span:
    line, column = words.count("\n", 0, spot.start), spot.start - (words.rfind("\n", 0, spot.start) + 1)
    end_line, end_column = words.count("\n", 0, spot.end), spot.end - (words.rfind("\n", 0, spot.end) + 1)
    return Span(line + 1, column + 1, end_line + 1, end_column + 1)


def _own_domain(repository: Snapshot) -> str:
    settings = repository.only(Settings)
    if settings is None or not settings.municipality.website:
        return ""
    host = re.sub(r"\A[a-z]+://", "", settings.municipality.website.lower())
    return re.split(r"[/:?#]", host)[0].removeprefix("www.")


@rule("KIC080", "e-mail-address")
def email_address(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds an e-mail address of a person.

    Why: Many people review a repository, copies of it cannot be called back, and git keeps what a later
    commit takes out.

    Fix: Put the address into the private overlay and take it out here before the next commit. Addresses of
    the municipality's own offices (`integration@` and the domain of its website) may stand.

    Source: GDPR, Art. 5 (data minimisation); DESIGN of kic: persons live in a private overlay.
    """
    own = _own_domain(repository)
    yield from _scan(
        repository,
        lambda source: b"@" in source,
        lambda words: emails(words, own),
        text("an e-mail address stands here, expected none"),
    )


@rule("KIC081", "telephone-number")
def telephone_number(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a telephone number.

    Why: Many people review a repository, copies of it cannot be called back, and git keeps what a later
    commit takes out.

    Fix: Put the number into the private overlay and take it out here before the next commit. If it is no
    telephone number but a file number, write `Az.` or `Nr.` in front of it.

    Source: GDPR, Art. 5 (data minimisation); DESIGN of kic: persons live in a private overlay.
    """
    yield from _scan(
        repository, _may_hold_phone, phones, text("a telephone number stands here, expected none")
    )


@rule("KIC082", "bank-account")
def bank_account(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds an IBAN.

    Why: Bank details of applicants are needed by the cash office alone. In a repository they can be copied,
    changed and never erased.

    Fix: Put the bank details into the private overlay and take them out here before the next commit.

    Source: GDPR, Art. 5 (data minimisation); ISO 13616 (check digits).
    """
    yield from _scan(
        repository, _may_hold_account, ibans, text("bank details (an IBAN) stand here, expected none")
    )


@rule("KIC083", "date-of-birth")
def date_of_birth(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a date of birth.

    Why: A date of birth identifies a person almost as well as a name.

    Fix: Take it out before the next commit. Where an age matters, an age group is enough.

    Source: GDPR, Art. 5 (data minimisation).
    """
    yield from _scan(
        repository,
        _may_hold_birth,
        births,
        text("a date of birth stands here, expected none"),
    )


@rule("KIC084", "tax-number")
def tax_number(repository: Snapshot) -> Iterator[Finding]:
    """No record, comment or file name holds a person's tax identification number.

    Why: The number follows a person for life and may be used for tax purposes only.

    Fix: Take it out before the next commit; the tax office gets it from the payment, not from here.

    Source: §§ 139a, 139b AO (form, check digit and use of the number).
    """
    yield from _scan(
        repository,
        _may_hold_tax_number,
        tax_ids,
        text("a tax identification number stands here, expected none"),
    )


RULES: tuple[Rule, ...] = (email_address, telephone_number, bank_account, date_of_birth, tax_number)
