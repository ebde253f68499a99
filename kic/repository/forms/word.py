"""The fields of a form in a DOCX file: content controls by their hidden names."""

from collections import Counter
from functools import cached_property

import msgspec

from kic.core import spelling
from kic.core.diagnostic import diagnose
from kic.core.place import START, Place
from kic.core.text import text
from kic.core.values import Misread
from kic.present.forms.docx import form_docx, hint_of, spelled
from kic.present.forms.model import PREFIX, Ask, Field, Form, digest
from kic.present.language import speak
from kic.repository.forms.fields import AS_SENT, EMPTY, KEPT, Reading, as_text, every_field, in_order, said_at
from kic.repository.forms.wording import Sent
from kic.repository.forms.writing import SHIPPED
from kic.sheets import Cell, Kind
from kic.sheets.controls import Control, outside_of
from kic.sheets.text_laws import FIELD_CHANGED, NO_FORM, OUTSIDE
from kic.sheets.wordfile import Word, read_word

_MOST_OUTSIDE = 5
"""So many paragraphs beside the fields are told; of more, how many there are."""
_MOST_WORDS = 200
"""Characters that a finding shows of words that are not read."""


class WordReading(Reading):
    """The fields of a DOCX file."""

    def __init__(self, form: Form, word: Word, controls: tuple[Control, ...], sent: Sent) -> None:
        super().__init__(form, word.name, sent)
        self._language = speak(form.language)
        found: dict[str, list[Control]] = {}
        for each in controls if any(each.tag for each in controls) else self._by_place(word, controls):
            found.setdefault(each.tag.removeprefix(PREFIX), []).append(each)
        lost = bool(self.findings)
        for field, fixed in every_field(form):
            if lost:
                continue
            there = found.pop(field.name, [])
            self.labels[field.name] = next((each.title for each in there if each.title), field.label)
            if there or self._went_out(field.name):
                self._field(field, there, fixed=fixed)
        for name, others in found.items():
            label = others[0].title or name
            words = next((each.words for each in others if each.words.strip()), "")
            if words or name.partition(".")[0] in {each.name for each in form.tables}:
                self.findings.append(
                    said_at(
                        self._file,
                        FIELD_CHANGED,
                        label,
                        text("this field is none of this form, and is not read"),
                    )
                )
        self._outside(word)

    def _by_place(self, word: Word, controls: tuple[Control, ...]) -> tuple[Control, ...]:
        """Controls that lost their hidden names, as LibreOffice 7.4 saves them: known by their order alone.

        Only where there are as many as there were, each of the sort that belongs there, every visible name that is left
        stands where it belongs, and the words around them are those with which it went out, one after the other.
        """
        fields = list(in_order(self._form))
        went_out = [each for each in fields if self._went_out(each.name)]
        same = len(controls) == len(went_out) == len(fields) and self._sent.same_fields
        around = tuple(map(digest, outside_of(word))) == self._own
        fits = (
            same
            and around
            and all(
                (not control.title or self._sent.is_label(field, control.title))
                and (control.ticked is not None) is (field.ask is Ask.TICK)
                for control, field in zip(controls, fields, strict=True)
            )
        )
        if not fits:
            said = text("its fields have lost their hidden names, and cannot be told apart by their order")
            self.findings.append(diagnose(NO_FORM, said, Place(self._file, span=START), help=AS_SENT))
            return ()
        return tuple(
            msgspec.structs.replace(control, tag=field.name, title=control.title or field.label)
            for control, field in zip(controls, fields, strict=True)
        )

    def _field(self, field: Field, controls: list[Control], *, fixed: bool) -> None:
        if not controls:
            self._say(field, text("the field is gone"))
        elif len(controls) > 1:
            self._say(field, text("the field stands {n} times in the form", n=len(controls)))
        elif controls[0].nested:
            self._say(field, text("the field lies inside of another one"))
        elif controls[0].changed:
            self._say(field, text("tracked changes stand in it; accept or refuse them first"))
        else:
            cell = self._cell(field, controls[0])
            if fixed:
                self._unchanged(field, controls[0])
            if controls[0].hidden:
                self._say_hidden(field, controls[0].hidden)
            if not cell.empty:
                self.values[field.name] = cell

    def _say_hidden(self, field: Field, words: str) -> None:
        """Words that nobody sees who opens the form; those of a private field are not repeated."""
        said = (
            text("hidden text stands in it, and is not read")
            if field.private
            else text("hidden text stands in it, and is not read: {words}", words=words[:_MOST_WORDS])
        )
        self.findings.append(said_at(self._file, OUTSIDE, self.labels[field.name], said, KEPT))

    def _cell(self, field: Field, control: Control) -> Cell:
        words = control.words.strip()
        if field.ask is Ask.TICK:
            cell = self._tick(field, words)
            if control.ticked is not None and cell.kind is Kind.BOOL and cell.value is not control.ticked:
                self._say(field, text("the box keeps another state than it shows"))
                return EMPTY
            return cell
        if not words or words == hint_of(field, self._language) or self._sent.is_hint(field, words):
            return EMPTY
        if field.ask is Ask.CHOICE:
            return self._choice(field, words)
        if field.ask is Ask.DAY and control.day is not None:
            return self._day(field, words, control.day)
        return as_text(words if field.ask is Ask.TEXT else " ".join(words.split()))

    def _day(self, field: Field, words: str, kept: str) -> Cell:
        try:
            shown = spelling.day(words)
        except Misread:
            return as_text(words)  # who reads it says what is wrong with it
        if shown.isoformat() != kept:
            self._say(field, text("the field shows {words} and keeps {kept}", words=words, kept=kept))
            return EMPTY
        return as_text(words)

    def _unchanged(self, field: Field, control: Control) -> None:
        held = field.value
        chosen = field.ask is Ask.CHOICE
        if chosen and self._sent.option(field, control.words) == held:
            return
        printed = field.words(str(held)) if chosen else spelled(held, self._language)
        if " ".join(printed.split()) != " ".join(control.words.split()):
            self._say(
                field,
                text(
                    "here stands {words}, and the form was made with {printed}",
                    words=control.words,
                    printed=printed,
                ),
            )

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """Digests of the words around the fields: those that the form carries, else those that it would have today."""
        if self._sent.around is not None:
            return self._sent.around
        today = outside_of(read_word(form_docx(self._form, SHIPPED.read_bytes()), self._file))
        return tuple(map(digest, today))

    def _outside(self, word: Word) -> None:
        """Paragraphs that the form does not have: what was written beside the fields."""
        known = Counter(self._own)
        more = []
        for each in outside_of(word):
            known[digest(each)] -= 1
            if known[digest(each)] < 0:
                more.append(each)
        for each in more[:_MOST_OUTSIDE]:
            said = text("outside of the fields stands, and is not read: {words}", words=each[:_MOST_WORDS])
            self.findings.append(diagnose(OUTSIDE, said, Place(self._file, span=START), help=KEPT))
        if len(more) > _MOST_OUTSIDE:
            said = text("{n} more paragraphs stand outside of the fields", n=len(more) - _MOST_OUTSIDE)
            self.findings.append(diagnose(OUTSIDE, said, Place(self._file, span=START), help=KEPT))
