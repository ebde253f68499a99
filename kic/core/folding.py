r"""Words in the one form by which they are searched: case, umlauts, accents and hyphens make no difference.

`Öffentlichkeit`, `Oeffentlichkeit` and `ÖFFENTLICH-KEIT` are all `oeffentlichkeit`, `Straße` is `strasse`,
`Bürger:innen` and `Bürger/-innen` are `buergerinnen`. The public site searches by the same rules in JavaScript
(`\p{M}`, `toLowerCase` and `normalize` are the same tables of Unicode).
"""

import unicodedata

from kic.core.pattern import pattern

SPELLED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "ς": "σ",  # noqa: RUF001  # other letters than they look like
}  # fmt: skip
"""Letters, in lower case, that are spelled in another way: as DIN 5007-2 has it, then what has no accent to lose."""
DROPPED = "-\u00ad\u2010\u2011\u200b\u200c\u200d\u2060\ufeff"
"""Hyphens, and what is not seen at all."""

_sign = pattern(r"[*:_·/](?<=[a-z].)(?=in(?:nen)?(?![a-z0-9]))")
"""What stands before `innen` in forms for all genders."""


def fold(words: str) -> str:
    """The words as they are searched. Folding twice changes nothing more; line ends and blanks stay."""
    folded = words.lower() if words.isascii() else _spelled(unicodedata.normalize("NFC", words))
    return _sign().sub("", _without_hyphens(folded))


def _without_hyphens(words: str) -> str:
    for hyphen in DROPPED:
        words = words.replace(hyphen, "")
    return words


def _spelled(words: str) -> str:
    words = _replaced(words.lower())
    if words.isascii():
        return words
    words = unicodedata.normalize("NFKD", words).lower()  # which makes letters of signs, capitals among them
    if words.isascii():
        return words
    for sign in set(words):
        if not sign.isascii() and unicodedata.category(sign)[0] == "M":
            words = words.replace(sign, "")
    return _replaced(words)


def _replaced(words: str) -> str:
    for letter, spelling in SPELLED.items():
        words = words.replace(letter, spelling)
    return words


class Folded:
    """Folded words with the place in the original that each character came from."""

    __slots__ = ("places", "words")

    def __init__(self, original: str) -> None:
        folded: list[str] = []
        places: list[int] = []
        for start, cluster in _clusters(original):
            letters = _without_hyphens(_spelled(unicodedata.normalize("NFC", cluster)))
            folded.append(letters)
            places += [start] * len(letters)
        joined = "".join(folded)
        for sign in reversed([found.start() for found in _sign().finditer(joined)]):
            joined = joined[:sign] + joined[sign + 1 :]
            del places[sign]
        self.words = joined
        self.places = (*places, len(original))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the folded characters from `start` up to `end` stand."""
        first, last = self.places[start], self.places[end - 1]
        after = next((place for place in self.places[end:] if place > last), self.places[-1])
        return first, after


def _clusters(words: str) -> list[tuple[int, str]]:
    """Each character with the combining marks behind it, and where it begins."""
    found: list[tuple[int, str]] = []
    for place, character in enumerate(words):
        if found and not character.isascii() and unicodedata.category(character)[0] == "M":
            start, cluster = found[-1]
            found[-1] = start, cluster + character
        else:
            found.append((place, character))
    return found


def slip(word: str, other: str) -> bool:
    """Whether two words differ in at most one typing error: a letter wrong, missing, too many, or two swapped."""
    if word == other:
        return True
    shorter, longer = sorted((word, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    if shorter[same + 1 :] == longer[same + 1 :]:
        return True
    swapped = shorter[same + 1 : same + 2] + shorter[same : same + 1]
    return longer[same : same + 2] == swapped and shorter[same + 2 :] == longer[same + 2 :]
