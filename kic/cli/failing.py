"""The one place where exceptions become words and exit codes."""

import contextlib
import errno
import itertools
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kic import __version__
from kic.cli import words
from kic.cli.plain import Plain, plain, spelled_out
from kic.cli.words import _
from kic.core.near import near
from kic.core.refusals import reason_of
from kic.core.text import Text, text
from kic.errors import KicError, Unavailable
from kic.present.safe import write

_LONGEST = 2_000
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_SHOWN = 200
"""Characters of a value up to which it stands whole in a sentence, and what is shown of a longer one."""


def guarded(arguments: Sequence[str], run: Callable[[Sequence[str]], Any] | None = None) -> int:
    """Runs the command line, or what `run` makes of it; whatever is raised is said and gives its exit code."""
    try:
        try:
            try:
                code = (run or carry_out)(arguments)
            except _Misused as misused:
                return _fail(arguments, *_usage(misused.error), code=2, name="usage")
            with contextlib.suppress(BrokenPipeError):
                _flush()
            if code == INTERRUPTED:
                raise KeyboardInterrupt  # Typer has made an exit code of it
            return code if isinstance(code, int) else 0
        except KicError as error:
            return _fail(
                arguments,
                Text(error.sentence, values := _readable(error.values)),
                Text(error.help, values) if error.help else None,
                code=error.exit_code,
                name=error.name,
            )
        except BrokenPipeError:
            # The reader has gone, as with `kic list ... | head`: what was asked for has been delivered.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except OSError as error:
            reason = reason_of(error)
            return _fail(
                arguments,
                text("{path}: {reason}", path=error.filename, reason=reason)
                if error.filename
                else text("Reading or writing failed: {reason}", reason=reason),
                text("What stood there stands there still. Make room, then repeat the command.")
                if error.errno in _NO_ROOM
                else None,
                code=Unavailable.exit_code,
                name=Unavailable.name,
            )
    except KeyboardInterrupt:
        write(sys.stderr, "\n" + _("Interrupted; nothing more was written.") + "\n")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # a bug in kic: said as such, with a report
        return _bug(arguments, error)


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a sentence, none so long that nobody finds the sentence in it."""
    return {
        name: f"{each[:_SHOWN]}…" if isinstance(each, str) and len(each) > _LONGEST else each
        for name, each in values.items()
    }


class _Misused(Exception):
    """Typer cannot make sense of a line."""

    def __init__(self, error: Any) -> None:
        super().__init__()
        self.error = error


def carry_out(arguments: Sequence[str]) -> Any:
    """Runs the line, a plain one without Typer, and gives its exit code. Raises what `guarded` makes words of."""
    if (line := plain(arguments)) is not None:
        return _carry_out_plain(line)
    from kic.cli.app import application, usage_errors  # noqa: PLC0415

    try:
        return application().main(args=spelled_out(arguments), prog_name="kic", standalone_mode=False)
    except SystemExit as left:
        raise BrokenPipeError from left  # Typer leaves so where the reader of its output has gone
    except usage_errors().ClickException as error:
        raise _Misused(error) from error


def _carry_out_plain(line: Plain) -> int:
    from kic.cli.session import Session  # noqa: PLC0415

    session = Session(**line.session)
    if line.command == "today":
        from kic.cli.daily import daily  # noqa: PLC0415

        return daily(session, run=carry_out, **line.options)
    if line.command == "check":
        from kic.cli.checking import check  # noqa: PLC0415

        return check(session, **line.options)
    from kic.cli.looking_back import blame, history  # noqa: PLC0415

    return {"history": history, "blame": blame}[line.command](session, **line.options)


def _flush() -> None:
    sys.stdout.flush()
    with contextlib.suppress(OSError):  # talk is dropped where nobody receives it (kic.present.safe)
        sys.stderr.flush()


def _fail(arguments: Sequence[str], sentence: Text, help: Text | None, *, code: int, name: str) -> int:  # noqa: A002
    language = words.language()
    message = language.say(sentence)
    advice = language.say(help) if help else None
    if _wants_json(arguments):
        from kic.present.envelope import json_object  # noqa: PLC0415

        failure = {"code": code, "name": name, "message": message, "help": advice}
        with contextlib.suppress(OSError):  # the failure may be just that nothing can be written there
            sys.stdout.write(json_object(_command(arguments), error=failure))
    write(sys.stderr, f"kic: {message}\n")
    if advice:
        write(sys.stderr, "".join(f"     {line}\n" for line in advice.split("\n")))
    with contextlib.suppress(OSError):
        _flush()
    return code


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--format=json" in arguments or ("--format", "json") in itertools.pairwise(arguments)


def _command(arguments: Sequence[str]) -> str:
    """What the JSON of a failure names: `show`, or with its group `call open`."""
    from kic.cli.early import global_options  # noqa: PLC0415
    from kic.cli.table import BY_NAME, Group  # noqa: PLC0415

    options = global_options(arguments)
    name, after = options.get("command", "today"), options.get("after", "")
    group = BY_NAME.get(name)
    return f"{name} {after}" if isinstance(group, Group) and after in group.by_name else name


def _usage(error: Any) -> tuple[Text, Text | None]:
    """Our own words for what Typer says about a command line, in the language of the run."""
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "kic"
    more = text("See {command} --help.", command=path)
    if kind == "NoSuchOption":
        name = error.option_name
        params = context.command.params if context else []
        known = [option for p in params if p.param_type_name == "option" for option in p.opts]
        if name in GLOBAL_OPTIONS and name not in known:
            return (
                text("The option {option} stands before the command.", option=name),
                text(
                    "For example: kic {option} ... {command}", option=name, command=path.removeprefix("kic ")
                ),
            )
        close = near(name, (*known, *GLOBAL_OPTIONS))
        return (
            text("There is no option {option} for {command}.", option=name, command=path),
            text("Did you mean {names}?", names=close) if close else more,
        )
    if kind == "MissingParameter":
        return text(
            "{command} needs {parameter}.", command=path, parameter=_called(error.param, context)
        ), more
    if kind == "BadOptionUsage":
        if "does not take" in error.message:
            return text("The option {option} takes no value.", option=error.option_name), more
        return text("The option {option} needs a value.", option=error.option_name), more
    whole = _whole_number(error) if kind == "BadParameter" else None
    if whole is not None:
        return whole, more
    if "unexpected extra argument" in error.message:
        extra = error.message.partition("(s) (")[2].rstrip(")")
        return text("Too many words for {command}: {extra}", command=path, extra=extra), more
    return text("This command line cannot be understood: {reason}", reason=error.format_message()), more


def _called(parameter: Any, context: Any) -> str:
    """An option as it is typed, an argument as the help calls it."""
    if parameter.param_type_name == "argument":
        return str(parameter.make_metavar(ctx=context)).removesuffix("...")
    return str(parameter.opts[0])


def _whole_number(error: Any) -> Text | None:
    """What an option or argument that takes a whole number expects; None for every other one."""
    parameter = error.param
    if parameter is None or not parameter.opts or not parameter.type.name.startswith("int"):
        return None
    option = _called(parameter, error.ctx)
    least, most = getattr(parameter.type, "min", None), getattr(parameter.type, "max", None)
    if least is None:
        return text("{option} needs a whole number.", option=option)
    if most is None:
        return text("{option} needs a whole number, at least {least}.", option=option, least=str(least))
    return text(
        "{option} needs a whole number from {least} to {most}.",
        option=option,
        least=str(least),
        most=str(most),
    )


INTERRUPTED = 130
GLOBAL_OPTIONS = ("-C", "--lang", "--today", "--no-input", "--color", "--version")


def _named(arguments: Sequence[str]) -> str:
    """The line without what was typed into it, which may be personal: the command and the names of options."""
    options = [each.partition("=")[0] for each in arguments]
    named = [each for each in options if re.fullmatch(r"-[A-Za-z]|--[a-z][a-z-]*", each)]
    return " ".join(("kic", _command(arguments), *named))


def _bug(arguments: Sequence[str], error: Exception) -> int:
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    report = "".join(traceback.format_exception(error))
    where = ""
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(
            "w", prefix="kic-bug-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(
                f"kic {__version__}\nPython {sys.version}\n{sys.platform}\n{_named(arguments)}\n\n{report}"
            )
        where = file.name
    language = words.language()
    write(
        sys.stderr,
        language.say(text("kic {version}: this is a bug in kic, not in your data.", version=__version__))
        + "\n"
        + language.say(text("Please send the report {path} to those who look after kic.", path=where))
        + f"\n{type(error).__name__}: {error}\n",
    )
    return 70
