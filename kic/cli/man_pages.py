"""Manual pages for `man`, made from the same pages as the help: one for each command, group and topic.

The bytes depend on kic's version and the language alone. The macros are those of man(7), which groff and mandoc know.
"""

import re
from collections.abc import Iterator
from typing import Any

from kic import __version__
from kic.cli import helping, table
from kic.cli.helping import Page
from kic.cli.words import _


def man_page(page: Page) -> str:
    """The page of a command in roff, section 1."""
    name = page.path.replace(" ", "-")
    lines = [*_head(name, "1"), _title(_("Name")), f"{_said(name)} \\- {_said(page.summary.rstrip('.'))}"]
    lines += [_title(_("Usage")), _said(page.usage)]
    if page.examples:
        lines += [_title(_("Examples")), *_literal(page.examples)]
    for part in page.parts:
        lines.append(_title(part.title))
        for term, meaning in part.rows:
            lines += [".TP", f"\\fB{_said(term)}\\fR", _said(meaning) or "\\&"]
    if page.closing:
        lines += [".PP", _said(page.closing)]
    return "\n".join([*lines, *_related(page.path)]) + "\n"


def man_topic(name: str, title: str, words: str) -> str:
    """A topic of `kic help` in roff, section 7: its words as they are laid out for the terminal."""
    name = f"kic-{name}"
    lines = [*_head(name, "7"), _title(_("Name")), f"{_said(name)} \\- {_said(title)}"]
    return "\n".join([*lines, _title(_("Description")), *_literal(words.splitlines())]) + "\n"


def man_pages(root: Any) -> Iterator[tuple[str, str]]:
    """Every manual page: `kic-call-open.1` with its roff. `root` is the context of kic itself."""
    from kic.cli.topics.pages import TOPICS  # noqa: PLC0415

    named: list[tuple[str, ...]] = [()]
    named += [(entry.name,) for entry in table.BY_NAME.values() if isinstance(entry, table.Group)]
    named += [tuple(name.split()) for name, _command in table.leaves()]
    for names in named:
        page = helping.page_of(root, names)
        yield f"{page.path.replace(' ', '-')}.1", man_page(page)
    for name, topic in TOPICS.items():
        _heading, _blank, *lines = topic.shown(_).splitlines()
        yield f"kic-{name}.7", man_topic(name, _(topic.title), "\n".join(lines))


def _head(name: str, section: str) -> list[str]:
    return [f'.TH "{_said(name.upper())}" "{section}" "" "kic {__version__}" "kic"', ".nh", ".ad l"]


def _title(words: str) -> str:
    return f'.SH "{_said(words.upper())}"'


def _literal(lines: Any) -> list[str]:
    return [".nf", *(_said(line) or "\\&" for line in lines), ".fi"]


def _related(path: str) -> list[str]:
    above = path.rpartition(" ")[0]
    if not above:
        return []
    return [_title(_("See also")), f"\\fB{_said(above.replace(' ', '-'))}\\fR(1)"]


def _said(words: str) -> str:
    """Words that roff shows as they are: no request, no escape, hyphens that can be copied."""
    escaped = re.sub(r"[\\\"'`^~-]", lambda found: _ESCAPED[found[0]], words)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


_ESCAPED = {
    "\\": "\\e",
    '"': "\\(dq",
    "'": "\\(aq",
    "`": "\\(ga",
    "^": "\\(ha",
    "~": "\\(ti",
    "-": "\\-",
}
