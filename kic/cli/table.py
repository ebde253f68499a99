"""The table of commands: name, module, one line of help. Modules are imported only when used."""

from typing import NamedTuple


class Command(NamedTuple):
    """A command: its module under `kic.cli.commands` and the message id of its line in the overview."""

    name: str
    module: str
    summary: str


def N_(id: str) -> str:  # noqa: A002, N802
    """Marks a message id for the catalogue; the words are found when it is shown."""
    return id


COMMANDS: tuple[Command, ...] = (
    Command("check", "check", N_("Find everything that is wrong, with place, law and remedy")),
    Command("explain", "explain", N_("The manual page of a finding")),
    Command(
        "overview", "overview", N_("Progress per theme, money of the year, what is due, who owes an update")
    ),
    Command("list", "list_records", N_("List records of a kind")),
    Command("show", "show", N_("Show a record with every cross-reference named")),
    Command("history", "history", N_("How a record came to be what it is")),
    Command("status", "status", N_("Show a recommendation's progress, or add an entry")),
    Command("allocate", "allocate", N_("Propose an allocation of a call's money; changes nothing")),
    Command("render", "render", N_("Render a document: report or council paper")),
    Command("undo", "undo", N_("Take back the last operation")),
    Command("log", "log", N_("The operations that kic has written")),
    Command("init", "init", N_("Begin a new repository")),
    Command("demo", "demo", N_("Write the demo city, a complete fictional repository")),
    Command("doctor", "doctor", N_("Look at the surroundings: git, language, file system, locks")),
    Command("schema", "schema", N_("JSON Schemas of records, for editors, and of answers, for scripts")),
    Command("help", "help_topic", N_("Longer help on a topic")),
)

BY_NAME = {command.name: command for command in COMMANDS}
