"""What the columns of a table of measures hold, by their headings.

Columns(beginnings, {"Kosten": Column.TEXT}).meaning("Zuständige Stelle") -> Column.RESPONSIBLE
"""

import enum
from collections.abc import Iterator, Mapping, Sequence

from kic.core.near import near
from kic.errors import UsageError
from kic.repository.concept_text.beginnings import Beginnings
from kic.repository.intake.headings import column_given, folded, is_personal, meant


class Column(enum.Enum):
    """What stands in a column. Details have no field of their own; they stand in the text, behind their heading."""

    NUMBER = "number"
    TITLE = "title"
    TEXT = "text"
    GOALS = "goals"
    THEME = "theme"
    RESPONSIBLE = "responsible"
    DETAIL = "detail"
    PERSONS = "persons"
    IGNORED = "ignored"


_WORDS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        "nr", "nummer", "lfd nr", "lfd nummer", "laufende nummer", "ziffer", "he", "he nr", "he-nr", "maßnahmen-nr",
        "maßnahmennummer", "no", "number",
    ),
    Column.TEXT: (
        "beschreibung", "kurzbeschreibung", "maßnahmenbeschreibung", "inhalt", "inhalte", "text", "wortlaut",
        "erläuterung", "erläuterungen", "umsetzung", "umsetzungsschritte", "vorgehen", "description", "content",
        "wording",
    ),
    Column.GOALS: ("ziele", "strategische ziele", "operative ziele", "zielsetzung", "zielsetzungen", "goals"),
    Column.RESPONSIBLE: (
        "zuständig", "zuständigkeit", "zuständigkeiten", "zuständige stelle", "zuständige stellen", "verantwortlich",
        "verantwortliche", "verantwortlichkeit", "verantwortung", "verantwortliche stelle", "federführung",
        "federführend", "federführende stelle", "umsetzung durch", "träger", "responsible", "responsibility", "lead",
    ),
    Column.DETAIL: (
        "zeitraum", "zeitplan", "zeitplanung", "zeithorizont", "zeitrahmen", "umsetzungszeitraum", "laufzeit", "frist",
        "termin", "beginn", "umsetzung bis", "zielgruppe", "zielgruppen", "kosten", "finanzierung", "ressourcen",
        "mittel", "indikator", "indikatoren", "messgröße", "erfolgskriterien", "partner", "kooperationspartner",
        "kooperation", "beteiligte", "akteure", "priorität", "period", "time", "target group", "costs", "funding",
        "indicators", "partners", "priority",
    ),
}  # fmt: skip
_TITLES = ("titel", "bezeichnung", "title")
"""Say that there is a title, not of what; so do they alone only below a heading that says it."""
_OF = ("maßnahme", "massnahme", "handlungsempfehlung", "empfehlung", "measure", "recommendation")

_LONGEST = 60
"""Characters of a heading; what is longer is a text in a table that has none."""


class Columns:
    """Tells what columns hold.

    `seen` are the headings that tables of the text have, `unread` those not known. `others` are the headings of each
    table that is not of measures, as far as is known, and whether it stands where measures do.
    """

    def __init__(self, beginnings: Beginnings, told: Mapping[str, Column] | None = None) -> None:
        self._told = {folded(heading): column for heading, column in (told or {}).items()}
        self._spelled = {folded(heading): heading for heading in told or {}}
        self.seen: dict[str, str] = {}
        self.unread: list[str] = []
        self.others: dict[tuple[str, ...], bool] = {}
        mine = {word for each in ("theme", "goal", "recommendation") for word in beginnings.words(each)}
        words = {
            **dict.fromkeys(_many(beginnings.words("theme")), Column.THEME),
            **dict.fromkeys(_many(beginnings.words("goal")), Column.GOALS),
            **dict.fromkeys(_many(beginnings.words("recommendation")), Column.TITLE),
        }
        known = {word: column for column, spelled in _WORDS.items() for word in spelled}
        self._strong = {**words, **{word: c for word, c in known.items() if word not in mine or word == "he"}}
        self._weak = dict.fromkeys(_TITLES, Column.TITLE)

    @classmethod
    def told(cls, beginnings: Beginnings, spelled: Sequence[str]) -> "Columns":
        """With what `--column HEADING=FIELD` says. Raises UsageError for another spelling or another field."""
        told = {}
        for each in spelled:
            heading, column = column_given(each, Column, "Kosten=text")
            told[heading] = column
        return cls(beginnings, told)

    def meaning(self, heading: str) -> Column | None:
        """What stands below a heading; None where it is not known."""
        name = folded(heading)
        self.seen.setdefault(name, heading)
        if name in self._told:
            return self._told[name]
        for each in _OF:
            for part in (f" der {each}", f" of {each}", f" of the {each}"):
                if name.endswith(part):
                    short = name.removesuffix(part)
                    return Column.TITLE if short in (*_TITLES, "name") else meant(short, self._strong)
        if is_personal(heading):
            return Column.PERSONS
        found = meant(name, self._strong) or self._weak.get(name)
        if found is None and any(
            word in _OF or self._strong.get(word) is Column.TITLE for word in name.split()
        ):
            return Column.TITLE  # `Konkrete Maßnahme`, `Maßnahme / Projekt`
        return found

    def is_of_measures(self, headings: Sequence[str], *, expected: bool) -> bool:
        """Whether headings are those of measures: one calls them so, or was told, and one more is known."""
        found = {heading: self.meaning(heading) for heading in headings}
        known = [column for column in found.values() if column not in (None, Column.PERSONS)]
        titled = [heading for heading, column in found.items() if column is Column.TITLE]
        says_so = any(folded(each) in self._told or folded(each) not in self._weak for each in titled)
        several = len(set(known)) > 1 or (len(headings) == 1 and bool(known))
        return several and (says_so or (expected and bool({Column.TITLE, Column.TEXT} & set(known))))

    def given(self, headings: Sequence[str]) -> tuple[str, ...]:
        """Those of which was told what they hold."""
        return tuple(each for each in headings if folded(each) in self._told)

    def lacking(self, headings: Sequence[str]) -> tuple[tuple[str, Column], ...]:
        """What is to be told of a table that is not read as one of measures: headings, each with its field.

        No heading is named of which something was told; where there is no other one, it is empty.
        """
        found = {heading: self.meaning(heading) for heading in headings}
        free = sorted(
            (each for each in headings if folded(each) not in self._told),
            key=lambda each: (found[each] is not Column.TITLE, found[each] is not None),
        )
        lacking = []
        if not any(
            column is Column.TITLE and (folded(each) in self._told or folded(each) not in self._weak)
            for each, column in found.items()
        ):
            title = free.pop(0) if free else ""
            found[title] = Column.TITLE
            lacking.append((title, Column.TITLE))
        if len(set(found.values()) - {None, Column.PERSONS}) < 2:  # noqa: PLR2004  # as `is_of_measures` wants it
            others = [each for each in free if found[each] is not Column.TITLE]
            lacking.append((others[0] if others else "", Column.TEXT))
        return tuple(lacking)

    def left_alone(self, row: Sequence[str], *, expected: bool) -> None:
        """Keeps the first row of a table that is not of measures, where it may be one of headings."""
        headings = [each for each in row if each and self.meaning(each) is not Column.PERSONS]
        if len(headings) > 1 and all(len(each) <= _LONGEST for each in headings):
            self.others[tuple(headings)] = expected or self.others.get(tuple(headings), False)

    def all_seen(self) -> None:
        """Raises UsageError where a heading was told that no table of the text has."""
        for heading in self._told:
            if heading not in self.seen:
                close = near(heading, self.seen)
                raise UsageError(
                    "No table of the text has a column {heading}.",
                    help="Did you mean {names}?"
                    if close
                    else "Its headings are {names}."
                    if self.seen
                    else "It has no tables with headings.",
                    heading=self._spelled[heading],
                    names=tuple(self.seen[each] for each in close) or tuple(self.seen.values()),
                )


def _many(words: Sequence[str]) -> Iterator[str]:
    for each in words:
        yield from (each, f"{each}n", f"{each}en")
