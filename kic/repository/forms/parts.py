"""What the forms of a call are put together from: sentences, fields and sections in the form's language."""

from collections.abc import Iterable, Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application, FundKind
from kic.domain.calls import Call
from kic.domain.settings import Settings
from kic.present.forms.model import Ask, Field, Part, Section, Words
from kic.present.language import Language

COST_ROWS, FUND_ROWS, RECEIPT_ROWS = 10, 6, 25
"""Blank rows of the tables in a form on which nothing stands yet."""
MORE_ROWS = 3
"""Blank rows below those that are filled already."""


class Asking:
    """Puts the parts of a form together; made for an application, what is known of it stands there already."""

    def __init__(
        self, snapshot: Snapshot, call: Call, application: Application | None, language: Language
    ) -> None:
        self.snapshot, self.call, self.application = snapshot, call, application
        self.language = language
        self.settings = snapshot.only(Settings)

    def say(self, sentence: Text) -> str:
        """A sentence in the form's language."""
        return self.language.say(sentence)

    def field(self, name: str, label: Text, ask: Ask = Ask.LINE, **more: object) -> Field:
        """A field with its label and hint in the form's language."""
        hint = more.pop("hint", None)
        said = self.say(hint) if isinstance(hint, Text) else ""
        return Field(name=name, label=self.say(label), ask=ask, hint=said, **more)  # type: ignore[arg-type]

    def words(self, *sentences: Text) -> Iterator[Part]:
        """Paragraphs."""
        return (Words(self.say(each)) for each in sentences)

    def section(self, title: Text, parts: Iterable[Part]) -> Section:
        """A section with its title."""
        return Section(title=self.say(title), parts=tuple(parts))

    def invented(self) -> Iterator[Part]:
        """That everything is invented, where it is."""
        if self.call.invented:
            yield from self.words(
                text("This city, this call and everything in this form are invented; nobody can apply.")
            )

    def flags(self) -> tuple[tuple[str, str], ...]:
        """Yes and no as the entries of a choice."""
        return (("yes", self.say(text("yes"))), ("no", self.say(text("no"))))

    def funds(self) -> tuple[tuple[str, str], ...]:
        """The kinds of money besides the grant as the entries of a choice."""
        return tuple(
            (each.value, self.language.word(each)) for each in FundKind if each is not FundKind.REQUESTED
        )


def flag_key(value: bool) -> str:  # it is the thing itself
    """The key of yes or no."""
    return "yes" if value else "no"
