"""A form's own words as digests, which it carries: what comes back is compared with what it said when it went out.

    words_of(sections, language) -> str                             what a form carries
    Sent(form, names, words, around)                                what one that came back carried

Digests are named `label/FIELD`, `heading/TABLE.COLUMN`, `option/FIELD/KEY`, `hint/ASK` and `tick/yes`, `tick/no`; of a
table the columns are named, not each of its rows.
"""

from collections.abc import Iterator, Sequence

from kic.present.forms.docx import hint_of
from kic.present.forms.model import Ask, Field, Form, Section, Table, digest
from kic.present.language import Language, speak
from kic.repository.intake.headings import folded


def words_of(sections: Sequence[Section], language: Language) -> str:
    """The digests of all words of a form that its fields are read by, in the order of the text."""
    return " ".join(f"{name}={each}" for name, each in _named(sections, language))


def _named(sections: Sequence[Section], language: Language) -> Iterator[tuple[str, str]]:
    asks: dict[Ask, Field] = {}
    for part in (each for section in sections for each in section.parts):
        if isinstance(part, Table):
            for column in part.columns:
                name = f"{part.name}.{column.name}"
                yield f"heading/{name}", digest(folded(column.label))
                yield from _field(name, column)
                asks.setdefault(column.ask, column)
        elif isinstance(part, Field):
            yield from _field(part.name, part)
            asks.setdefault(part.ask, part)
    for ask, field in asks.items():
        yield f"hint/{ask.value}", digest(hint_of(field, language))
    for key, value in (("yes", True), ("no", False)):
        yield f"tick/{key}", digest(language.word(value).casefold())


def _field(name: str, field: Field) -> Iterator[tuple[str, str]]:
    yield f"label/{name}", digest(field.label)
    for key, shown in field.options:
        yield f"option/{name}/{key}", digest(folded(shown))


class Sent:
    """What a form carries of how it went out. What it does not carry is what the form would say today.

    `names` are its fields, `words` the digests of its words, `around` those of the paragraphs around its fields; each
    None where the form does not carry it.
    """

    def __init__(
        self, form: Form, names: str | None = None, words: str | None = None, around: str | None = None
    ) -> None:
        self.names = frozenset((form.names if names is None else names).split())
        self.around = None if around is None else tuple(around.split())
        self._tables = {each.name for each in form.tables}
        today = dict(_named(form.sections, speak(form.language)))
        pairs = (each.rpartition("=") for each in (words or "").split())
        carried = {name: value for name, _, value in pairs}
        self.same_fields = _labels(carried) in ([], _labels(today))
        self._words = today | carried

    def _column(self, name: str) -> tuple[str, str]:
        """The name of a field without its row, and the row; empty where it is of no table."""
        table, _, rest = name.partition(".")
        row, _, column = rest.partition(".")
        return (f"{table}.{column}", row) if table in self._tables and column else (name, "")

    def is_label(self, field: Field, words: str) -> bool:
        """Whether a field was called so."""
        name, row = self._column(field.name)
        fits = words.endswith(f" {row}") if row else True
        return (
            fits and digest(words.removesuffix(f" {row}") if row else words) == self._words[f"label/{name}"]
        )

    def heading(self, table: str, column: str) -> str:
        """The digest of a column's heading."""
        return self._words[f"heading/{table}.{column}"]

    def is_hint(self, field: Field, words: str) -> bool:
        """Whether words are those that an empty field showed."""
        return digest(words) == self._words.get(f"hint/{field.ask.value}")

    def option(self, field: Field, words: str) -> str | None:
        """The key of the entry that was offered with these words; None for another one, and for one that is no more."""
        name, _row = self._column(field.name)
        wanted = digest(folded(words))
        return next((k for k, _ in field.options if self._words.get(f"option/{name}/{k}") == wanted), None)

    def tick(self, words: str) -> bool | None:
        """What a word for yes or no meant; None for another word."""
        wanted = digest(words.casefold())
        return next((key == "yes" for key in ("yes", "no") if self._words[f"tick/{key}"] == wanted), None)


def _labels(words: dict[str, str]) -> list[str]:
    return [each for each in words if each.startswith("label/")]
