"""What personal data looks like: addresses, numbers and dates that can be told by their form.

Each function gives the places in a text. They find what has a form; a name has none, so silence is no proof.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kic.core.pattern import pattern
from kic.domain.privacy.accounts import account_length


class Spot(NamedTuple):
    """Where in a text something personal stands, as character offsets."""

    start: int
    end: int


_BLANK = " \u00a0\u2007\u2009\u202f"
"""Blanks that stand between the groups of a number; word processors put other ones than the space bar."""
_DASH = "\u2010-\u2013-"

# -- e-mail --------------------------------------------------------------------------------------------

_LABEL = r"[^\W_](?:[\w-]{0,62}[^\W_])?"
_TOP = r"(?:[^\W\d_]{2,24}|[Xx][Nn]--[A-Za-z0-9-]{2,59})"
_EMAIL = pattern(
    r"(?:(?<![\w.+%'-])(?P<local>[\w.+%'!#$&*=?^`{|}~-]{1,64}|\"[^\"\n]{1,62}\"))"
    r"(?:[@\uff20]|%40)"
    rf"(?P<domain>(?:{_LABEL}\.)+{_TOP}|\[(?:IPv6:)?[0-9A-Fa-f.:]{{3,45}}\])(?![\w@])"
)
_SPELLED_EMAIL = pattern(
    r"(?<![\w.+%-])(?P<local>[\w.+-]{1,64})\s?[\[({]\s?(?:at|\u00e4t|@)\s?[\])}]\s?"
    rf"(?P<domain>{_LABEL}(?:(?:\.|\s?[\[({{]\s?(?:dot|punkt|\.)\s?[\])}}]\s?){_LABEL})+)",
    re.IGNORECASE,
)
_AT = pattern(r"[@\uff20]|%40")
_SPELLED_AT = pattern(r"[\[({]\s?(?:at|\u00e4t|@)\s?[\])}]", re.IGNORECASE)
"""What an address is recognised by. Whole texts are searched for that alone, which takes a twentieth of the time."""
_NO_ONE = pattern(r"(?:\A|\.)(?:example|invalid|test|localhost|example\.(?:com|net|org))\Z", re.IGNORECASE)
"""Domains that belong to nobody (RFC 2606)."""


def emails(words: str, own_domain: str = "") -> Iterator[Spot]:
    """E-mail addresses, but for the municipality's own offices (`integration@CITY`, no dot before the @)."""
    for each in _addresses(words):
        # In `mailto:a%40b` the word before the sign is a scheme; in `https://user@host` it is no address.
        if words.endswith("://", 0, each.start()):
            continue
        local = each["local"].removeprefix("mailto:")
        domain = each["domain"].lower()
        if own_domain and (domain == own_domain or domain.endswith("." + own_domain)):
            if "." not in local:
                continue
        elif _NO_ONE().search(domain):
            continue
        yield Spot(*each.span())


def _addresses(words: str) -> Iterator[re.Match[str]]:
    """What is built like an address: with a sign, which no line breaks, then with a word for the sign."""
    end = 0
    for sign in _AT().finditer(words):
        if sign.start() >= end:  # the lines up to there have been searched
            begin, end = words.rfind("\n", end, sign.start()) + 1, words.find("\n", sign.end())
            end = len(words) if end < 0 else end
            yield from _EMAIL().finditer(words, begin, end)
    if _SPELLED_AT().search(words) is not None:
        yield from _SPELLED_EMAIL().finditer(words)


# -- telephone -----------------------------------------------------------------------------------------

_GAP = rf"[{_BLANK}()/.{_DASH}]"
_PHONE_START = pattern(r"[+(0](?<![\w.,/+-].)")
_PHONE = pattern(
    r"(?:"
    rf"(?:\+|00){_GAP}{{0,2}}[1-9][0-9]{{0,2}}{_GAP}{{0,3}}(?:\(0\){_GAP}?)?[0-9](?:{_GAP}{{0,3}}[0-9]){{6,12}}"
    rf"|\(0[1-9][0-9]{{1,4}}\){_GAP}{{0,3}}[0-9](?:{_GAP}{{0,3}}[0-9]){{2,9}}"
    rf"|0[1-9][0-9]{{1,4}}(?:[{_BLANK}]?[/{_DASH}][{_BLANK}]?|[{_BLANK}])"
    rf"[1-9][0-9]*(?:(?:[{_BLANK}]?[{_DASH}/][{_BLANK}]?|[{_BLANK}])[0-9]+){{0,5}}"
    rf"|0[1-9][0-9]{{1,4}}\.[1-9][0-9]*(?:\.[0-9]+){{1,4}}"
    r"|01[567][0-9]{1,2}\.[0-9]{6,8}"
    r"|01[567][0-9]{7,9}"
    r"|0[2-9][0-9]{8,10}"
    r")(?![\w])"
)
_KEYED_PHONE = pattern(
    r"[TtPpFfMmHhRrDd](?<!\w.)(?i:(?<=t)ele?(?:fon|phone)?(?:nummer|nr)?|(?<=t)elefax|(?<=p)hone|(?<=f)(?:on|ax)"
    r"|(?<=m)obil(?:telefon|e|funk)?(?:nummer|nr)?|(?<=h)andy(?:nummer|nr)?|(?<=r)ufnummer|(?<=d)urchwahl)\b"
    r"(?:[.-]{0,2} ?(?i:nummer|nr|number|no)\b)?[.:\"'= ]{0,4}"
    rf"(\(?[+0-9][0-9{_BLANK}()/.{_DASH}]{{4,22}}[0-9])(?!\w)"
)
_FILE_NUMBER = pattern(
    r"(?:\b(?:Az|Aktenzeichen|Nr|Nummer|No|Drucksache|Vorlage|Beleg(?:nummer|nr)?|Kassenzeichen|Buchung\w*|Konto"
    r"|Produkt|Rechnung\w*|voucher|file|account|product|seed)|§)[.:#]*\s*[\"']?\s*\Z",
    re.IGNORECASE,
)
_PHONES_NUMBER = pattern(
    r"(?:tel(?:efon)?|handy|mobil|fax|ruf)[.-]{0,2}\s?(?:nr|nummer|no)[.:]*\s*[\"']?\s*\Z", re.IGNORECASE
)
_FEWEST_DIGITS = 9
_MOST_DIGITS = 15


def phones(words: str) -> Iterator[Spot]:
    """Telephone numbers: international, with an area code, mobile, or called a telephone number."""
    spots: list[Spot] = []
    for start in _PHONE_START().finditer(words):
        each = _PHONE().match(words, start.start())
        if each is None or (spots and each.start() < spots[-1].end):
            continue
        digits = sum(c.isdigit() for c in each[0])
        if digits >= _FEWEST_DIGITS and not _is_file_number(words, each.start()):
            end = each.end() if digits <= _MOST_DIGITS else _after_digits(words, each.start(), _MOST_DIGITS)
            spots.append(Spot(each.start(), end))
    spots += [Spot(*each.span(1)) for each in _KEYED_PHONE().finditer(words)]
    yield from _apart(spots, words)


def _after_digits(words: str, start: int, most: int) -> int:
    seen = 0
    for position in range(start, len(words)):
        seen += words[position].isdigit()
        if seen == most:
            return position + 1
    return len(words)


def _is_file_number(words: str, start: int) -> bool:
    before = words[max(0, start - 24) : start]
    return _FILE_NUMBER().search(before) is not None and _PHONES_NUMBER().search(before) is None


def _apart(spots: list[Spot], words: str) -> Iterator[Spot]:
    """Each spot once, and none inside a bank account, whose digits may look like anything."""
    taken = (
        list(ibans(words)) if spots else []
    )  # in the order of the text, as a list of numbers has thousands
    for spot in spots:
        place = bisect_left(taken, (spot.end,))
        if not place or taken[place - 1].end <= spot.start:
            taken.insert(place, spot)
            yield spot


# -- bank accounts -------------------------------------------------------------------------------------

_BREAK = rf"(?:[{_BLANK}.{_DASH}]|\r?\n[ \t#]*)?"
_IBAN = pattern(
    rf"(?<![^\W_])(?=([A-Za-z]{_BREAK}[A-Za-z]{_BREAK}[0-9](?:{_BREAK}[0-9])(?:{_BREAK}[A-Za-z0-9]){{11,30}}))"
)


def ibans(words: str) -> Iterator[Spot]:
    """IBANs of every country of the registry, in groups or not; German ones also with a typing mistake."""
    behind = 0
    for each in _IBAN().finditer(words):
        end = _iban_end(words, each.start(), each.end(1)) if each.start() >= behind else 0
        if end:
            behind = end
            yield Spot(each.start(), end)


def _iban_end(words: str, start: int, last: int) -> int:
    """Where an IBAN that begins here ends; 0 for none. What follows may be words of the sentence."""
    compact: list[str] = []
    ends: list[int] = []
    for position in range(start, last):
        character = words[position]
        if character.isascii() and character.isalnum():
            compact.append(character.upper())
            ends.append(position + 1)
    length = account_length("".join(compact))
    if not length:
        return 0
    end = ends[length - 1]
    return end if end == len(words) or not (words[end].isalnum() or words[end] == "_") else 0


# -- dates of birth and tax numbers --------------------------------------------------------------------

_MONTH = r"(?:Jan|J\u00e4n|Feb|M\u00e4r|Mar|M\u00e4rz|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)[a-z\u00e4]*\.?"
_DAY = (
    r"(?:[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:(?:19|20)[0-9]{2}|[0-9]{2})|[0-9]{1,2}([/-])[0-9]{1,2}\2(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]"
    rf"|[0-9]{{1,2}}(?:\.|st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:19|20)[0-9]{{2}}"
    rf"|{_MONTH}\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)[0-9]{{2}})(?![0-9])"
)
_NAME = r"[A-Z\u00c4\u00d6\u00dc][\w'-]+"
_BIRTH = pattern(
    r"(?<![^\W_])(?i:geb\.-?\s?dat(?:um)?\.?|gebdat(?:um)?|geb\.|geboren(?:e[rnms]?)?|geburts[_-]?(?:datum|tag)"
    r"|born|birth[_ -]?(?:date|day)|date[_ -]of[_ -]birth|dob)"
    rf"(?:\s(?:in|zu|bei|als|{_NAME},?)(?:[\s/-]{_NAME}){{0,3}},?)?"
    rf"(?i:[\s:\"'=_,(]{{0,5}}(?:am\s|on\s|the\s|ist\s|is\s|der\s|den\s|dem\s){{0,2}}[\"']?)((?i:{_DAY}))"
)
_STAR = pattern(r"(?<=[\w,;(\[] )\*\s?|(?<=[\w,;(\[])\*\s?", re.UNICODE)
_STAR_DAY = pattern(
    r"(?:[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}\.?\s{_MONTH}\s(?:19|20)[0-9]{{2}})(?![\w*])"
)
_TAX = pattern(r"(?<![\w.,/+-])([1-9][0-9]([ \u00a0]?)[0-9]{3}\2[0-9]{3}\2[0-9]{3})(?![\w,/-]|\.[0-9])")
_KEYED_TAX = pattern(
    r"(?<!\w)(?:steuer[-_]?\s?(?:id(?:entifikationsnummer|-?nr|-?nummer)?|nummer|nr)|st\.?-?\s?nr"
    r"|(?:steuerliche\s)?identifikationsnummer|id-?nr|tax[ _-]?(?:id|number|no))"
    r"\b[.:\"'=\s]{0,4}([0-9][0-9 \u00a0/.-]{8,18}[0-9])(?!\w)",
    re.IGNORECASE,
)


def births(words: str) -> Iterator[Spot]:
    """Dates that are called a date of birth, or stand behind a star in a line; any other date is harmless."""
    for each in _BIRTH().finditer(words):
        yield Spot(*each.span(1))
    if "*" in words:
        for star in _STAR().finditer(words):
            day = _STAR_DAY().match(words, star.end())
            if day is not None:
                yield Spot(*day.span())


def tax_ids(words: str) -> Iterator[Spot]:
    """German tax identification numbers by form and check digit, and numbers that are called a tax number."""
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
