"""What in a text is a theme, a Leitbild, a goal, a recommendation: by headings, numbers and the words before them.

    recognised(paragraphs, themes) -> Recognised

Nothing is dropped: every paragraph belongs to an element, or is among those left over, with its place.
"""

import re
from collections.abc import Iterable

import msgspec

from kic.repository.concept_text.beginnings import LONGEST_TITLE, NUMBERED, Beginning, Beginnings
from kic.repository.concept_text.columns import Columns
from kic.repository.concept_text.said import Left, Said
from kic.repository.concept_text.tables import Row, read_table
from kic.repository.concept_text.twice import joined
from kic.repository.intake.headings import folded
from kic.sheets.paragraphs import Form, Paragraph

_RESPONSIBLE = re.compile(
    r"(?:zuständig(?:keit)?|verantwortlich|federführung|responsible)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL
)
_VISION = re.compile(
    r"(?:(?:unser|das)\s+)?(?:leitbild|vision)(?:\s*[:\u2013-]\s*(.+))?", re.IGNORECASE | re.DOTALL
)
_GOALS = frozenset(
    (
        "ziele",
        "strategische ziele",
        "operative ziele",
        "unsere ziele",
        "leitziele",
        "handlungsziele",
        "zielsetzungen",
        "goals",
        "strategic goals",
    )
)
_RECOMMENDATIONS = frozenset(
    (
        "handlungsempfehlungen",
        "empfehlungen",
        "maßnahmen",
        "massnahmen",
        "maßnahmenvorschläge",
        "handlungsvorschläge",
        "recommendations",
        "measures",
    )
)


class Recognised(msgspec.Struct, frozen=True):
    """The elements of a text in their order, the first is the edition; and what is left over."""

    elements: tuple[Said, ...]
    left: tuple[Left, ...]


def recognised(
    paragraphs: Iterable[Paragraph],
    themes: Iterable[str],
    beginnings: Beginnings | None = None,
    passed_over: Iterable[str] = (),
    columns: Columns | None = None,
) -> Recognised:
    """What the paragraphs say. `themes` are titles of themes that are known, so that they need no number.

    `passed_over` are chapters, by number or title, that are left with all that stands below them; `columns` tells what
    those of tables hold.
    """
    beginnings = beginnings or Beginnings()
    reader = _Reader(themes, beginnings, passed_over, columns or Columns(beginnings))
    for each in paragraphs:
        reader.take(each)
    return reader.result()


class _Reader:
    """Goes through the paragraphs: where it is among themes and sections, and which element is open."""

    def __init__(
        self, themes: Iterable[str], beginnings: Beginnings, passed_over: Iterable[str], columns: Columns
    ) -> None:
        self._titles = {folded(each) for each in themes}
        self._beginnings, self._columns = beginnings, columns
        self._passed_over = {folded(each) for each in passed_over}
        self._passing: int | None = None
        self._by_shape: set[int] = set()
        self._theme_word = ""
        self._open_level: int | None = None
        self._edition = Said(kind="edition", texts={})
        self.elements: list[Said] = [self._edition]
        self.left: list[Left] = []
        self._theme: int | None = None
        self._theme_level = 0
        self._section = "summary"
        self._section_level = 0
        self._open: Said | None = None
        self._heading = ""
        self._titled = False
        self._bold_goals = False
        self._cells: list[Paragraph] = []
        self._table = -1
        self._rows: list[int] = []

    def take(self, each: Paragraph) -> None:
        """One paragraph."""
        words = f"{each.label} {each.words}".strip() if any(map(str.isdigit, each.label)) else each.words
        if each.passed:
            self.left.append(Left(each.place, self._heading, "", each.passed))
        if self._cells and (each.cell is None or each.cell.table != self._table):
            self._end_table()
        if not words:
            return
        if self._is_passed_over(each, words):
            self._leave(each, words)
        elif each.form is Form.HEADING:
            self._take_heading(each, words)
        elif each.cell is not None:
            self._table = each.cell.table
            self._cells.append(each)
        elif each.form is Form.CAPTION:
            self._leave(each, words)
        elif not self._begins(each, words):
            self._words(each, words)

    def result(self) -> Recognised:
        """What was found; a chapter that was taken for a theme by its shape alone, and holds nothing, is none."""
        self._end_table()
        told_twice = joined(self.elements, self._rows, self.left)
        empty = self._by_shape - {each.theme for each in self.elements}
        for place in sorted(empty):
            chapter = self.elements[place]
            said = (f"{chapter.number} {chapter.title}".strip(), *chapter.texts.values())
            self.left += [Left(chapter.place, chapter.heading, words) for words in said]
        kept = [place for place in range(len(self.elements)) if place not in empty | told_twice]
        moved = {place: now for now, place in enumerate(kept)}
        for each in self.elements:
            each.theme = moved[each.theme] if each.theme is not None else None
        left = sorted(self.left, key=lambda each: each.place)
        return Recognised(tuple(self.elements[place] for place in kept), tuple(left))

    def _is_passed_over(self, each: Paragraph, words: str) -> bool:
        """Whether a paragraph is of a chapter that is left out as a whole."""
        if each.form is Form.HEADING and (self._passing is None or each.level <= self._passing):
            numbered = NUMBERED.fullmatch(words)
            names = (words, *(numbered.groups() if numbered else ()))
            passed = any(folded(name) in self._passed_over for name in names)
            self._passing = each.level if passed else None
            if passed:
                self._heading, self._titled = words, True
                self._section, self._open, self._theme, self._open_level = "other", None, None, None
        return self._passing is not None

    # -- headings ----------------------------------------------------------------------------------------

    def _take_heading(self, each: Paragraph, words: str) -> None:
        above, self._heading = self._heading, words
        if not self._titled and not self._known(each, words):
            self._titled = True
            self._edition.title = words
            self._edition.place = each.place
            return
        self._titled = True
        if self._is_theme(each, words) or self._is_section(each, words):
            return
        if self._begins(each, words):
            return
        if self._open is not None and self._open_level is not None and each.level > self._open_level:
            self._words(each, words)  # a heading inside of a recommendation
            return
        deeper = each.level > self._section_level
        if self._section in ("goals", "recommendations") and deeper:
            kind = "goal" if self._section == "goals" else "recommendation"
            numbered = NUMBERED.fullmatch(words)
            number, title = (numbered[1], numbered[2]) if numbered else ("", words)
            self._new(kind, number, title, each)
            return
        self._section, self._open, self._section_level = "other", None, each.level
        self._open_level = None
        if self._theme is not None and each.level <= self._theme_level:
            self._theme = None
        self._heading = words
        self.left.append(Left(each.place, above, words))

    def _known(self, each: Paragraph, words: str) -> bool:
        plain = folded(words)
        return (
            self._beginnings.begins(each, words)
            or plain in self._titles
            or plain in _GOALS
            or plain in _RECOMMENDATIONS
            or _VISION.fullmatch(words) is not None
        )

    def _is_theme(self, each: Paragraph, words: str) -> bool:
        begun = self._beginnings.named("theme", words) or self._beginnings.unnumbered("theme", words)
        shaped = self._beginnings.shaped(each, words) if begun is None else None
        if begun is not None:
            inside = self._theme is not None and each.level > self._theme_level
            if inside and self._theme_word and begun.word != self._theme_word:
                return False  # a part of a theme that is called by another word
            number, title = begun.number, begun.title
        elif shaped is not None and shaped.kind == "theme" and not self._is_name_of_section(words):
            number, title = shaped.number, shaped.title
        else:
            numbered = NUMBERED.fullmatch(words)
            title = numbered[2] if numbered else words
            number = numbered[1] if numbered else ""
            if folded(title) not in self._titles or "." in number:
                return False
        self.elements.append(
            Said(
                kind="theme",
                number=number,
                title=title.strip(),
                words=" ".join(words.split()),
                place=each.place,
                heading=self._heading,
                texts={},
            )
        )
        self._theme, self._theme_level = len(self.elements) - 1, each.level
        self._theme_word = begun.word if begun is not None else ""
        if begun is None and folded(title) not in self._titles:
            self._by_shape.add(self._theme)
        self._section, self._section_level, self._open = "theme", each.level, None
        self._open_level = None
        return True

    @staticmethod
    def _is_name_of_section(words: str) -> bool:
        numbered = NUMBERED.fullmatch(words)
        plain = folded(numbered[2] if numbered is not None else words)
        return plain in _GOALS or plain in _RECOMMENDATIONS or _VISION.fullmatch(words) is not None

    def _is_section(self, each: Paragraph, words: str) -> bool:
        plain = folded(words)
        numbered = NUMBERED.fullmatch(words)
        if numbered is not None:
            plain = folded(numbered[2])
        if plain in _GOALS:
            section = "goals"
        elif plain in _RECOMMENDATIONS:
            section = "recommendations"
        elif (vision := _VISION.fullmatch(words)) is not None and vision[1] is None:
            section = "vision"
        else:
            return False
        if self._theme is not None and each.level and each.level <= self._theme_level:
            self._theme = None
        self._section, self._section_level, self._open = section, each.level, None
        self._bold_goals, self._open_level = False, None
        return True

    # -- elements ----------------------------------------------------------------------------------------

    def _begins(self, each: Paragraph, words: str) -> bool:
        """Whether a paragraph is the beginning of a goal or recommendation that names itself."""
        for kind in ("recommendation", "goal"):
            begun = self._beginnings.named(kind, words)
            if begun is None and each.form is Form.HEADING and not self._is_inside(each):
                begun = self._beginnings.unnumbered(kind, words)
            if begun is None:
                continue
            titled = each.form is Form.HEADING or each.bold or begun.parted or not begun.title
            if not titled or len(begun.title) > LONGEST_TITLE:
                continue
            return self._has_begun(begun, each)
        begun = self._beginnings.shaped(each, words)
        return begun is not None and begun.kind != "theme" and self._has_begun(begun, each)

    def _is_inside(self, each: Paragraph) -> bool:
        """Whether a heading stands below that of the element that is open."""
        return self._open is not None and self._open_level is not None and each.level > self._open_level

    def _has_begun(self, begun: Beginning, each: Paragraph) -> bool:
        self._new(begun.kind, begun.number, begun.title, each)
        if each.form is not Form.HEADING:
            self._section = "goals" if begun.kind == "goal" else "recommendations"
            self._bold_goals = begun.kind == "goal" or self._bold_goals
        return True

    def _new(self, kind: str, number: str, title: str, each: Paragraph) -> None:
        self._open = Said(
            kind=kind,
            number=number,
            title=" ".join(title.split()),
            theme=self._theme,
            place=each.place,
            heading=self._heading,
            texts={},
        )
        self.elements.append(self._open)
        self._open_level = each.level if each.form is Form.HEADING else None
        if each.form is Form.HEADING:
            self._section = "goals" if kind == "goal" else "recommendations"
            self._section_level = min(self._section_level or each.level, each.level - 1)

    # -- tables ------------------------------------------------------------------------------------------

    def _end_table(self) -> None:
        """Takes the table that has come to its end: its measures, or all of it as what is left."""
        cells, self._cells = self._cells, []
        expected = self._section == "recommendations"
        table = read_table(cells, self._columns, self._beginnings, expected=expected) if cells else None
        if (
            table is not None
            and table.about
            and self._open is not None
            and self._open.kind == "recommendation"
        ):
            self._fill(self._open, table.rows[0])
            self._leave_of(table.rows[0])
        elif table is not None and not table.about:
            theme, self._open, self._open_level = self._theme, None, None
            self._section = "other" if self._section == "summary" else self._section
            for row in table.rows:
                theme = self._take_row(row, theme)
        else:
            for each in cells:
                self._leave(each, each.words)

    def _take_row(self, row: Row, theme: int | None) -> int | None:
        """A measure, or the theme of those that follow; gives the theme."""
        named = self._theme_named(row.alone, row.place, told=False) if row.alone else None
        if named is not None:
            return named
        if not row.is_measure:
            words = (row.number, *row.goals, row.theme, *row.responsible)
            self.left += [Left(row.place, self._heading, each) for each in words if each]
        else:
            said = Said(
                kind="recommendation", title=row.title, place=row.place, heading=self._heading, texts={}
            )
            self._fill(said, row)
            said.theme = theme if said.theme is None else said.theme
            self._rows.append(len(self.elements))
            self.elements.append(said)
        self._leave_of(row)
        return theme

    def _leave_of(self, row: Row) -> None:
        for place, words, persons in row.left:
            self.left.append(Left(place, self._heading, words, ("persons",) if persons else ()))

    def _fill(self, said: Said, row: Row) -> None:
        """What a row says of a recommendation, as far as it is not said yet."""
        said.number = said.number or row.number
        if row.theme and said.theme is None:
            said.theme = self._theme_named(row.theme, row.place, told=True)
        held = said.texts.get("text")
        if row.text:
            said.texts["text"] = "\n\n".join([*([held] if held else []), *row.text])
        said.responsible = said.responsible or ", ".join(row.responsible)
        said.goals = said.goals or tuple(row.goals)

    def _theme_named(self, words: str, place: int, *, told: bool) -> int | None:
        """The place of the theme that a cell names; one that the text has not begun is begun if it is `told` as one."""
        begun = self._beginnings.named("theme", words) or self._beginnings.unnumbered("theme", words)
        numbered = re.fullmatch(r"(\d+)[.)]?(?:\s+(.+))?", words)
        number, title = (
            (begun.number, begun.title)
            if begun is not None
            else (numbered[1], numbered[2] or "")
            if numbered is not None
            else ("", words)
        )
        if not told and begun is None and folded(title) not in self._titles:
            return None
        for at, each in enumerate(self.elements):
            same = folded(title) == folded(each.title) if title and each.title else number == each.number
            if each.kind == "theme" and same:
                return at
        self.elements.append(
            Said(
                kind="theme",
                number=number,
                title=title,
                words=words,
                place=place,
                heading=self._heading,
                texts={},
            )
        )
        return len(self.elements) - 1

    # -- words -------------------------------------------------------------------------------------------

    def _words(self, each: Paragraph, words: str) -> None:
        responsible = _RESPONSIBLE.fullmatch(words)
        vision = _VISION.fullmatch(words) if each.form is not Form.ITEM else None
        if self._open is not None and self._open.kind == "recommendation" and responsible is not None:
            self._open.responsible = responsible[1].strip()
        elif vision is not None and (vision[1] is None or self._section == "theme"):
            self._section, self._open = "vision", None
            if vision[1]:
                self._vision(each, vision[1])
        elif folded(words) in _GOALS | _RECOMMENDATIONS and each.bold:
            self._section = "goals" if folded(words) in _GOALS else "recommendations"
            self._open, self._bold_goals = None, False
        elif self._section == "vision":
            self._vision(each, words)
        elif self._section == "goals":
            self._goal(each, words)
        elif self._open is not None:
            self._add(self._open, "text", each, words)
        elif self._section == "summary" and each.form is not Form.QUOTE and not each.bold:
            self._add(self._edition, "summary", each, words)
        else:
            self._leave(each, words)

    def _vision(self, each: Paragraph, words: str) -> None:
        of = self.elements[self._theme] if self._theme is not None else self._edition
        self._add(of, "vision", each, words)

    def _goal(self, each: Paragraph, words: str) -> None:
        plain = each.words
        if each.bold or (each.first and not self._bold_goals) or self._open is None:
            self._bold_goals = self._bold_goals or each.bold
            if len(plain) > LONGEST_TITLE and not each.bold:
                self._leave(each, words)
                return
            self._new("goal", "", plain, each)
        else:
            self._add(self._open, "text", each, words if not each.first else each.words)

    @staticmethod
    def _add(of: Said, field: str, each: Paragraph, words: str) -> None:
        item = each.form is Form.ITEM and of.kind == "recommendation"
        line = f"- {each.words}" if item and each.first else words
        held = of.texts.get(field)
        if held is None:
            of.texts[field] = line
        else:
            of.texts[field] = (
                f"{held}\n{line}"
                if item and held.rpartition("\n")[2].startswith("- ")
                else f"{held}\n\n{line}"
            )

    def _leave(self, each: Paragraph, words: str) -> None:
        self.left.append(Left(each.place, self._heading, words))
