"""Marks of personal data in bytes: they rule out most texts before one is searched for what it may hold.

To translate bytes and look for a fixed piece takes a twentieth of the time of searching the text, and what several
kinds look at is made once (`Shapes`). What a mark sees in one text it has to see in a longer one too, behind and before
a zero byte: so many texts are looked at as one (`marked`).
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from kic.core.pattern import pattern
from kic.domain.privacy.accounts import LONGEST, may_be_account

if TYPE_CHECKING:
    import re

T = TypeVar("T")


def _translation(classes: dict[str, str]) -> bytes:
    """A table that makes each byte the sign of its class, any other a blank."""
    table = bytearray(b" " * 256)
    for sign, members in classes.items():
        for member in members.encode("latin-1"):
            table[member] = ord(sign)
    return bytes(table)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = _translation({"a": _LETTERS, "1": "0123456789", "+": "+"})
_TOKENS = _translation({"a": _LETTERS + "_", "x": ".,/+-", "0": "0", "1": "123456789"})
_SHOUTED = bytes.maketrans(bytes(range(97, 123)), bytes(range(65, 91)))
_GROUPING = b" ()/.-\t\xc2\xa0\xe2\x80\x87\x89\xaf\x90\x91\x92\x93"
"""Signs between the groups of a number, the bytes of blanks and dashes beyond ASCII among them."""


class Shapes:
    """The bytes of a text, and of what shape they are: made when it is first asked for."""

    def __init__(self, source: bytes) -> None:
        self.source = source

    @functools.cached_property
    def lower(self) -> bytes:
        """The text in lower case, as far as ASCII goes."""
        return self.source.lower()

    @functools.cached_property
    def shouted(self) -> bytes:
        """The text in upper case without signs between the groups of a number, which may go on in the next line."""
        return self.source.translate(_SHOUTED, _GROUPING + b"\r\n#")


Mark = Callable[[Shapes], bool]

# -- what is looked for --------------------------------------------------------------------------------

# An expression that begins with one fixed piece is found ten times as fast as one that may begin with several, and a
# rare letter (the x of tax) faster than a frequent one.
_SPELLED_AT = (pattern(rb"at[^a-z0-9]{0,3}[)\]}]"), pattern(rb"\xa4t[^a-z0-9]{0,3}[)\]}]"))
_BLANK = rb"(?:\s|[\x80-\xff]{2,3})"
"""One blank, which beyond ASCII has two or three bytes."""
_AREA_CODE = pattern(rb" 0(?:1[01]|0[ x]{0,6}1)[01]*+(?!a)")
"""A zero behind a blank (or behind any sign beyond ASCII, which may be one) begins it, and no letter ends it."""
_NUMBER_BEHIND = rb"[a-z.:\"'= -]{0,22}\(?[+0-9]"
_PHONES = (
    pattern(rb"h(?:one(?<=phone)|andy|wahl(?<=durchwahl))"),
    # Mittel and Mobilität are frequent words: what is called like these has to have a number behind it.
    pattern(rb"f(?:nummer(?<=rufnummer)|(?:on|ax)(?<![a-z0-9_]f..)" + _NUMBER_BEHIND + rb")"),
    pattern(rb"tel(?<![a-z0-9_]tel)" + _NUMBER_BEHIND),
    pattern(rb"mobil(?<![a-z0-9_]mobil)" + _NUMBER_BEHIND),
)
_ACCOUNT = pattern(rb"aa11(?=[a1]{11})")
_BIRTHS = pattern(rb"b(?:irth|orn|(?<=dob)|(?<=geb)(?:\.|-?\s?dat|oren|urts)[^0-9]{0,110}[0-9])")
_STAR = pattern(rb"\*" + _BLANK + rb"?[0-9]{1,4}(?:[.-]|" + _BLANK + rb")")
_DIGITS_OF_TAX = pattern(b"1" * 11)
_DIGIT_BEHIND = rb"[.:\"'=\s\x80-\xff]{0,12}[0-9]"
_TAXES = (
    pattern(rb"steuer[-_]?" + _BLANK + rb"?(?:id|n)[a-z-]{0,20}" + _DIGIT_BEHIND),
    pattern(rb"identifikationsnummer" + _DIGIT_BEHIND),
    pattern(rb"x(?<=tax)[ _-]?(?:id|n)[a-z]{0,5}" + _DIGIT_BEHIND),
    pattern(rb"nr(?:(?<=idnr)|(?<=id-nr))" + _DIGIT_BEHIND),
    pattern(rb"st\.?-?" + _BLANK + rb"?nr" + _DIGIT_BEHIND),
)


def may_hold_email(text: Shapes) -> bool:
    """Whether the sign of an e-mail address stands there, or a word for it in brackets."""
    source = text.source
    if b"@" in source or (b"%" in source and b"%40" in source):
        return True
    return (b"\xef" in source and b"\xef\xbc\xa0" in source) or _has_one(_SPELLED_AT, text.lower)


def may_hold_phone(text: Shapes) -> bool:
    """Whether a number begins like that of a telephone, or something is called one."""
    source = text.source
    if _AREA_CODE().search(b" " + source.translate(_TOKENS)) is not None:
        return True
    if b"+" in source and b"+1111111" in source.translate(_SHAPE, _GROUPING):
        return True
    return _has_one(_PHONES, text.lower)


def may_hold_account(text: Shapes) -> bool:
    """Whether letters and digits have the form of an account, in whatever groups they stand."""
    begins = (each.start() for each in _ACCOUNT().finditer(text.shouted.translate(_SHAPE)))
    return any(may_be_account(text.shouted[at : at + LONGEST]) for at in begins)


def may_hold_birth(text: Shapes) -> bool:
    """Whether something is called a birth, or a number stands behind a star."""
    if _BIRTHS().search(text.lower) is not None:
        return True
    return b"*" in text.source and _STAR().search(text.source) is not None


def may_hold_tax_number(text: Shapes) -> bool:
    """Whether as many digits stand in a row as a tax number has, or something is called one."""
    if _DIGITS_OF_TAX().search(text.source.translate(_SHAPE, b" \xc2\xa0")) is not None:
        return True
    return _has_one(_TAXES, text.lower)


def _has_one(expressions: Iterable[Callable[[], "re.Pattern[bytes]"]], source: bytes) -> bool:
    return any(each().search(source) is not None for each in expressions)


MARKS: tuple[Mark, ...] = (
    may_hold_email,
    may_hold_phone,
    may_hold_account,
    may_hold_birth,
    may_hold_tax_number,
)

# -- which texts hold it -------------------------------------------------------------------------------

_TOGETHER = (64, 8, 1)


def marked(
    all_: Sequence[T],
    joined: Callable[[Sequence[T]], bytes],
    marks: Iterable[Mark] = MARKS,
    sizes: Sequence[int] = _TOGETHER,
) -> Mapping[Mark, Sequence[T]]:
    """By mark, those that it does not rule out.

    Many are looked at as one text first, and where something is seen fewer and fewer: most hold nothing.
    """
    found: dict[Mark, list[T]] = {each: [] for each in marks}
    for start in range(0, len(all_), sizes[0]):
        some = all_[start : start + sizes[0]]
        shapes = Shapes(joined(some))
        seen = [each for each in found if each(shapes)]
        inner = (
            marked(some, joined, seen, sizes[1:]) if seen and len(sizes) > 1 else dict.fromkeys(seen, some)
        )
        for mark, those in inner.items():
            found[mark] += those
    return found
