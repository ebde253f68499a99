"""How `kic` alone goes: the steps of the day, and on a terminal the one that is chosen. Nothing here needs Typer."""

import shutil
import sys
from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.layout import is_kept
from kic.core.text import Text, plural, text
from kic.present.safe import safe_line, write
from kic.present.width import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from kic.documents.today import Step, Today
    from kic.documents.today_words import Blank
    from kic.repository.repository import Repository

    Run = Callable[[Sequence[str]], Any]

MOST = 12
"""So many steps are shown, unless all are wanted; on a small terminal fewer."""
LEAST = 3
_BESIDES = 9
"""Lines of the page that are no steps."""


def daily(
    session: Session, *, run: "Run", days: int | None = None, every: bool = False, output: str = "text"
) -> int:
    """Shows what is to be done; on a terminal asks which step to do, and runs it. Gives the exit code."""
    if session.root_or_none is None and session.lost is None:
        return _begin(session, output)
    session.read_ahead()
    from kic.documents.today import AHEAD, today  # noqa: PLC0415

    repository = session.repository
    found = today(
        repository.snapshot,
        session.today,
        repository.check().diagnostics,
        days=AHEAD if days is None else days,
    )
    unsaved = _unsaved(repository)
    if output == "json":
        session.json("today", {**_plain(found), "unsaved": unsaved})
        return 0
    blocks = [_block(session, number, step) for number, step in enumerate(found.steps, 1)]
    chooses = bool(blocks) and session.can_ask and sys.stdout.isatty()
    shown = len(blocks) if every else _fitting(blocks, chooses=chooses)
    session.out(_page(session, found, blocks[:shown], unsaved))
    if not chooses:
        return 0
    step = _chosen(session, found.steps)
    return 0 if step is None else _done(session, step, run)


def _unsaved(repository: "Repository") -> int | None:
    """How many files kic save would record; None where nothing was recorded yet, or git does not tell."""
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.errors import KicError  # noqa: PLC0415
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415
    from kic.store.git import differing  # noqa: PLC0415

    settings = repository.snapshot.only(Settings)
    signers = (
        settings.signatures.signers if settings is not None and settings.signatures is not None else None
    )
    try:
        if not in_git(repository.root):
            return None
        return sum(is_kept(path) or path == signers for path in differing(repository.root))
    except (KicError, OSError):
        return None


# -- outside a repository ----------------------------------------------------------------------------------

_BEGINNINGS = (
    ("kic init", text("begins a new repository here")),
    ("kic demo", text("writes a complete fictional city, to look around in")),
)


def _begin(session: Session, output: str) -> int:
    """What to do where there is nothing yet."""
    say = session.language.say
    if output == "json":
        steps = [{"command": line.split()[1:], "what": what} for line, what in _BEGINNINGS]
        session.json("today", {"today": session.today, "begin": steps})
        return 0
    folder = safe_line(str(session.folder.absolute()))
    session.out(say(text("There is no repository here: no kic.yaml in {folder} or above it.", folder=folder)))
    session.out("\n" + "\n".join(f"  {line}  {say(what)}" for line, what in _BEGINNINGS))
    session.out("\n" + say(text("Or go into a repository, or name it: kic -C DIR")))
    return 0


# -- the page ----------------------------------------------------------------------------------------------


def _page(session: Session, found: "Today", blocks: "Sequence[str]", unsaved: int | None) -> str:
    """The steps under their headings, and how many more there are."""
    from kic.cli.looking import heading  # noqa: PLC0415
    from kic.domain.agenda import DueState  # noqa: PLC0415

    say = session.language.say
    day = session.language.weekday(found.today)
    parts = [
        heading(say(text("{municipality}: today, {day}", municipality=found.municipality, day=day))).rstrip(
            "\n"
        )
    ]
    if found.invented:
        parts.append(say(text("All data of this city is invented.")))
    titles = {
        None: text("Stands in the way of all else"),
        DueState.OVERDUE: text("Overdue"),
        DueState.OPEN: text("Waiting, without a day until which"),
        DueState.AHEAD: plural("Today and tomorrow", "In the next {n} days", n=found.days),
    }
    before: object = object()
    for step, block in zip(found.steps, blocks, strict=False):
        state = step.state
        if state is not before:
            number = sum(each.state is state for each in found.steps)
            parts.append("\n" + say(text("{title} ({number})", title=titles[state], number=number)))
            before = state
        parts.append(block)
    if not found.steps:
        parts.append("\n" + say(text("Nothing is to be done.")))
    rest = [say(each) for each in _rest(found, len(blocks), unsaved or 0)]
    return "\n".join([*parts, "", *rest] if rest else parts)


def _rest(found: "Today", shown: int, unsaved: int) -> "Iterator[Text]":
    if len(found.steps) > shown:
        yield plural(
            "{n} more step: kic today --all", "{n} more steps: kic today --all", n=len(found.steps) - shown
        )
    if found.later:
        yield plural("{n} date lies later: kic agenda", "{n} dates lie later: kic agenda", n=found.later)
    if found.warnings:
        yield plural("{n} warning: kic check", "{n} warnings: kic check", n=found.warnings)
    if unsaved:
        yield plural(
            "{n} file is changed and not recorded: kic save",
            "{n} files are changed and not recorded: kic save",
            n=unsaved,
        )


def _block(session: Session, number: int, step: "Step") -> str:
    """A step: number, day and who; what, of which record; the command."""
    margin = " " * 4
    first, *more = wrapped(session.language.word(_when(session, step)), session.width - len(margin))
    lines = [f"{number:>3} {first}", *(f"{margin}{line}" for line in more)]
    title = safe_line(step.title or "")
    what = session.language.word(step.what)
    for words in (what, f"{step.record}: {title}" if title and step.record else ""):
        lines += [f"{margin}{line}" for line in wrapped(words, session.width - len(margin))] if words else []
    if len(step.records) > 1:
        ids = session.language.enumeration(step.records)
        lines += [f"{margin}{line}" for line in wrapped(ids, session.width - len(margin))]
    lines.append(f"{margin}> {step.command.line}")
    return "\n".join(lines)


def _when(session: Session, step: "Step") -> Text:
    from kic.cli.agenda_page import distance_of  # noqa: PLC0415
    from kic.domain.agenda import Owes  # noqa: PLC0415

    who = step.names or (() if step.owes in (Owes.OFFICE, Owes.NOBODY) else (step.owes,))
    if step.due is None:
        return text("now")
    day, distance = session.language.weekday(step.due), distance_of(step.due, session.today)
    if who:
        return text("{day}, {distance}; waits for {who}", day=day, distance=distance, who=who)
    return text("{day}, {distance}", day=day, distance=distance)


def _fitting(blocks: "Sequence[str]", *, chooses: bool) -> int:
    """How many steps are shown: on a terminal as many as fit, so that the first stand above the question."""
    if not chooses:
        return MOST
    room = shutil.get_terminal_size((100, 24)).lines - _BESIDES
    for number, block in enumerate(blocks):
        room -= block.count("\n") + 1
        if room < 0:
            return max(LEAST, number)
    return MOST


# -- choosing and doing ------------------------------------------------------------------------------------


def _chosen(session: Session, steps: "Sequence[Step]") -> "Step | None":
    """The step whose number the person types; None for an empty line."""
    question = session.language.say(
        text("Which step, from 1 to {number}? Nothing ends it:", number=len(steps))
    )
    while True:
        try:
            typed = session.line(question)
        except UnicodeDecodeError:
            typed = "?"
        if not typed:
            return None
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(steps):
            return steps[int(typed) - 1]
        session.talk(text("There is no step with the number {typed}.", typed=safe_line(typed)))


def _done(session: Session, step: "Step", run: "Run") -> int:
    """Asks for what the command does not ask for itself, and runs it with its own preview and question."""
    words = [*step.command.words]
    before = ""
    for blank in step.command.blanks:
        if not blank.when or before in blank.when:
            answer = _answer(session, blank)
            if not blank.option:
                before = answer[0]
            words += answer
    write(sys.stderr, f"> {_line(words)}\n")
    code = run([*session.global_options, *words])
    return code if isinstance(code, int) else 0


def _answer(session: Session, blank: "Blank") -> list[str]:
    """The words for a blank, with its option, typed by the person; asked again until they can be taken."""
    from kic.documents.today_words import worded  # noqa: PLC0415

    typed = _typed(session, blank)
    return list(blank.empty or ()) if typed is None else worded(blank, typed)


def _typed(session: Session, blank: "Blank") -> str | None:
    """What is typed; None for an empty line where that has a meaning."""
    from kic.cli.asking import ask, ask_one_of  # noqa: PLC0415
    from kic.cli.options import day_of, words_of  # noqa: PLC0415
    from kic.documents.today_words import Reads  # noqa: PLC0415

    if blank.reads is Reads.VALUE:
        value = ask_one_of(session, None, blank.values, option=blank.option, question=blank.question)
        return str(value.value)
    if blank.reads is Reads.DAY:
        day = ask(
            session, None, option=blank.option, question=blank.question, parse=day_of, default=session.today
        )
        return day.isoformat()
    if blank.empty is None:
        return ask(session, None, option=blank.option, question=blank.question, parse=words_of)
    while True:
        try:
            return session.line(session.language.say(blank.question)) or None
        except UnicodeDecodeError:
            session.talk(text("These characters cannot be read; please type it again."))


def _line(words: "Sequence[str]") -> str:
    return " ".join(("kic", *(f'"{word}"' if " " in word else word for word in words)))


# -- for scripts -------------------------------------------------------------------------------------------


def _plain(found: "Today") -> dict[str, object]:
    return {
        "today": found.today,
        "days": found.days,
        "steps": [
            {
                "number": number,
                "what": step.what,
                "due": step.due,
                "state": step.state,
                "kind": step.kind,
                "owes": step.owes,
                "names": step.names,
                "record": step.record,
                "title": step.title,
                "records": step.records,
                "command": step.command.words,
                "asks": (*(blank.option for blank in step.command.blanks), *step.command.asks),
            }
            for number, step in enumerate(found.steps, 1)
        ],
        "later": found.later,
        "errors": found.errors,
        "warnings": found.warnings,
    }
