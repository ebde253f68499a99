"""Names of persons in texts where they do not belong: those that the private overlay knows, and no others.

A name has no form; but whoever is entered in the overlay has one that can be looked for, in any case, with any blanks,
and with the last name first.
"""

import functools
import re
from collections.abc import Iterator, Mapping

from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.domain.privacy.files import beside, texts_of
from kic.domain.privacy.forms import Spot
from kic.domain.privacy.rules import span_of

_FEWEST_WORDS = 2
"""A single word such as `Müller` may be a street, a firm or anybody."""
_BETWEEN = r"[\s\u00a0_.-]+"


def named_persons(words: str, people: Mapping[str, str]) -> Iterator[tuple[str, Spot]]:
    """Whose name stands where in a text. `people` are names by pseudonym."""
    folded = words.casefold()
    for id_, name in people.items():
        parts = tuple(re.split(r"[\s\u00a0]+", name.strip()))
        if len(parts) < _FEWEST_WORDS or parts[-1].casefold() not in folded:
            continue
        for each in _pattern(parts).finditer(words):
            yield id_, Spot(*each.span())


@functools.lru_cache(maxsize=512)
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    spelled = [re.escape(part) for part in parts]
    forward = _BETWEEN.join(spelled)
    backward = rf"{spelled[-1]}\s*,?{_BETWEEN}{_BETWEEN.join(spelled[:-1])}"
    return re.compile(rf"(?<![^\W_])(?:{forward}|{backward})(?![^\W_])", re.IGNORECASE)


def persons_in_records(repository: Snapshot, people: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Every place of a record, comment, other text or file name where one of these people stands."""
    for entry in repository if people else ():
        words = entry.source.decode("utf-8", "replace").removeprefix("\ufeff")
        for id_, spot in named_persons(words, people):
            yield id_, Place(entry.path, (), span=span_of(words, spot))
    for path, content in texts_of(repository) if people else ():
        words = content.decode("utf-8", "replace").removeprefix("\ufeff")
        for id_, spot in named_persons(words, people):
            yield id_, Place(path, (), span=span_of(words, spot))
    for path in (*repository.files, *beside(repository)) if people else ():
        for id_ in dict.fromkeys(each for each, _ in named_persons(path, people)):
            yield id_, Place(path, (), span=START)
