"""What in a text is a theme, a Leitbild, a goal, a recommendation: by headings, numbers and the words before them.

    recognised(paragraphs, themes) -> Recognised

Nothing is dropped: every paragraph belongs to an element, or is among those left over, with its place.
"""

import re
from collections.abc import Iterable

import msgspec

from kic.repository.intake.headings import folded
from kic.sheets.paragraphs import Form, Paragraph

_MARK = r"\s*[:.)\u2013\u2014-]*\s*"
_NUMBER = r"(\d+(?:\.\d+)*|[IVX]+)"
_THEME = re.compile(
    rf"(?:themenfeld|handlungsfeld|themenbereich|theme)\s+{_NUMBER}{_MARK}(.*)", re.IGNORECASE | re.DOTALL
)
_RECOMMENDATION = re.compile(
    rf"(?:handlungsempfehlung|empfehlung|he|maßnahme|recommendation)(?:\s+nr\.?)?[\s-]+(\d+(?:\.\d+)*)({_MARK})(.*)",
    re.IGNORECASE | re.DOTALL,
)
_GOAL = re.compile(
    rf"(?:strategisches\s+)?(?:ziel|goal)\s+(\d+(?:\.\d+)*)({_MARK})(.*)", re.IGNORECASE | re.DOTALL
)
_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)[.)]?\s+(.+)", re.DOTALL)
_RESPONSIBLE = re.compile(
    r"(?:zuständig(?:keit)?|verantwortlich|federführung|responsible)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL
)
_VISION = re.compile(
    r"(?:(?:unser|das)\s+)?(?:leitbild|vision)(?:\s*[:\u2013-]\s*(.+))?", re.IGNORECASE | re.DOTALL
)
_GOALS = frozenset(("ziele", "strategische ziele", "unsere ziele", "goals", "strategic goals"))
_RECOMMENDATIONS = frozenset(("handlungsempfehlungen", "empfehlungen", "maßnahmen", "recommendations"))
_LONGEST_TITLE = 200
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Said(msgspec.Struct, kw_only=True):
    """An element as the text says it.

    `kind` is edition, theme, goal or recommendation; `texts` are its words by the fields of the record, paragraphs
    apart by an empty line. `theme` is the place of its theme among the elements, None for those of the whole; `heading`
    is the one that it stands under.
    """

    kind: str
    number: str = ""
    title: str = ""
    theme: int | None = None
    place: int = 1
    heading: str = ""
    texts: dict[str, str] = {}
    responsible: str = ""


class Left(msgspec.Struct, frozen=True):
    """A paragraph that belongs to no element: its place, the heading above, its words, and what of it was not read."""

    place: int
    heading: str
    words: str
    passed: tuple[str, ...] = ()


class Recognised(msgspec.Struct, frozen=True):
    """The elements of a text in their order, the first is the edition; and what is left over."""

    elements: tuple[Said, ...]
    left: tuple[Left, ...]


def recognised(paragraphs: Iterable[Paragraph], themes: Iterable[str]) -> Recognised:
    """What the paragraphs say. `themes` are titles of themes that are known, so that they need no number."""
    reader = _Reader(themes)
    for each in paragraphs:
        reader.take(each)
    return Recognised(tuple(reader.elements), tuple(reader.left))


class _Reader:
    """Goes through the paragraphs: where it is among themes and sections, and which element is open."""

    def __init__(self, themes: Iterable[str]) -> None:
        self._titles = {folded(each) for each in themes}
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

    def take(self, each: Paragraph) -> None:
        """One paragraph."""
        words = f"{each.label} {each.words}".strip() if any(map(str.isdigit, each.label)) else each.words
        if each.passed:
            self.left.append(Left(each.place, self._heading, "", each.passed))
        if not words:
            return
        if each.form is Form.HEADING:
            self._take_heading(each, words)
        elif each.form is Form.TABLE or each.form is Form.CAPTION:
            self._leave(each, words)
        elif not self._begins(each, words):
            self._words(each, words)

    # -- headings ----------------------------------------------------------------------------------------

    def _take_heading(self, each: Paragraph, words: str) -> None:
        above, self._heading = self._heading, words
        if not self._titled and not self._known(words):
            self._titled = True
            self._edition.title = words
            self._edition.place = each.place
            return
        self._titled = True
        if self._is_theme(each, words) or self._is_section(each, words):
            return
        if self._begins(each, words):
            return
        deeper = each.level > self._section_level
        if self._section in ("goals", "recommendations") and deeper:
            kind = "goal" if self._section == "goals" else "recommendation"
            numbered = _NUMBERED.fullmatch(words)
            number, title = (numbered[1], numbered[2]) if numbered else ("", words)
            self._new(kind, number, title, each)
            return
        self._section, self._open, self._section_level = "other", None, each.level
        if self._theme is not None and each.level <= self._theme_level:
            self._theme = None
        self._heading = words
        self.left.append(Left(each.place, above, words))

    def _known(self, words: str) -> bool:
        plain = folded(words)
        return (
            _THEME.fullmatch(words) is not None
            or _RECOMMENDATION.fullmatch(words) is not None
            or plain in self._titles
            or plain in _GOALS
            or plain in _RECOMMENDATIONS
            or _VISION.fullmatch(words) is not None
        )

    def _is_theme(self, each: Paragraph, words: str) -> bool:
        match = _THEME.fullmatch(words)
        if match is not None:
            number, title = _arabic(match[1]), match[2]
        else:
            numbered = _NUMBERED.fullmatch(words)
            title = numbered[2] if numbered else words
            number = numbered[1] if numbered else ""
            if folded(title) not in self._titles or "." in number:
                return False
        self.elements.append(
            Said(
                kind="theme",
                number=number,
                title=title.strip(),
                place=each.place,
                heading=self._heading,
                texts={},
            )
        )
        self._theme, self._theme_level = len(self.elements) - 1, each.level
        self._section, self._section_level, self._open = "theme", each.level, None
        return True

    def _is_section(self, each: Paragraph, words: str) -> bool:
        plain = folded(words)
        numbered = _NUMBERED.fullmatch(words)
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
        self._bold_goals = False
        return True

    # -- elements ----------------------------------------------------------------------------------------

    def _begins(self, each: Paragraph, words: str) -> bool:
        """Whether a paragraph is the beginning of a goal or recommendation that names itself."""
        for kind, pattern in (("recommendation", _RECOMMENDATION), ("goal", _GOAL)):
            match = pattern.fullmatch(words)
            if match is None:
                continue
            titled = each.form is Form.HEADING or each.bold or bool(match[2].strip()) or not match[3].strip()
            if not titled or len(match[3]) > _LONGEST_TITLE:
                continue
            self._new(kind, match[1], match[3].strip(), each)
            if each.form is not Form.HEADING:
                self._section = "goals" if kind == "goal" else "recommendations"
                self._bold_goals = kind == "goal" or self._bold_goals
            return True
        return False

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
        if each.form is Form.HEADING:
            self._section = "goals" if kind == "goal" else "recommendations"
            self._section_level = min(self._section_level or each.level, each.level - 1)

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
            if len(plain) > _LONGEST_TITLE and not each.bold:
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


def _arabic(number: str) -> str:
    """A number of digits; Roman ones are turned."""
    if number[0].isdigit():
        return number
    values = [_ROMAN[each] for each in number.upper()]
    total = sum(
        -each if any(each < later for later in values[i + 1 :]) else each for i, each in enumerate(values)
    )
    return str(total)
