"""Help pages in kic's own words: what it does, examples first, then arguments and options."""

import textwrap
from typing import Any

from kic.cli import table, words
from kic.cli.words import _
from kic.core.text import text

WIDTH = 96


def overview_page(group: Any, context: Any) -> str:
    """The page of `kic --help`: sections with one line for each command or group."""
    name = max(map(len, table.BY_NAME))
    lines = [
        _("kic runs a city's integration concept and its small grants on plain text files."),
        "",
        f"{_('Usage')}: kic [{_('GLOBAL OPTIONS')}] {_('COMMAND')} [...]",
        "",
    ]
    for section in table.SECTIONS:
        if rows := [f"  {entry.name:{name}}  {_(entry.summary)}" for entry in table.offered(section.entries)]:
            lines += [f"{_(section.title)}:", *rows, ""]
    lines += [
        f"{_('Global options, before the command')}:",
        *_definitions(group, context),
        "",
        _("kic COMMAND --help explains a command with examples."),
    ]
    return "\n".join(lines) + "\n"


def group_page(entry: table.Group, group: Any, context: Any) -> str:
    """The page of a group such as `kic call`."""
    path = context.command_path
    lines = [
        _(entry.summary),
        "",
        f"{_('Usage')}: {path} {_('COMMAND')} [...]",
        "",
        f"{_('Commands')}:",
        *_rows([(command.name, _(command.summary)) for command in entry.commands]),
        "",
        f"{_('Options')}:",
        *_definitions(group, context),
        "",
        words.language().say(text("{group} COMMAND --help explains a command with examples.", group=path)),
    ]
    return "\n".join(lines) + "\n"


def command_page(command: Any, context: Any) -> str:
    """The page of `kic COMMAND --help`."""
    arguments = [p for p in command.get_params(context) if p.param_type_name == "argument" and not p.hidden]
    usage = " ".join([context.command_path, f"[{_('OPTIONS')}]", *(_argument(p) for p in arguments)])
    lines = [command.help or "", "", f"{_('Usage')}: {usage}", ""]
    if command.epilog:
        lines += [f"{_('Examples')}:", *(f"  {line}" for line in command.epilog.strip().splitlines()), ""]
    if described := [p for p in arguments if p.help]:
        lines += [f"{_('Arguments')}:", *_rows([(_argument(p), p.help) for p in described]), ""]
    lines += [f"{_('Options')}:", *_definitions(command, context)]
    return "\n".join(lines) + "\n"


def _argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    name = f"{name}..." if parameter.nargs != 1 and not name.endswith("...") else name
    return name if parameter.required else f"[{name}]"


def _definitions(command: Any, context: Any) -> list[str]:
    rows = []
    for parameter in command.get_params(context):
        if parameter.param_type_name != "option" or parameter.hidden:
            continue
        names = ", ".join(parameter.opts)
        if not parameter.is_flag:
            names += f" {parameter.metavar or parameter.name.upper()}"
        help_text = parameter.help or ""
        default = parameter.default
        if isinstance(default, str) and default and not parameter.is_flag:
            help_text += f" [{_('default')}: {default}]"
        rows.append((names, help_text))
    return _rows(rows)


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    left = min(max((len(name) for name, _text in rows), default=0), 34)
    lines = []
    for name, described in rows:
        wrapped = textwrap.wrap(described, WIDTH - left - 4) or [""]
        if len(name) > left:
            lines.append(f"  {name}")
            lines += [f"  {'':{left}}  {line}" for line in wrapped]
        else:
            lines.append(f"  {name:{left}}  {wrapped[0]}")
            lines += [f"  {'':{left}}  {line}" for line in wrapped[1:]]
    return lines
