"""The demo city's past, worked out from its present state: one stage for each revision of its git history.

The city is written once, as it is today. A record tells by its own dates when it began, and its logs when
each entry was made; `history.yaml` adds what no date tells: where files lay before and how texts read.
Everything happens in memory, and the last stage is the present state byte for byte.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from importlib.resources import files as package_files
from typing import Any, NamedTuple

import msgspec
import yaml

from kic.demo.lines import Layout, block_of, blocks_of, items_of, with_scalar, without


class Stage(NamedTuple):
    """One revision: its day, its subject line, the office that made it, the changed files (None: gone)."""

    date: datetime.date
    subject: str
    author: str
    changes: dict[str, bytes | None]


class _Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage as history.yaml names it; `id` is what the other tables refer to.

    With `only`, other files than these stay as they were before, also where the day of more has come: who
    sends an invitation does not enter what the offices have reported.
    """

    id: str
    date: datetime.date
    author: str
    subject: str
    only: list[str] = []


class _Begin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When files begin: on the first of these date fields, with a stage, or when a record names them."""

    files: list[str]
    on: list[str] = []
    stage: str | None = None
    when_named: bool = False


class _Drop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that was not there yet: until the day in a date field, or before a stage.

    `items[].vote` is the field `vote` of each entry of the list `items`.
    """

    files: list[str]
    field: str
    until: str | None = None
    before: str | None = None


class _Reach(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that goes through values in order, each from the day in a date field on (the first at once)."""

    files: list[str]
    field: str
    values: dict[str, str]


class _Follow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that equals the same field of the last entry of a list."""

    files: list[str]
    field: str
    list: str


class _Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files that lay in another folder before a stage: the first part of the path was another."""

    files: list[str]
    before: str
    now: str
    was: str


class _Was(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stood in files before a stage; `every` place of them, or the one that there is."""

    files: list[str]
    before: str
    now: str
    was: str
    every: bool = False


class History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `history.yaml` says."""

    stages: list[_Moment]
    begin: list[_Begin]
    logs: dict[str, str]
    drop: list[_Drop]
    reach: list[_Reach]
    follow: list[_Follow]
    moves: list[_Move]
    was: list[_Was]


class Untold(ValueError):
    """The city and `history.yaml` do not fit; the sentence says where. A bug of the demo, not content."""


def told() -> History:
    """The history that is told of the demo city."""
    source = package_files("kic.demo").joinpath("history.yaml").read_bytes()
    plain = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # builds text, lists and maps only
    return msgspec.convert(plain, History, strict=False)


def stages(files: Mapping[str, bytes], history: History | None = None) -> list[Stage]:
    """Every revision from the first concept to the present state of these files, in order of time.

    A revision that would change nothing is left out. Raises Untold where `history` does not fit the files.
    """
    past = _Past(files, history or told())
    revisions: list[Stage] = []
    before: dict[str, bytes] = {}
    for number, moment in enumerate(past.history.stages):
        after = past.at(number)
        if moment.only:
            chosen = {path: content for path, content in after.items() if _fits_any(moment.only, path)}
            after = {path: content for path, content in before.items() if path not in chosen} | chosen
        changes: dict[str, bytes | None] = dict.fromkeys(before.keys() - after.keys())
        changes.update((path, content) for path, content in after.items() if before.get(path) != content)
        if changes:
            revisions.append(Stage(moment.date, moment.subject, moment.author, dict(sorted(changes.items()))))
        before = after
    past.all_used()
    return revisions


class _Past:
    """The files of the present with what they say, and the history that is told of them."""

    def __init__(self, files: Mapping[str, bytes], history: History) -> None:
        self.history = history
        self.files = dict(files)
        self.number = {moment.id: number for number, moment in enumerate(history.stages)}
        self.read = {
            path: yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # as above
            for path, source in files.items()
            if path.endswith(".yaml")
        }
        self.rules = {
            path: next((rule for rule in history.begin if _fits(rule, path)), None) for path in files
        }
        self.used: set[int] = set()
        named = [self.read[path]["id"] for path, rule in self.rules.items() if rule and rule.when_named]
        self.names = re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(map(re.escape, named))})(?![a-z0-9-])")

    def at(self, number: int) -> dict[str, bytes]:
        """The files as they were after this stage."""
        if number == len(self.history.stages) - 1:
            return dict(self.files)
        texts = {path: self._text(path, number) for path in self.files if self._begun(path, number)}
        named = {name for text in texts.values() for name in self.names.findall(text)}
        for path, rule in self.rules.items():
            if rule and rule.when_named and self.read[path]["id"] in named:
                texts[path] = self._text(path, number)
        return {self._lay(path, number): text.encode() for path, text in texts.items()}

    def all_used(self) -> None:
        """Raises Untold if a rule about words has found nothing at any stage."""
        for rule in self.history.was:
            if id(rule) not in self.used:
                raise Untold(f"history.yaml: {rule.now!r} stands in none of {rule.files}")

    def _begun(self, path: str, number: int) -> bool:
        rule = self.rules[path]
        if rule is None or rule.when_named:
            return False
        if rule.stage is not None:
            return number >= self.number[rule.stage]
        day = next((d for field in rule.on if (d := _day(self.read[path], field)) is not None), None)
        return day is not None and day <= self.history.stages[number].date

    def _lay(self, path: str, number: int) -> str:
        for move in self.history.moves:
            if number < self.number[move.before] and _fits(move, path):
                return move.was + path.removeprefix(move.now)
        return path

    def _text(self, path: str, number: int) -> str:
        text = self.files[path].decode()
        if path in self.read:
            text = self._shortened(path, text, number)
        for rule in sorted(self.history.was, key=lambda each: -self.number[each.before]):
            if number >= self.number[rule.before] or not _fits(rule, path) or rule.now not in text:
                continue
            if not rule.every and text.count(rule.now) > 1:
                raise Untold(f"history.yaml: {rule.now!r} stands more than once in {path}")
            text = text.replace(rule.now, rule.was)
            self.used.add(id(rule))
        return text

    def _shortened(self, path: str, text: str, number: int) -> str:
        """The file without what came later: entries of its logs, fields, and values that were not reached."""
        plain, day = self.read[path], self.history.stages[number].date
        layout = Layout(text)
        for rule in self.history.drop:
            if not _fits(rule, path) or not (spans := blocks_of(layout, rule.field)):
                continue
            told = _day(plain, rule.until) if rule.until else None
            if (told and told > day) or (rule.before and number < self.number[rule.before]):
                layout = without(layout, spans)
        for reach in self.history.reach:
            if _fits(reach, path) and block_of(layout, reach.field) is not None:
                layout = with_scalar(layout, reach.field, _reached(reach, plain, day))
        for field, stamp in self.history.logs.items():
            entries = plain.get(field)
            if isinstance(entries, list):
                layout = self._cut(path, layout, field, [_day(entry, stamp) for entry in entries], day)
        return str(layout)

    def _cut(
        self, path: str, layout: Layout, field: str, days: list[datetime.date | None], day: datetime.date
    ) -> Layout:
        later = [position for position, made in enumerate(days) if made is not None and made > day]
        if not later:
            return layout
        for follow in self.history.follow:
            kept = [entry for at, entry in enumerate(self.read[path][field]) if at not in later]
            if follow.list == field and _fits(follow, path) and kept and follow.field in kept[-1]:
                layout = with_scalar(layout, follow.field, kept[-1][follow.field])
        spans = items_of(layout, field)
        if len(spans) != len(days):
            raise Untold(f"{path}: the entries of {field} do not stand one under the other")
        if len(later) == len(days):
            whole = block_of(layout, field)
            assert whole is not None
            return without(layout, [whole])
        return without(layout, [spans[position] for position in later])


def _fits(rule: Any, path: str) -> bool:
    return _fits_any(rule.files, path)


def _fits_any(patterns: Iterable[str], path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _values(plain: Any, field: str) -> Iterator[str]:
    """The text of a field `a.b`; of a list the field of every item."""
    if isinstance(plain, list):
        for item in plain:
            yield from _values(item, field)
    elif not field:
        if isinstance(plain, str):
            yield plain
    elif isinstance(plain, dict):
        first, _, rest = field.partition(".")
        if first in plain:
            yield from _values(plain[first], rest)


def _day(plain: Any, field: str) -> datetime.date | None:
    """The first day that a date field can mean; of a list the earliest one; None if there is no date."""
    spellings = [value[:10] for value in _values(plain, field)]
    days = [value + "-01" * (2 - value.count("-")) for value in spellings if re.match(r"\d{4}", value)]
    return min(map(datetime.date.fromisoformat, days), default=None)


def _reached(rule: _Reach, plain: Any, day: datetime.date) -> str:
    """The last value up to the present one whose day has come; the present one where it is not in the row."""
    present = next(_values(plain, rule.field))
    if present not in rule.values:
        return present
    reached = present
    for place, (value, field) in enumerate(rule.values.items()):
        since = _day(plain, field) if field else None
        if place == 0 or (since is not None and since <= day):
            reached = value
        if value == present:
            break
    return reached
