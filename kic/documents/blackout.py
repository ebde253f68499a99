"""Blacking others out: what an applicant may see of a file must not tell of any other applicant.

Names are found as words: ids, titles, names of organisations with and without their legal form, pseudonyms, names of
the private overlay, and `Antrag 7`. A text of the office or of the committee that names another is blacked out as a
whole, since what stands around a name may tell of it too; in the applicant's own words only the name is.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import msgspec

from kic.core.pack import Pack
from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.domain.applications import Application
from kic.domain.concept.structure import Body

BLACK = "█████"
"""What stands in place of what is blacked out."""

_LEGAL = re.compile(
    r"\s*(?:,\s*)?\b(?:e\.\s?V\.|gGmbH|GmbH|gUG|UG|e\.\s?G\.|eG|AG|Stiftung)\s*\Z", re.IGNORECASE
)
_SHORTEST = 5
"""Without its legal form a name is looked for only if it is as long as this: shorter ones are words like others."""
_PSEUDONYM = re.compile(r"(?<![\w-])p-[0-9]{4}(?![\w-])", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:Antr(?:ag|ags|ages|äge|ägen)|Projektantr(?:ag|äge|ägen)|applications?)(?:\s+(?:Nr\.|Nummer|No\.|number))?\s+"
    r"(?P<numbers>[0-9]{1,3}(?:(?:\s*(?:,|und|bis|and|to|\u2013|-)\s*)[0-9]{1,3})*)(?![0-9.]*[0-9])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+")


class Blackout:
    """What tells of applicants other than one. `own` are the applications of the one who may see the file.

    `pseudonyms` are others of its own names, such as that of a person who only contributed to a revision.
    """

    def __init__(
        self,
        repository: Snapshot,
        own: Iterable[str],
        private_names: Iterable[str] = (),
        pseudonyms: Iterable[str] = (),
    ) -> None:
        self._own = frozenset(own)
        every = repository.all(Application)
        who = {_who(each) for each in every if each.id in self._own}
        # Other applications of the same applicant, in other years, are no secret from it.
        mine = [each for each in every if each.id in self._own or _who(each) in who]
        own_ids = {each.id for each in mine}
        others = [each for each in every if each.id not in own_ids]
        self._pseudonyms = frozenset(each.applicant.person for each in mine if each.applicant.person)
        self._pseudonyms |= frozenset(pseudonyms)
        self._numbers = frozenset(str(each.number) for each in mine if each.id in self._own)
        own_bodies = {each.applicant.body for each in mine}
        bodies = {each.applicant.body for each in others if each.applicant.body} - own_bodies
        found = {name for each in others for name in (each.id, each.title)} | bodies
        for body in bodies:
            record = repository.get(Body, body)
            if record is not None:
                found |= _spellings(record.name)
        found |= {each.applicant.person for each in others if each.applicant.person} - self._pseudonyms
        found |= {name for name in private_names if name.strip()}
        found |= {name.replace("ß", "ss") for name in found}
        allowed = {_flat(each.title) for each in mine} | {
            _flat(name)
            for body in own_bodies
            if (record := repository.get(Body, body)) is not None
            for name in _spellings(record.name)
        }
        self._names = sorted(
            (name for name in found if _flat(name) not in allowed), key=lambda n: (-len(n), n)
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any of the names as words, whatever stands between their words and in whatever case."""
        spelled = (
            r"[\s\u00a0_-]+".join(map(re.escape, re.split(r"[\s\u00a0_-]+", name))) for name in self._names
        )
        return re.compile(rf"(?<!\w)(?:{'|'.join(spelled) or '(?!)'})(?!\w)", re.IGNORECASE)

    def tells(self, words: str) -> bool:
        """Whether a text names another applicant."""
        return (
            self._pattern.search(words) is not None
            or any(each[0].lower() not in self._pseudonyms for each in _PSEUDONYM.finditer(words))
            or any(self._of_others(each) for each in _NUMBERED.finditer(words))
        )

    def _of_others(self, found: re.Match[str]) -> bool:
        return any(number.lstrip("0") not in self._numbers for number in _DIGITS.findall(found["numbers"]))

    def over(self, words: str | None) -> str | None:
        """A text of the office: as it is, or blacked out as a whole."""
        return BLACK if words is not None and self.tells(words) else words

    def within(self, words: str) -> str:
        """The applicant's own words, with nothing but names of others blacked out."""
        words = self._pattern.sub(BLACK, words)
        words = _PSEUDONYM.sub(lambda each: each[0] if each[0].lower() in self._pseudonyms else BLACK, words)
        return _NUMBERED.sub(lambda each: BLACK if self._of_others(each) else each[0], words)


def _who(application: Application) -> str:
    return application.applicant.body or application.applicant.person or application.id


def guarded(pack: Pack, blackout: Blackout) -> Pack:
    """The pack with every word in it looked at once more: what still names another is blacked out there."""
    replace = msgspec.structs.replace
    return replace(
        pack,
        facts=tuple((key, label, _guarded(value, blackout)) for key, label, value in pack.facts),
        tables=tuple(
            replace(each, rows=tuple(tuple(_guarded(cell, blackout) for cell in row) for row in each.rows))
            for each in pack.tables
        ),
    )


def _guarded(value: Any, blackout: Blackout) -> Any:
    if isinstance(value, Text):
        return Text(
            value.id, {key: _guarded(each, blackout) for key, each in value.values.items()}, value.plural
        )
    if isinstance(value, tuple):
        return tuple(_guarded(each, blackout) for each in value)
    return blackout.within(value) if type(value) is str else value


def _spellings(name: str) -> set[str]:
    bare = _LEGAL.sub("", name)
    return {name, bare} if len(bare) >= _SHORTEST else {name}


def _flat(words: str) -> str:
    return " ".join(words.casefold().split())
