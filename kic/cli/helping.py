"""Help pages in kic's own words: what it does, examples first, then arguments and options.

A page is a value, so that the terminal and the manual pages (`kic.cli.man_pages`) say the same.
"""

import os
import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kic.cli import table, words
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import text

WIDTH = 96
"""Columns of a page where the output is no terminal, and the most on one."""

PLACEHOLDERS = (
    N_("AMENDMENT"), N_("AMOUNT"), N_("CALL"), N_("ELEMENT"), N_("PATH"), N_("REV"), N_("SEAT"), N_("SHELL"),
)  # fmt: skip
"""Words of placeholders that are parts of longer ones, such as `[ID|PATH]...`."""

Rows = tuple[tuple[str, str], ...]


class Part(NamedTuple):
    """A titled list of a page: terms and what they mean."""

    title: str
    rows: Rows


class Page(NamedTuple):
    """The help of kic, of a group or of a command, in the language of the run."""

    path: str
    summary: str
    usage: str
    examples: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: str

    def shown(self) -> str:
        """The page as text, as wide as the terminal, examples unbroken so that they can be copied."""
        wide = width()
        lines = [*textwrap.wrap(self.summary, wide), ""]
        if self.examples:
            lines += [f"{_('Examples')}:", *(f"  {line}" for line in _for_this_shell(self.examples)), ""]
        lines += [f"{_('Usage')}: {self.usage}", ""]
        for part in self.parts:
            lines += [f"{part.title}:", *definitions(part.rows, wide), ""]
        lines += textwrap.wrap(self.closing, wide)
        return "\n".join(lines).rstrip("\n") + "\n"


WINDOWS = os.name == "nt"


def _for_this_shell(examples: tuple[str, ...]) -> tuple[str, ...]:
    """Examples as they are typed here: on Windows as PowerShell takes them."""
    if not WINDOWS:
        return examples
    from kic.cli.powershell import shown  # noqa: PLC0415

    return tuple(map(shown, examples))


def width() -> int:
    """Columns of a page: those of the terminal, at most `WIDTH`, and not so few that no word has room."""
    import shutil  # noqa: PLC0415

    if not sys.stdout.isatty():
        return WIDTH
    return max(min(shutil.get_terminal_size((WIDTH, 24)).columns - 1, WIDTH), _LEAST)


_LEAST = 20


def definitions(rows: Iterable[tuple[str, str]], wide: int) -> list[str]:
    """Terms on the left, meanings on the right; a long term has a line of its own."""
    rows = tuple(rows)
    left = min(max((len(term) for term, _meaning in rows), default=0), 34, wide // 3)
    lines = []
    for term, meaning in rows:
        wrapped = textwrap.wrap(meaning, wide - left - 4) or [""]
        if len(term) > left:
            lines.append(f"  {term}")
        else:
            lines.append(f"  {term:{left}}  {wrapped.pop(0)}".rstrip())
        lines += [f"  {'':{left}}  {line}".rstrip() for line in wrapped]
    return lines


# -- pages -------------------------------------------------------------------------------------------------


def overview_page(group: Any, context: Any) -> Page:
    """The page of `kic --help`: sections with one line for each command or group."""
    return Page(
        "kic",
        _("kic runs a city's integration concept and its small grants on plain text files."),
        f"kic [{_('GLOBAL OPTIONS')}] {_('COMMAND')} [...]",
        (),
        (
            *(
                Part(_(section.title), rows)
                for section in table.SECTIONS
                if (rows := tuple((entry.name, _(entry.summary)) for entry in table.offered(section.entries)))
            ),
            Part(_("Global options, before the command"), _options(group, context)),
        ),
        _("kic COMMAND --help explains a command with examples."),
    )


def group_page(entry: table.Group, group: Any, context: Any) -> Page:
    """The page of a group such as `kic call`."""
    path = context.command_path
    return Page(
        path,
        _(entry.summary),
        f"{path} {_('COMMAND')} [...]",
        (),
        (
            Part(_("Commands"), tuple((command.name, _(command.summary)) for command in entry.commands)),
            Part(_("Options"), _options(group, context)),
        ),
        words.language().say(text("{group} COMMAND --help explains a command with examples.", group=path)),
    )


def command_page(command: Any, context: Any) -> Page:
    """The page of `kic COMMAND --help`."""
    arguments = [p for p in command.get_params(context) if p.param_type_name == "argument" and not p.hidden]
    described = tuple((_argument(each), each.help) for each in arguments if each.help)
    return Page(
        context.command_path,
        command.help or "",
        " ".join([context.command_path, f"[{_('OPTIONS')}]", *map(_argument, arguments)]),
        tuple(line.strip() for line in (command.epilog or "").strip().splitlines()),
        (
            *((Part(_("Arguments"), described),) if described else ()),
            Part(_("Options"), _options(command, context)),
        ),
        "",
    )


def page_of(root: Any, names: Iterable[str]) -> Page:
    """The page of the command that these words name, `("call", "open")`; raises UsageError where none is.

    `root` is the context of kic itself.
    """
    command, context = root.command, root
    for name in names:
        _name, command, _rest = command.resolve_command(context, [name])
        context = command.context_class(command, parent=context, info_name=name)
    return page(command, context)


def page(command: Any, context: Any) -> Page:
    """The page of a command or group that was found."""
    if hasattr(command, "group"):
        return group_page(command.group, command, context)
    return overview_page(command, context) if hasattr(command, "entries") else command_page(command, context)


def _argument(parameter: Any) -> str:
    name = placeholder(parameter.metavar or parameter.name.upper())
    name = f"{name}..." if parameter.nargs != 1 and not name.endswith("...") else name
    return name if parameter.required or name.startswith("[") else f"[{name}]"


def placeholder(metavar: str) -> str:
    """What stands for a value in a line, its words in the language of the run; values themselves stay."""
    return re.sub(r"[A-Z]{2,}", lambda found: _(found[0]) if found[0] in PLACEHOLDERS else found[0], metavar)


def lines_of(command: Any, context: Any, options: Sequence[str]) -> str:
    """The lines that the help page has of these options, one below the other."""
    rows = [row for row in _options(command, context) if {*row[0].replace(",", " ").split()} & {*options}]
    return "\n".join(f"{name}: {meaning}" for name, meaning in rows if meaning)


def _options(command: Any, context: Any) -> Rows:
    rows = []
    for parameter in command.get_params(context):
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = ", ".join(parameter.opts)
        if not parameter.is_flag:
            names += f" {placeholder(parameter.metavar or parameter.name.upper())}"
        meaning = parameter.help or ""
        default = parameter.default
        if isinstance(default, str) and default and not parameter.is_flag:
            meaning += f" [{_('default')}: {default}]"
        rows.append((names, meaning))
    return tuple(rows)
