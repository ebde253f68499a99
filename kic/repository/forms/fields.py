"""The fields of a form while they are read: what readers of DOCX and XLSX share."""

from collections.abc import Iterator

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.place import START, Place
from kic.core.text import Text, text
from kic.present.forms.model import Field, Form, Table
from kic.present.language import LANGUAGES, speak
from kic.repository.forms.wording import Sent
from kic.repository.intake.headings import folded
from kic.sheets import Cell, Kind
from kic.sheets.text_laws import FIELD_CHANGED, NOT_DECLARED

EMPTY = Cell(0, 0)
"""A field in which nothing stands."""
_TICKS = {"\u2612", "\u2611", "\u2714", "\u2713", "x"}
_UNTICKED = {"", "\u2610"}


def said_at(file: str, law: Law, label: str, problem: Text, help: Text | None = None) -> Diagnostic:  # noqa: A002
    """A finding at a field of a form."""
    said = text("{field}: {problem}", field=label.removesuffix("."), problem=problem)
    return diagnose(law, said, Place(file, (label,), span=START), help=help or _HELP.get(law.code))


_HELP = {
    FIELD_CHANGED.code: text("open the form and put this field right, or fill in a new one: kic form out"),
    NOT_DECLARED.code: text("ask for it: kic application ask ID, or kic report ask ID"),
}
AS_SENT = text("ask for the form as it was sent out, or enter it by hand")
KEPT = text("what belongs into a field is moved there; the rest is kept with the file")


def every_field(form: Form) -> Iterator[tuple[Field, bool]]:
    """Every field with whether its content is not to be changed."""
    yield from ((each, False) for each in form.fields)
    for table in form.tables:
        for row in range(1, table.length + 1):
            yield from ((table.field(row, column), table.is_fixed(row, column)) for column in table.columns)


def in_order(form: Form) -> Iterator[Field]:
    """Every field as it stands in the text, from the first to the last."""
    for section in form.sections:
        for part in section.parts:
            if isinstance(part, Field):
                yield part
            elif isinstance(part, Table):
                for row in range(1, part.length + 1):
                    yield from (part.field(row, column) for column in part.columns)


def _option(field: Field, words: str) -> str | None:
    """The key of the option with these words."""
    wanted = folded(words)
    return next((key for key, shown in field.options if wanted in (folded(shown), folded(key))), None)


class Reading:
    """What both readers gather."""

    def __init__(self, form: Form, file: str, sent: Sent) -> None:
        self._form, self._file, self._sent = form, file, sent
        self.values: dict[str, Cell] = {}
        self.labels: dict[str, str] = {}
        self.findings: list[Diagnostic] = []

    def _went_out(self, name: str) -> bool:
        """Whether the form had this field when it went out: later ones may have more."""
        table, _, rest = name.partition(".")
        row = f"{table}.{rest.partition('.')[0]}"
        return name in self._sent.names or (rest.count(".") > 0 and row in self._sent.names)

    def _say(
        self,
        field: Field,
        problem: Text,
        law: Law = FIELD_CHANGED,
        help: Text | None = None,  # noqa: A002
    ) -> None:
        self.findings.append(said_at(self._file, law, field.label, problem, help))

    def _key(self, field: Field, words: str) -> str | None:
        """The key of the entry with these words: as it was offered, else as it would be today."""
        key = self._sent.option(field, words)
        return _option(field, words) if key is None else key

    def _choice(self, field: Field, words: str) -> Cell:
        key = self._key(field, words)
        if key is None:
            offered = tuple(shown for _key, shown in field.options)
            if field.private:
                self._say(field, text("this is none of the entries that are offered"))
            else:
                self._say(
                    field,
                    text("{words} is none of the entries that are offered", words=words),
                    help=text("offered are {offered}", offered=offered),
                )
            return EMPTY
        return as_text(key)

    def _tick(self, field: Field, words: str) -> Cell:
        said = words.strip().casefold()
        meant = self._sent.tick(said) if said else None
        if meant is not None:
            return Cell(1, 1, Kind.BOOL, meant)
        if said in _TICKS or said in {speak(code).word(True) for code in LANGUAGES}:  # its word
            return Cell(1, 1, Kind.BOOL, True)  # the value
        if said in _UNTICKED or said in {speak(code).word(False) for code in LANGUAGES}:
            return Cell(1, 1, Kind.BOOL, False)
        self._say(field, text("{words} is neither a tick nor none", words=words))
        return EMPTY


def as_text(words: str) -> Cell:
    """Words as a cell; an empty one where there are none."""
    return Cell(1, 1, Kind.TEXT, words) if words else EMPTY
