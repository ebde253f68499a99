"""The steps that kic shows for a day, carried out: no command of them may be one that kic itself cannot read."""

import contextlib
import datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from kic.cli.table import BY_NAME, Group, leaves
from kic.documents.today import Step, steps
from kic.documents.today_words import Blank, Reads, worded
from kic.repository.repository import Repository
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

MODULES = {name: command.module for name, command in leaves()}
ANSWERS = {
    "--title": "Sitzung des Begleitausschusses", "--at": "17:00",
    "--voucher": "2026-012345", "--outcome": "rejected", "--role": "r-freigabe-1", "--second": "r-freigabe-2",
    "--successor": "he-01,he-02", "--evidence": "Schreiben liegt vor", "--reason": "Auf Antrag", "--note": "Geht weiter.",
}  # fmt: skip
"""What somebody at a terminal would say to what a command asks for by itself; days are three weeks ahead."""


def steps_of(folder: Path, today: str, days: int = 60) -> tuple[Step, ...]:
    """Every step that the records ask for on a day."""
    day = datetime.date.fromisoformat(today)
    return steps(Repository(folder, today=day).snapshot, day, days=days)


def kind_of(step: Step) -> tuple[object, ...]:
    """The command without ids: what is proved once."""
    return (*(word for word in step.command.words if not any(map(str.isdigit, word))), step.command.asks)


def name_of(words: tuple[str, ...]) -> str:
    """The command's name in the table."""
    return " ".join(words[: 2 if isinstance(BY_NAME[words[0]], Group) else 1])


def answered(blank: Blank, today: str, value: int = 0) -> list[str]:
    """The words of somebody who answers."""
    if blank.reads is Reads.VALUE:
        return worded(blank, str(blank.values[value].value))
    if blank.reads is Reads.DAY:
        return worded(blank, today)
    return list(blank.empty) if blank.empty is not None else worded(blank, ANSWERS[blank.option])


def lines_of(step: Step, today: str, *, every: bool = False) -> list[list[str]]:
    """The step's command with all that a person adds; with `every`, one line for each value of its first choice."""
    ahead = (datetime.date.fromisoformat(today) + datetime.timedelta(days=21)).isoformat()
    answers = {"--date": ahead, "--due": ahead, **ANSWERS}
    choices = [len(blank.values) for blank in step.command.blanks if blank.reads is Reads.VALUE]
    lines = []
    for value in range(choices[0] if choices and every else 1):
        words, before = list(step.command.words), ""
        for blank in step.command.blanks:
            if not blank.when or before in blank.when:
                chosen = value if blank is step.command.blanks[0] else 0
                said = answered(blank, today, chosen)
                words += said
                before = said[0] if not blank.option else before
        if words[:2] == ["meeting", "vote"]:
            words.append("--unanimous")  # whoever is there
        else:
            words += [word for option in step.command.asks for word in (option, answers[option])]
        lines.append(words)
    return lines


def carried_out(words: list[str], folder: Path, today: str) -> Ran:
    """Runs a line; what writes is only looked at."""
    module: Any = import_module(f"kic.cli.commands.{MODULES[name_of(tuple(words))]}")
    more = ["--dry-run"] if "dry_run" in signature(module.command).parameters else []
    return call(*words, *more, folder=folder, today=today)


def prove(folder: Path, today: str, seen: set[tuple[object, ...]], where: Path) -> None:
    """Every step of a day that is of no kind seen so far: kic reads its command, and no rule refuses it.

    Files that a step writes beside the repository, such as sheets, go to `where`.
    """
    for step in steps_of(folder, today):
        if kind_of(step) in seen:
            continue
        seen.add(kind_of(step))
        for words in lines_of(step, today):
            with contextlib.chdir(where):
                done = carried_out(words, folder, today)
            assert done.code == 0, (today, step.record, words, done.err[-3000:])
