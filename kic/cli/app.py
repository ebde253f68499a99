"""The Typer application: global options, and groups that import a command's module when it is used."""

import importlib
import itertools
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from kic.cli import helping, table
from kic.cli.options import day_of, is_missing
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

_LOOKING = ("overview", "list", "show", "find", "agenda")
"""Commands that need every record and write nothing: the records are read ahead."""


class KicCommand(typer.core.TyperCommand):
    """A command whose help page is in kic's own words and begins with examples."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The line's words read as options and arguments.

        An option never takes the name of another one as its value: `--note --dry-run` would write what was
        only to be looked at. Raises UsageError.
        """
        names = {name: each for each in self.params for name in each.opts if name.startswith("-")}
        for word, behind in itertools.pairwise(args):
            option = names.get(word)
            if option is not None and behind in names and not getattr(option, "is_flag", False):
                raise self._without_value(ctx, word)
        try:
            return list(super().parse_args(ctx, args))
        except Exception as error:
            option = getattr(error, "option_name", None)
            if type(error).__name__ == "BadOptionUsage" and option and "does not take" not in str(error):
                raise self._without_value(ctx, option) from None
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]  # so that it is told of which command it speaks
            raise

    def _without_value(self, ctx: Any, option: str) -> UsageError:
        meaning = helping.lines_of(self, ctx, [option])
        error = UsageError("The option {option} needs a value.", option=option, meaning=meaning)
        error.help = "{meaning}" if meaning else ""
        return error

    def invoke(self, ctx: Any) -> Any:
        """Runs the command. A missing answer is told with what the help page says of its option."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            if is_missing(error):
                error.values["meaning"] = helping.lines_of(self, ctx, error.values["option"].split(", "))
                error.help = "{meaning}" if error.values["meaning"] else ""
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        formatter.write(helping.command_page(self, ctx).shown())

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in the language of the run."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this page.")
        return option


class TableGroup(typer.core.TyperGroup):
    """A group of commands by a table, each built when it is asked for."""

    @property
    def entries(self) -> dict[str, table.Command | table.Group]:
        """The rows of the table by their names."""
        raise NotImplementedError

    def elsewhere(self, name: str) -> tuple[str, ...]:  # noqa: ARG002
        """Commands of other groups that may be meant by a name that is none here."""
        return ()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of this name, its module imported now; None if there is none."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = NounGroup(entry) if isinstance(entry, table.Group) else _built(entry)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line names; raises UsageError with the near names."""
        if args and self.get_command(ctx, args[0]) is None:
            close = near(args[0], self.entries) or self.elsewhere(args[0])
            raise UsageError(
                "There is no command {name}.",
                help="Did you mean {names}?" if close else "{group} --help lists the commands.",
                name=" ".join([*ctx.command_path.split()[1:], args[0]]),
                names=close,
                group=ctx.command_path,
            )
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in the language of the run."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this page.")
        return option


class KicGroup(TableGroup):
    """The group `kic`."""

    @property
    def entries(self) -> dict[str, table.Command | table.Group]:
        """The whole table."""
        return table.BY_NAME

    def elsewhere(self, name: str) -> tuple[str, ...]:
        """Commands of groups, with the group: `meeting vote` for `vote`; no more than three."""
        named = [full for full, _command in table.leaves() if " " in full]
        meant = near(name, {full.partition(" ")[2] for full in named}, most=1)
        return tuple(full for full in named if full.partition(" ")[2] in meant)[:3]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page of kic itself."""
        formatter.write(helping.overview_page(self, ctx).shown())


class NounGroup(TableGroup):
    """A group such as `kic call`; without a command it shows its page."""

    def __init__(self, group: table.Group) -> None:
        super().__init__(name=group.name, help=_(group.summary), rich_markup_mode=None)
        self.group = group

    @property
    def entries(self) -> dict[str, table.Command | table.Group]:
        """The group's commands."""
        return self.group.by_name

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The group's name alone asks for its page."""
        return super().parse_args(ctx, args or ["--help"])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page of the group."""
        formatter.write(helping.group_page(self.group, self, ctx).shown())


def _built(entry: table.Command) -> Any:
    module = importlib.import_module(f"kic.cli.commands.{entry.module}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=entry.name, cls=KicCommand, help=_(entry.summary))(module.command)
    built = typer.main.get_command(app)
    built.epilog = getattr(module, "EXAMPLES", "")
    return built


def application() -> Any:
    """The command line as an object that Typer runs."""
    app = typer.Typer(cls=KicGroup, add_completion=False, rich_markup_mode=None, invoke_without_command=True)
    app.callback()(_global_options)
    return typer.main.get_group(app)


def usage_errors() -> Any:
    """The module with Typer's exceptions about a command line."""
    return importlib.import_module("typer._click.exceptions")


def _global_options(
    context: typer.Context,
    folder: Annotated[
        str | None,
        typer.Option("-C", metavar=_("DIR"), help=_("Work in this folder instead of the current one.")),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="de|en", help=_("Language of all output."))
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar=_("YYYY-MM-DD"), help=_("The day to reckon from."))
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=_("Never ask; a missing answer is an error."))
    ] = False,
    color: Annotated[
        str, typer.Option("--color", metavar="auto|always|never", help=_("When to use colour."))
    ] = "auto",
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,  # noqa: ARG001
) -> None:
    if lang not in (None, "de", "en"):
        raise UsageError("There is no language {name}; kic speaks de and en.", name=lang)
    if color not in ("auto", "always", "never"):
        raise UsageError("There is no colour setting {name}; it is auto, always or never.", name=color)
    context.obj = Session(
        folder=folder, today=day_of(today, "--today") if today else None, no_input=no_input, color=color
    )
    if context.invoked_subcommand in _LOOKING:
        context.obj.read_ahead()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
