"""Instructions in words: the place and the command, as texts that are put into German or English when shown.

Style: Handbuch der Rechtsförmlichkeit (4th edition, 2024) calls whatever is quoted *Angabe*, so that nothing has to be
said about whether it is a word, several, or a figure; places are named from the large to the small.
"""

import unicodedata
from collections.abc import Iterable

import msgspec

from kic.core.text import Label, Text, text
from kic.domain.revisions.formal_edits import ON_WORDS, Act, Edit, Spot
from kic.domain.revisions.formal_instructions import (
    AnyInstruction,
    Assignment,
    Continuation,
    Creation,
    Name,
    Numbering,
    Placing,
    Purpose,
    Removal,
    Wording,
)
from kic.domain.revisions.formal_places import ITEM, PARAGRAPH, ROW

_BOTH = 2


class Line(msgspec.Struct, frozen=True):
    """One instruction as it is shown: the element, the place in it (none: the whole), the command.

    `wording` stands below: words of several lines, each field of a new element, the goals of one that is new or goes on
    elsewhere; with the name of the field, unless the place has it.
    """

    element: Text
    within: Text | None
    command: Text
    wording: tuple[tuple[Label | None, str], ...] = ()

    @property
    def place(self) -> Text:
        """The element and the place in it."""
        if self.within is None:
            return self.element
        return text("{element}, {within}", element=self.element, within=self.within)

    @property
    def sentence(self) -> Text:
        """Place and command as one sentence, without the wording."""
        return text("{place}: {command}", place=self.place, command=self.command)


def line(instruction: AnyInstruction) -> Line:
    """How an instruction is shown."""
    element = named(instruction.element)
    if isinstance(instruction, Wording):
        edit = instruction.edit
        if "\n" in edit.new and edit.act in _LONG:
            return Line(element, _within(instruction), _noted(edit, _above(edit)), ((None, edit.new),))
        return Line(element, _within(instruction), _noted(edit, _command(edit)))
    if isinstance(instruction, Creation):
        rows = tuple((Label("field", field), words) for field, words in instruction.texts)
        return Line(element, None, _creation(instruction), (*rows, *_goals(instruction)))
    if isinstance(instruction, Continuation):
        return Line(element, None, _continuation(instruction), _goals(instruction))
    return Line(element, None, _of_element(instruction))


def named(name: Name) -> Text:
    """An element by its number and id."""
    if name.number is not None and name.kind == "recommendation":
        return text("Recommendation {number} ({id})", number=name.number, id=name.id)
    if name.number is not None and name.kind == "theme":
        return text("Theme {number} ({id})", number=name.number, id=name.id)
    if name.kind == "recommendation":
        return text("Recommendation {id}", id=name.id)
    if name.kind == "theme":
        return text("Theme {id}", id=name.id)
    if name.kind == "goal" and name.title:
        return text("Goal “{title}” ({id})", title=name.title, id=name.id)
    if name.kind == "goal":
        return text("Goal {id}", id=name.id)
    return text("Edition {id}", id=name.id)


def signs(old: str, new: str) -> tuple[Text, ...]:
    """Which sorts of signs differ between two wordings that differ in typography alone."""
    found: list[Text] = []
    if unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new):
        return (text("Unicode form of letters"),)
    differing = _counted(old) ^ _counted(new)
    for signs_, words in (
        ("*+•‣◦▪·●○■", text("list signs")),
        ("„“”‟«»＂\"‚‘’‛‹›＇ʼ`´'", text("quotation marks")),
        ("‐‑‒–−﹣－-—―", text("hyphens and dashes")),
        (".…", text("ellipsis")),
        ("\n\r\u2028\u2029\x85", text("line breaks")),
    ):
        if any(sign in signs_ for sign, _ in differing) and not (found and "-" in signs_):
            found.append(words)
    if any(sign.isspace() and sign not in "\n\r\u2028\u2029\x85" for sign, _ in differing):
        found.append(text("spaces"))
    return tuple(found) or (text("signs without meaning"),)


def _counted(words: str) -> set[tuple[str, int]]:
    return {(sign, words.count(sign)) for sign in set(words)}


# -- places --------------------------------------------------------------------------------------------------------


def _within(instruction: Wording) -> Text:
    field = Label("field", instruction.field)
    edit = instruction.edit
    if edit.spot.kind and edit.act in ON_WORDS:
        return text("{field}, {unit}", field=field, unit=_unit(edit.spot))
    return text("{field}", field=field)


def _unit(spot: Spot) -> Text:
    if spot.to:
        return _units(spot) if spot.to > spot.number + 1 else _two_units(spot)
    if spot.kind == PARAGRAPH:
        return text("Paragraph {number}", number=spot.number)
    if spot.kind == ITEM:
        return text("List item {number}", number=spot.number)
    if spot.kind == ROW:
        return text("Table row {number}", number=spot.number)
    if spot.paragraph:
        return text("Paragraph {paragraph} Sentence {number}", paragraph=spot.paragraph, number=spot.number)
    return text("Sentence {number}", number=spot.number)


def _two_units(spot: Spot) -> Text:
    first, second = spot.number, spot.to
    if spot.kind == ITEM:
        return text("List items {first} and {second}", first=first, second=second)
    if spot.kind == ROW:
        return text("Table rows {first} and {second}", first=first, second=second)
    if spot.paragraph:
        return text(
            "Paragraph {paragraph} Sentences {first} and {second}",
            paragraph=spot.paragraph,
            first=first,
            second=second,
        )
    return text("Sentences {first} and {second}", first=first, second=second)


def _units(spot: Spot) -> Text:
    if spot.kind == ITEM:
        return text("List items {number} to {last}", number=spot.number, last=spot.to)
    if spot.kind == ROW:
        return text("Table rows {number} to {last}", number=spot.number, last=spot.to)
    if spot.paragraph:
        return text(
            "Paragraph {paragraph} Sentences {number} to {last}",
            paragraph=spot.paragraph,
            number=spot.number,
            last=spot.to,
        )
    return text("Sentences {number} to {last}", number=spot.number, last=spot.to)


# -- commands for words and units ----------------------------------------------------------------------------------


def _noted(edit: Edit, command: Text) -> Text:
    """The command; for a change of typography alone it says which signs differ, as nobody would see it."""
    if edit.editorial:
        return text("{command} (Typography only: {signs}.)", command=command, signs=signs(edit.old, edit.new))
    return command


_LONG = frozenset((Act.WHOLE, Act.REWORD, Act.ADD))
"""What is given by these may have several lines, and then stands below the sentence."""


def _above(edit: Edit) -> Text:
    """The command where the new wording stands below it."""
    if edit.act is Act.ADD:
        return _add_above(edit)
    if edit.act is Act.WHOLE or not edit.spot.kind:
        if not edit.old:
            return text("The following wording is inserted:")
        return text("The wording is replaced by the following:")
    if edit.spot.to:
        return text("{units} are replaced by the following:", units=_unit(edit.spot))
    return text("{unit} is replaced by the following:", unit=_unit(edit.spot))


def _add_above(edit: Edit) -> Text:
    apart = _breaks(edit.lead or "") > 1
    if edit.target is None:
        return text("At the beginning the following is inserted:")
    if not edit.target.kind:
        if apart:
            return text("The following is added as a new paragraph:")
        return text("The following is added:")
    if apart:
        return text("After {unit} the following is inserted as a new paragraph:", unit=_unit(edit.target))
    return text("After {unit} the following is inserted:", unit=_unit(edit.target))


def _command(edit: Edit) -> Text:
    if edit.act is Act.REPLACE:
        return _replace(edit)
    if edit.act is Act.STRIKE:
        return _strike(edit)
    if edit.act in {Act.INSERT_AFTER, Act.INSERT_BEFORE}:
        return _insert(edit)
    if edit.act is Act.ERASE:
        return text("The wording is struck.")
    if edit.act is Act.WHOLE or (edit.act is Act.REWORD and not edit.spot.kind):
        if not edit.old:
            return text("The following wording is inserted: “{new}”", new=edit.new)
        return text("The wording is replaced by the following: “{new}”", new=edit.new)
    return _of_units(edit)


def _replace(edit: Edit) -> Text:
    old, new = edit.old.strip(), edit.new.strip()
    if edit.every and edit.nth == _BOTH:
        return text("“{old}” is replaced by “{new}” in both places.", old=old, new=new)
    if edit.every:
        return text("“{old}” is replaced by “{new}” in all {count} places.", old=old, new=new, count=edit.nth)
    if edit.nth:
        return text("Occurrence {nth} of “{old}” is replaced by “{new}”.", old=old, new=new, nth=edit.nth)
    if edit.after and old == ",":
        return text("After “{after}” the comma is replaced by “{new}”.", after=edit.after.strip(), new=new)
    if edit.after:
        return text(
            "After “{after}”, “{old}” is replaced by “{new}”.", after=edit.after.strip(), old=old, new=new
        )
    return text("“{old}” is replaced by “{new}”.", old=old, new=new)


def _strike(edit: Edit) -> Text:
    old = edit.old.strip()
    if edit.nth:
        return text("Occurrence {nth} of “{old}” is struck.", old=old, nth=edit.nth)
    if edit.after and old == ",":
        return text("After “{after}” the comma is struck.", after=edit.after.strip())
    if edit.after:
        return text("After “{after}”, “{old}” is struck.", after=edit.after.strip(), old=old)
    return text("“{old}” is struck.", old=old)


def _insert(edit: Edit) -> Text:
    new = edit.new.strip()
    if edit.act is Act.INSERT_BEFORE:
        before = edit.before.strip()
        if edit.nth:
            return text(
                "Before occurrence {nth} of “{before}”, “{new}” is inserted.",
                before=before,
                nth=edit.nth,
                new=new,
            )
        return text("Before “{before}”, “{new}” is inserted.", before=before, new=new)
    after = edit.after.strip()
    if edit.nth:
        return text(
            "After occurrence {nth} of “{after}”, “{new}” is inserted.", after=after, nth=edit.nth, new=new
        )
    if new == ",":
        return text("After “{after}” a comma is inserted.", after=after)
    if new.startswith(", "):
        return text("After “{after}” a comma and “{new}” are inserted.", after=after, new=new[2:])
    return text("After “{after}”, “{new}” is inserted.", after=after, new=new)


def _of_units(edit: Edit) -> Text:
    if edit.act is Act.SPACE:
        return _space(edit)
    if edit.act is Act.ADD:
        return _add(edit)
    unit = _unit(edit.spot)
    if edit.act is Act.SHIFT:
        if edit.target is None:
            return text("{unit} is put at the beginning.", unit=unit)
        return text("{unit} is put after {target}.", unit=unit, target=_unit(edit.target))
    if edit.act is Act.REWORD:
        if edit.spot.to:
            return text("{units} are replaced by the following: “{new}”", units=unit, new=edit.new)
        return text("{unit} is replaced by the following: “{new}”", unit=unit, new=edit.new)
    if edit.spot.to:
        return text("{units} are struck.", units=unit)
    return text("{unit} is struck.", unit=unit)


def _add(edit: Edit) -> Text:
    apart = _breaks(edit.lead or "") > 1
    if edit.target is None:
        return text("At the beginning the following is inserted: “{new}”", new=edit.new)
    if not edit.target.kind:
        if apart:
            return text("The following is added as a new paragraph: “{new}”", new=edit.new)
        return text("The following is added: “{new}”", new=edit.new)
    target = _unit(edit.target)
    if apart:
        return text(
            "After {unit} the following is inserted as a new paragraph: “{new}”", unit=target, new=edit.new
        )
    return text("After {unit} the following is inserted: “{new}”", unit=target, new=edit.new)


def _space(edit: Edit) -> Text:
    if edit.spot.kind == "start":
        return text("The space at the beginning changes (typography only).")
    if edit.spot.kind == "end":
        return text("The space at the end changes (typography only).")
    unit = _unit(edit.spot) if edit.spot.kind else text("the wording")
    old, new = _breaks(edit.old), _breaks(edit.new)
    if new > 1 >= old:
        return text("A new paragraph begins with {unit}.", unit=unit)
    if old > 1 and new == 0:
        if edit.spot.kind == PARAGRAPH:
            return text("{unit} is joined to the paragraph before it.", unit=unit)
        return text("{unit} follows without a new paragraph.", unit=unit)
    if new == 1 != old:
        return text("A new line begins with {unit}.", unit=unit)
    return text("The space before {unit} changes (typography only).", unit=unit)


def _breaks(space: str) -> int:
    return space.replace("\r\n", "\n").count("\n")


# -- commands for elements -----------------------------------------------------------------------------------------


def _of_element(
    instruction: Numbering | Assignment | Purpose | Removal | Placing,
) -> Text:
    if isinstance(instruction, Numbering):
        if instruction.number is None:
            return text("The number is struck.")
        return text("The number becomes {number}.", number=instruction.number)
    if isinstance(instruction, Assignment):
        return _assignment(instruction)
    if isinstance(instruction, Purpose):
        return _purpose(instruction)
    if isinstance(instruction, Removal):
        if len(instruction.into) == 1:
            return text("It is merged into {other}.", other=named(instruction.into[0]))
        if instruction.into:
            return text("It is divided among {others}.", others=_names(instruction.into))
        return text("It is struck.")
    if instruction.behind is None:
        return text("It is put in the first place.")
    return text("It is put after {other}.", other=named(instruction.behind))


def _assignment(instruction: Assignment) -> Text:
    if instruction.theme is None:
        return text("It is no longer assigned to a theme.")
    if instruction.was is None:
        return text("It is assigned to {theme}.", theme=named(instruction.theme))
    return text(
        "It is moved from {was} to {theme}.", was=named(instruction.was), theme=named(instruction.theme)
    )


def _purpose(instruction: Purpose) -> Text:
    come, gone = _names(instruction.come), _names(instruction.gone)
    if come and gone:
        return text("It serves {come} instead of {gone}.", come=come, gone=gone)
    if come:
        return text("It also serves {come}.", come=come)
    if gone:
        return text("It no longer serves {gone}.", gone=gone)
    return text("Its goals are named in this order: {goals}.", goals=instruction.goals)


def _continuation(instruction: Continuation) -> Text:
    by = named(instruction.by)
    if not instruction.across:
        return text("{other} takes its place.", other=by)
    if instruction.parent is not None and instruction.by.kind == "recommendation":
        return text("It continues as {other} in {theme}.", other=by, theme=named(instruction.parent))
    return text("It continues as {other}.", other=by)


def _creation(instruction: Creation) -> Text:
    behind = named(instruction.behind) if instruction.behind is not None else None
    parent = named(instruction.parent) if instruction.parent is not None else None
    if parent is not None and behind is not None:
        command = text("New in {parent}, after {other}.", parent=parent, other=behind)
    elif parent is not None:
        command = text("New in {parent}.", parent=parent)
    elif behind is not None:
        command = text("New, after {other}.", other=behind)
    else:
        command = text("New.")
    if instruction.origin:
        return text("{command} (Out of {others}.)", command=command, others=_names(instruction.origin))
    return command


def _goals(instruction: Creation | Continuation) -> tuple[tuple[Label, str], ...]:
    if not instruction.goals:
        return ()
    return ((Label("field", "goals"), ", ".join(map(_titled, instruction.goals))),)


def _titled(name: Name) -> str:
    return f"{name.title} ({name.id})" if name.title else name.id


def _names(names: Iterable[Name]) -> tuple[Text, ...]:
    return tuple(named(name) for name in names)
