"""What the shell offers at the Tab key: commands, options, values of options, ids of the repository.

Nothing is judged here, and no record is read further than its first lines: a Tab has to be answered at once.
Whatever goes wrong gives no candidates.
"""

import importlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kic.cli.early import find_root
from kic.cli.words import _
from kic.core.layout import ENDING, RECORD_FOLDERS, SETTINGS
from kic.errors import KicError


class Candidate(NamedTuple):
    """A word that fits, and what it means."""

    word: str
    meaning: str = ""


TEXTS = ("recommendation", "goal", "theme")
OF_KIND: dict[tuple[str, str], tuple[str, ...]] = {
    ("status", "id"): ("recommendation",),
    ("status", "successor"): ("recommendation",),
    ("status", "reported_by"): ("body",),
    ("payment request", "id"): ("notice", "application"),
    ("payment expect", "id"): ("notice", "application"),
    ("notice draft", "id"): ("call", "application"),
    ("notice list", "id"): ("call", "application"),
    ("synopsis", "themes"): ("theme",),
    ("synopsis", "elements"): TEXTS,
    ("contribution answer", "ids"): ("contribution",),
    ("diff", "what"): (),
    ("show", "id"): (),
    ("publication freeze", "by"): ("role", "body", "resolution"),
    ("publication freeze", "corrects"): ("publication",),
}
"""The kinds of record that a command's parameter takes, all where it is empty.

Where a parameter is not named here, its name says it (`OF_NAME`), or the command's group.
"""

OF_NAME: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("seats", "all_but", "deputy", "without", "chair"), ("seat",)),
    **dict.fromkeys(("each_of", "like", "remainder_of"), ("call",)),
    **dict.fromkeys(("element", "elements"), TEXTS),
    **dict.fromkeys(("role", "second"), ("role",)),
    "by": ("role", "body"),
    "carried_by": ("body",),
    "organiser": ("body",),
    "replaces": ("report",),
    **dict.fromkeys(("themes", "cap", "floor"), ("theme",)),
    "explain": ("application",),
    "tie": ("application",),
    "about": (),
    "records": (),
}
"""The same for parameters of one name in whatever command."""


def candidates(application: Any, words: Sequence[str]) -> list[Candidate]:
    """What the last of the words behind `kic` can become; empty where nothing is known, as of a file's name."""
    *before, incomplete = words or [""]
    before = [word for word in before if word != "="]  # bash takes --format=js apart
    incomplete = "" if incomplete == "=" else incomplete
    completion = importlib.import_module("typer._click.shell_completion")
    try:
        context = completion._resolve_context(application, {}, "kic", before)  # noqa: SLF001
        found, incomplete = completion._resolve_incomplete(context, before, incomplete)  # noqa: SLF001
        return [each for each in _candidates(context, found, incomplete) if each.word.startswith(incomplete)]
    except (KicError, OSError, _usage_error()):
        return []


def _usage_error() -> Any:
    return importlib.import_module("typer._click.exceptions").ClickException


def _candidates(context: Any, found: Any, incomplete: str) -> Iterator[Candidate]:
    if found is not context.command:
        yield from _values(context, found, incomplete)
    elif incomplete.startswith("-"):
        for option in context.command.get_params(context):
            if option.param_type_name == "option" and not option.hidden:
                yield from (
                    Candidate(name, option.help or "") for name in (*option.opts, *option.secondary_opts)
                )
    elif hasattr(context.command, "entries"):
        yield from (Candidate(name, _(entry.summary)) for name, entry in context.command.entries.items())


def _values(context: Any, parameter: Any, incomplete: str = "") -> Iterator[Candidate]:
    """Values of an option or argument; of one that takes a list with commas, its last item."""
    path, name = context.command_path.removeprefix("kic "), parameter.name
    metavar = parameter.metavar or ""
    if _OFFERED.fullmatch(metavar):
        yield from map(Candidate, metavar.strip("[]").split("|"))
    elif listed := LISTED.get((path, name)):
        yield from listed()
    elif (root := find_root(Path(context.find_root().params.get("folder") or "."))) is not None:
        several = "," in metavar or getattr(parameter, "multiple", False)
        before, comma, _last = incomplete.rpartition(",") if several else ("", "", "")
        records = sorted(_records(root))
        kinds = _kinds_of(path, name, {record.kind for record in records})
        yield from (
            Candidate(f"{before}{comma}{record.id}", record.title)
            for record in (*records, *(_roles(root) if "role" in kinds else ()))
            if kinds is ANY or record.kind in kinds
        )


ANY: tuple[str, ...] = ("any",)
_OFFERED = re.compile(r"\[?[a-z0-9_+-]+(\|[a-z0-9_+-]+)+\]?")
"""A placeholder that is the list of its values: `green|yellow|red`."""


def _kinds_of(path: str, name: str, kinds: set[str]) -> tuple[str, ...]:
    """The kinds of record that a parameter takes; those that there are decide whether its name is one."""
    stated = OF_KIND.get((path, name), OF_NAME.get(name))
    if stated is not None:
        return stated or ANY
    kind = path.split(maxsplit=1)[0] if name in ("id", "ids") else name
    return ANY if name == "id" and kind not in kinds else (kind,)


# -- ids ---------------------------------------------------------------------------------------------------


class _Beginning(NamedTuple):
    """The first lines of a record's file."""

    id: str
    kind: str
    title: str


_READ = 2000
_KIND = re.compile(rb"^kind: *([a-z_]+) *\r?$", re.MULTILINE)
_ID = re.compile(rb"^id: *[\"']?([a-z0-9][a-z0-9-]{0,62})[\"']? *\r?$", re.MULTILINE)
_ROLE = re.compile(rb"^ *- id: *([a-z0-9][a-z0-9-]{0,62}) *\r?\n +title: *([^\r\n]+?) *\r?$", re.MULTILINE)
_TITLE = re.compile(rb"^(?:title|name): *([^\r\n]+?) *\r?$", re.MULTILINE)


def _records(root: Path) -> Iterator[_Beginning]:
    for folder in RECORD_FOLDERS:
        for parent, folders, names in os.walk(root / folder):
            folders[:] = [each for each in folders if not each.startswith(".")]
            for name in names:
                path = Path(parent, name)
                if name.endswith(ENDING) and path.is_file() and not path.is_symlink():
                    with path.open("rb") as file:
                        start = file.read(_READ)
                    if (id := _ID.search(start)) and (kind := _KIND.search(start)):  # noqa: A001
                        yield _Beginning(id[1].decode(), kind[1].decode(), _plain(_TITLE.search(start)))


def _roles(root: Path) -> Iterator[_Beginning]:
    """The roles of kic.yaml, which are no files of their own."""
    found = _ROLE.finditer((root / SETTINGS).read_bytes())
    return (_Beginning(each[1].decode(), "role", _plain(each)) for each in found)


def _plain(title: re.Match[bytes] | None) -> str:
    """The title as it can stand in one line of a terminal; none where it is spread over several lines."""
    from kic.present.safe import safe_line  # noqa: PLC0415

    words = title[title.re.groups].decode("utf-8", "replace").strip("\"'") if title else ""
    return "" if words[:1] in ("|", ">") else safe_line(words)


# -- lists ---------------------------------------------------------------------------------------------------


def _kinds() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.domain.chapters import KINDS  # noqa: PLC0415

    return (Candidate(kind, language().label("kind", kind)) for kind in KINDS)


def _codes() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.present.manual import first_sentence  # noqa: PLC0415
    from kic.repository.laws import LAWS  # noqa: PLC0415

    return (Candidate(word, first_sentence(law, language())) for law in LAWS for word in (law.code, law.slug))


def _topics() -> Iterator[Candidate]:
    from kic.cli.topics.pages import TOPICS  # noqa: PLC0415

    return (Candidate(name, _(topic.title)) for name, topic in TOPICS.items())


def _documents() -> Iterator[Candidate]:
    from kic.documents.catalogue import DOCUMENTS  # noqa: PLC0415

    return map(Candidate, DOCUMENTS)


def _statuses() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.domain.concept.recommendation import Status  # noqa: PLC0415

    return (Candidate(status.value, language().word(status)) for status in Status)


def _classes() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.domain.revisions.comparing import Class  # noqa: PLC0415

    return (Candidate(each.value, language().word(each)) for each in Class)


def _channels() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.domain.notices import Channel  # noqa: PLC0415

    return (Candidate(each.value, language().word(each)) for each in Channel)


def _outcomes() -> Iterator[Candidate]:
    from kic.cli.words import language  # noqa: PLC0415
    from kic.domain.notices import ObjectionOutcome  # noqa: PLC0415

    return (Candidate(each.value, language().word(each)) for each in ObjectionOutcome)


def _rules() -> Iterator[Candidate]:
    from kic.allocation.problem import AllocationRule  # noqa: PLC0415
    from kic.cli.words import language  # noqa: PLC0415

    return (Candidate(each.value, language().word(each)) for each in AllocationRule)


def _shells() -> Iterator[Candidate]:
    from kic.cli.shells import SCRIPTS  # noqa: PLC0415

    return map(Candidate, SCRIPTS)


def _for_the_public() -> Iterator[Candidate]:
    from kic.domain.publications import FOR_THE_PUBLIC  # noqa: PLC0415

    return map(Candidate, sorted(FOR_THE_PUBLIC))


LISTED = {
    ("list", "kind"): _kinds,
    ("diff", "kind"): _kinds,
    ("schema", "kind"): _kinds,
    ("find", "kind"): _kinds,
    ("notice post", "by"): _channels,
    ("notice objection", "outcome"): _outcomes,
    ("explain", "code"): _codes,
    ("help", "topic"): _topics,
    ("render", "document"): _documents,
    ("publication freeze", "document"): _for_the_public,
    ("status", "new"): _statuses,
    ("completion", "shell"): _shells,
    ("synopsis", "classes"): _classes,
    ("call terms", "rule"): _rules,
    ("allocate", "rule"): _rules,
}
"""The values of a command's parameter that are not records."""
