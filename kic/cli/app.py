"""The Typer application: global options, and a group that imports a command's module when it is used."""

import datetime
import importlib
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from kic.cli import helping
from kic.cli.session import Session
from kic.cli.table import BY_NAME, COMMANDS
from kic.cli.words import _
from kic.core.near import near
from kic.core.values import Misread, Money
from kic.errors import UsageError


class KicCommand(typer.core.TyperCommand):
    """A command whose help page is in kic's own words and begins with examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        formatter.write(helping.command_page(self, ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in the language of the run."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this page.")
        return option


class KicGroup(typer.core.TyperGroup):
    """The group `kic`: commands by the table, each built when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order of the table."""
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of this name, its module imported now; None if there is none."""
        command = BY_NAME.get(cmd_name)
        if command is None:
            return None
        if cmd_name not in self.commands:
            module = importlib.import_module(f"kic.cli.commands.{command.module}")
            app = typer.Typer(add_completion=False, rich_markup_mode=None)
            app.command(name=cmd_name, cls=KicCommand, help=_(command.summary))(module.command)
            built = typer.main.get_command(app)
            built.epilog = getattr(module, "EXAMPLES", "")
            self.commands[cmd_name] = built
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line names; raises UsageError with the near names."""
        if args and self.get_command(ctx, args[0]) is None:
            close = near(args[0], BY_NAME)
            raise UsageError(
                "There is no command {name}.",
                help="Did you mean {names}?" if close else "kic --help lists the commands.",
                name=args[0],
                names=close,
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page of kic itself."""
        formatter.write(helping.overview_page(self, ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in the language of the run."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this page.")
        return option


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
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def day_of(spelling: str, option: str) -> datetime.date:
    """A day from the command line: 2026-11-22 or 22.11.2026; raises UsageError."""
    import re  # noqa: PLC0415

    iso = spelling
    if german := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", spelling, re.ASCII):
        iso = f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}"
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso, re.ASCII) is None:
            raise ValueError  # noqa: TRY301
        return datetime.date.fromisoformat(iso)
    except ValueError:
        raise UsageError(
            "{option} needs a day such as 2026-11-22 or 22.11.2026, not {spelling}.",
            option=option,
            spelling=spelling,
        ) from None


def amount_of(spelling: str, option: str) -> Money:
    """An amount from the command line: 45000.00 or 45.000,00; raises UsageError."""
    import re  # noqa: PLC0415

    plain = spelling.strip().removesuffix("€").removesuffix("EUR").strip()
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})*,[0-9]{2}|[0-9]+,[0-9]{2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return Money.parse(plain)
    except Misread:
        raise UsageError(
            "{option} needs an amount such as 45000.00 or 45.000,00, not {spelling}.",
            option=option,
            spelling=spelling,
        ) from None
