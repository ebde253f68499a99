"""Words for what kic says: German (the default) and English.

Message ids are English sentences, so English needs no catalogue for them; labels of fields, kinds and
enum values are derived from their keys where no catalogue has a better word. A missing translation is
said in English and a broken placeholder is shown as it stands: words never raise.
"""

import datetime
import enum
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kic.core.text import Keyword, Label, Text
from kic.core.values import Moment, Money, Number, PartialDate, Share
from kic.present import notation
from kic.present.translations import translations

if TYPE_CHECKING:
    from fractions import Fraction

LANGUAGES = ("de", "en")
DEFAULT = "de"

_LOCALE = Path(__file__).parent.parent / "locale"
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_BOUND_BEFORE = re.compile(r"(§§?|\b(?:Nr\.|Nrn\.|Abs\.|Art\.)) (?=[\d{])")
_BOUND_AFTER = re.compile(r"(?<=[\d}]) (?=[€%])")


class Language:
    """One language's words and formats; get it with `speak`."""

    __slots__ = ("_catalogue", "_labels", "_templates", "code", "notation")

    def __init__(self, code: str) -> None:
        self.code = code
        self.notation = notation.GERMAN if code == "de" else notation.ENGLISH
        self._catalogue = translations(_LOCALE / code / "LC_MESSAGES" / "kic.mo")
        self._templates: dict[tuple[str, str, bool], str] = {}
        self._labels: dict[tuple[str, str], str] = {}

    # -- sentences -------------------------------------------------------------------------------------

    def say(self, sentence: Text | str, /, **values: Any) -> str:
        """The sentence in this language, its values formatted by their types.

        A plain string is a message id too (for words that stand in code and templates); record text is
        never passed here, only as a value.
        """
        if isinstance(sentence, Text):
            return self._filled(sentence.id, sentence.plural, sentence.values)
        return self._filled(sentence, "", values)

    def count(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """The form of a sentence that fits the count `n`, which is also a value."""
        return self._filled(one, many, {"n": n, **values})

    def label(self, context: str, id: str) -> str:  # noqa: A002
        """The word for a key: context `field`, `kind` or the name of an enum class."""
        found = self._labels.get((context, id))
        if found is None:
            found = self._labels[context, id] = self._catalogue.pgettext(context, id)
        return found

    def word(self, value: Any) -> str:
        """One value as it is shown: formatted by its type; text as it is; nothing as a dash."""
        if type(value) is str:
            return value
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, Label):
            return self.label(value.context, value.id)
        if isinstance(value, Keyword):
            label = self.label(value.context, value.id)
            return (
                value.id
                if label.casefold() == value.id.replace("_", " ").casefold()
                else f"{value.id} ({label})"
            )
        if isinstance(value, bool):
            return self.notation.truth[value]
        if isinstance(value, enum.Enum):
            return self.label(type(value).__name__, str(value.value))
        if isinstance(value, (tuple, list)):
            return self.enumeration(value)
        if isinstance(value, (set, frozenset)):
            return notation.enumeration(sorted(map(self.word, value)), self.notation.both)
        if value is None:
            return "–"
        return self._exact(value)

    def enumeration(self, values: Any, *, alternatives: bool = False) -> str:
        """`a, b und c`; `a, b oder c` for alternatives."""
        last = self.notation.either if alternatives else self.notation.both
        return notation.enumeration([self.word(value) for value in values], last)

    # -- formats ---------------------------------------------------------------------------------------

    def money(self, amount: Money) -> str:
        """`1.234,56 €`, `€1,234.56`."""
        return notation.money(amount, self.notation)

    def number(self, value: "int | Number | Fraction", places: int | None = None) -> str:
        """All decimals, or rounded half away from zero to `places`."""
        return notation.number(value, self.notation, places)

    def percent(self, value: "Share | Fraction", places: int | None = None) -> str:
        """`75 %`, `75%`; a fraction is a share of one."""
        return notation.percent(value, self.notation, places)

    def date(self, value: datetime.date | PartialDate | Moment, *, long: bool = False) -> str:
        """`22.11.2026`, in letters (`long`) `22. November 2026`; `Juni 2022` where no more is known."""
        if isinstance(value, PartialDate):
            return notation.partial_date(value, self.notation, long=long)
        if isinstance(value, datetime.datetime):
            value = Moment(value)
        if isinstance(value, Moment):
            return notation.moment(value, self.notation, long=long)
        return notation.date(value, self.notation, long=long)

    def weekday(self, value: datetime.date) -> str:
        """`Mo 23.11.2026`, `Mon 23 November 2026`."""
        return f"{self.notation.weekdays[value.weekday()]} {self.date(value)}"

    # --------------------------------------------------------------------------------------------------

    def _exact(self, value: Any) -> str:
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, Share):
            return self.percent(value)
        if isinstance(value, (datetime.date, PartialDate, Moment)):
            return self.date(value)
        if isinstance(value, (int, Number)) or hasattr(value, "numerator"):
            return self.number(value)
        return str(value)

    def _filled(self, one: str, many: str, values: dict[str, Any]) -> str:
        template = self._template(one, many, bool(many) and values.get("n") == 1)
        if not values:
            return template
        asks = template.endswith("?")  # "Did you mean a, b or c?": what a question lists are alternatives

        def fill(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return found[0][0]
            if name not in values:
                return found[0]
            value = values[name]
            if asks and isinstance(value, (tuple, list)):
                return self.enumeration(value, alternatives=True)
            return self.word(value)

        return _PLACEHOLDER.sub(fill, template)

    def _template(self, one: str, many: str, single: bool) -> str:
        key = (one, many, single)
        found = self._templates.get(key)
        if found is None:
            if many:
                found = self._catalogue.ngettext(one, many, 1 if single else 2)
            else:
                found = self._catalogue.gettext(one) if one else ""  # the empty id is the catalogue's header
            if self.code == "de":
                found = _BOUND_AFTER.sub(notation.NBSP, _BOUND_BEFORE.sub(rf"\1{notation.NBSP}", found))
            self._templates[key] = found
        return found


@cache
def speak(code: str) -> Language:
    """The language of this code; German for a code that kic does not know."""
    return Language(code if code in LANGUAGES else DEFAULT)
