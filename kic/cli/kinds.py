"""Kinds of records as people type them: the key or a word for it, in either language, in one or many.

A word that is the end of one kind's word alone is that kind: `Antrag` for `Projektantrag`.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kic.cli.session import Session
from kic.core.near import near
from kic.errors import UsageError

_MANY = ("e", "en", "er", "n", "nen", "s", "se")
"""What German and English words get at their end where there are many, beside an umlaut."""
_SHORTEST = 5
"""Letters from which on the end of a word stands for it."""


_ALSO = {"massnahme": "recommendation", "measure": "recommendation"}
"""What cities call a kind that their own word does not end with."""


def kind_meant(session: Session, word: str, kinds: Iterable[str]) -> str:
    """The kind that a word means; the word itself, in small letters, where it is none."""
    known = tuple(kinds)
    wanted = word.strip().casefold()
    return wanted if wanted in known else _found(plain_word(word), _words(session, known)) or wanted


def known_kind(session: Session, word: str, kinds: Iterable[str]) -> str:
    """The kind that a word means. Raises UsageError with the near ones, as the reader's language calls them."""
    known = tuple(kinds)
    kind = kind_meant(session, word, known)
    if kind not in known:
        close = kinds_near(session, word, known)
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if close else "kic list shows the kinds.",
            name=word,
            names=close,
        )
    return kind


def kinds_near(session: Session, word: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """What may be meant, spelled so that it can be typed: keys, and words of the reader's language."""
    meant = plain_word(word)
    labels = {word: kind for word, kind in _ALSO.items() if kind in kinds}
    labels |= {plain_word(session.language.label("kind", each)): each for each in kinds}
    ends = {  # the end of a compound may be what was misspelled
        label[-length:]: kind
        for label, kind in labels.items()
        for length in range(len(meant) - 1, len(meant) + 2)
        if _SHORTEST <= length < len(label)
    }
    spelled = {**ends, **labels}
    shown = [session.language.label("kind", spelled[each]) for each in near(meant, spelled)]
    return tuple(dict.fromkeys((*shown, *near(word.strip().casefold(), kinds))))[:3]


def _words(session: Session, kinds: Sequence[str]) -> Mapping[str, str]:
    """Every word for these kinds, without umlauts, with the kind: their labels, those of the reader first."""
    from kic.cli.topics.words import WORDS  # noqa: PLC0415
    from kic.present.language import speak  # noqa: PLC0415

    found: dict[str, str] = {}
    for language in (session.language, speak("de")):
        for each in kinds:
            found.setdefault(plain_word(language.label("kind", each)), each)
    for term in WORDS.terms:
        if term.label is not None and term.label[0] == "kind" and term.label[1] in kinds:
            for word in (term.german, term.english):
                found.setdefault(plain_word(word), term.label[1])
    also = {word: kind for word, kind in _ALSO.items() if kind in kinds}
    return {**also, **found, **{plain_word(each): each for each in kinds}}


def _found(word: str, words: Mapping[str, str]) -> str | None:
    spelled = [word, *(word.removesuffix(each) for each in _MANY if word.endswith(each))]
    spelled += [f"{word.removesuffix('ies')}y"] if word.endswith("ies") else []
    for each in spelled:
        if each in words:
            return words[each]
    for each in spelled:
        ends = {kind for whole, kind in words.items() if len(each) >= _SHORTEST and whole.endswith(each)}
        if len(ends) == 1:
            return ends.pop()
    return None


def plain_word(word: str) -> str:
    """As it is compared: small letters without umlauts, `ae` for `ä` too, and no more blanks than needed."""
    spread = unicodedata.normalize("NFKD", " ".join(word.casefold().replace("_", " ").split()))
    plain = "".join(each for each in spread if not unicodedata.combining(each))
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
