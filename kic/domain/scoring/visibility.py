"""What may be shown of marks, by the stage of their call (`Call.marks_visible`). The one place that decides.

Until the call says more than `nobody`, no output of kic shows what a seat said of an application: not its
marks, not that it abstained. A file that may hold such marks is *concealed*: by its place below the call, or
because it says so itself, also where it cannot be read. Whoever shows something of a file (findings, patches,
records, history) asks here; rules judge the marks all the same. A call that is not there, cannot be read or
stands twice opens nothing.

This keeps marks from being seen by accident, on a shared screen, in a log or in a paper. It is no lock: who
may read the files can read the marks in them.
"""

import enum
from collections.abc import Iterable
from typing import Any

import msgspec

from kic.allocation.problem import Silence
from kic.core.diagnostic import Diagnostic, Fix, Related
from kic.core.place import Place, Span
from kic.core.record import Entry, declared
from kic.core.snapshot import Snapshot
from kic.core.text import Keyword, Label, Text
from kic.core.values import Moment, PartialDate
from kic.domain.calls import Call, Visibility
from kic.domain.scoring import ScoreSheet
from kic.errors import Refused

HIDDEN = "▒▒▒"
"""What stands in place of something that is not shown yet."""

_BELOW_A_CALL = ("scores", "decisions")
_KINDS = ("scores", "decision")
_OF_THE_FILE = frozenset({"KIC042", "KIC048"})
"""Findings about how a spreadsheet is built: parts of the file, encodings, addresses of cells; never a cell's words."""
_OF_THE_SCALE = frozenset({"min", "max", "step"})


def shows_marks(repository: Snapshot, call: str) -> bool:
    """Whether the call with this id lets its marks be seen by the office at least."""
    calls = [entry for entry in repository.entries_with(call) if entry.kind == "call"]
    return bool(calls) and all(
        isinstance(entry.record, Call) and entry.record.marks_visible is not Visibility.NOBODY
        for entry in calls
    )


def concealed(repository: Snapshot, path: str) -> bool:
    """Whether nothing may be shown of what this file holds."""
    folder, _, rest = path.partition("/")
    if folder == "applications":
        call, _, rest = rest.partition("/")
        if rest.partition("/")[0] in _BELOW_A_CALL and not shows_marks(repository, call):
            return True
    entry = repository.entries.get(path)
    return entry is not None and _says_marks(repository, entry)


def concealed_between(before: Snapshot, after: Snapshot, current: Snapshot, path: str) -> bool:
    """Whether nothing may be shown of a file that differs between two states: one of them hides it, or today's does.

    A state from before the call was there, or from after it was gone, has nothing of this file to hide.
    """
    knowing = [each for each in (before, after) if path in each.entries or _knows_call(each, path)]
    return any(concealed(each, path) for each in (*knowing, current))


def _knows_call(repository: Snapshot, path: str) -> bool:
    folder, _, rest = path.partition("/")
    call = rest.partition("/")[0]
    return folder == "applications" and any(e.kind == "call" for e in repository.entries_with(call))


def _says_marks(repository: Snapshot, entry: Entry) -> bool:
    """A sheet that lies somewhere else; of one that cannot be read at all, its words tell."""
    if entry.declared is None:
        return b"marks:" in entry.source and not all(
            shows_marks(repository, each.id or "") for each in repository.entries_of("call")
        )
    if entry.kind not in _KINDS and not (isinstance(entry.declared, dict) and "marks" in entry.declared):
        return False
    call = entry.declared.get("call") if isinstance(entry.declared, dict) else None
    return not (isinstance(call, str) and shows_marks(repository, call))


def sealed(repository: Snapshot, call: Call) -> bool:
    """Whether the call has marks and shows them to nobody: then nothing computed from them is shown either."""
    if shows_marks(repository, call.id):
        return False
    folder = f"applications/{call.id}/scores/"
    return any(path.startswith(folder) for path in repository.entries) or any(
        isinstance(each.declared, dict) and each.declared.get("call") == call.id
        for each in repository.entries_of("scores")
    )


def refuse_sealed(repository: Snapshot, call: Call) -> None:
    """Raises Refused for a call whose marks nobody may see yet: scores, ranks and awards would tell of them."""
    if sealed(repository, call):
        raise Refused(
            "The marks of the call {id} are shown to nobody yet, and this would tell of them.",
            help="kic call stage {id} office shows them to the office, from then on.",
            id=call.id,
        )


_MARKS = {"scores": "marks", "decision": "proposal"}
"""Where marks stand in a record, or scores that tell of them."""


def discreet_entry(repository: Snapshot, entry: Entry) -> Entry:
    """The entry as it may be shown: one that is concealed without its marks, and without its text."""
    if not concealed(repository, entry.path):
        return entry
    field = _MARKS.get(entry.kind or "")
    record, plain = entry.record, entry.declared
    if isinstance(plain, dict) and record is not None and field is not None and field in plain:
        plain = {**plain, field: HIDDEN}
        nothing: dict[str, Any] = {field: {} if field == "marks" else ()}
        record = msgspec.structs.replace(record, **nothing)
    else:
        record = None
        plain = dict.fromkeys(plain, HIDDEN) if isinstance(plain, dict) else None
    return Entry(
        path=entry.path, source=b"", kind=entry.kind, id=entry.id, record=record, declared=plain,
        locate=entry.locate,
    )  # fmt: skip


# -- findings --------------------------------------------------------------------------------------------


def discreet(diagnostics: Iterable[Diagnostic], repository: Snapshot) -> list[Diagnostic]:
    """The findings as they may be shown: in a concealed file without any word of it but ids and dates.

    Place, law and number of findings stay; the place is the whole line, as its columns tell the length of marks.
    """
    shown: list[Diagnostic] = []
    known: frozenset[str] | None = None
    for each in diagnostics:
        paths = (each.place.path, *(related.place.path for related in each.related))
        if not any(concealed(repository, path) for path in dict.fromkeys(paths)):
            shown.append(each)
            continue
        if known is None:
            known = _known(repository)
        shown.append(_discreet(each, repository, known))
    return shown


def mask_all(diagnostics: Iterable[Diagnostic], repository: Snapshot) -> list[Diagnostic]:
    """The findings of a spreadsheet of marks that may not be shown: rows, columns and ids stay, contents do not."""
    known = _known(repository)
    return [
        each
        if each.law.code in _OF_THE_FILE
        else msgspec.structs.replace(
            each,
            message=_masked(each.message, known | _places(each)),
            help=_masked(each.help, known | _places(each)),
        )
        for each in diagnostics
    ]


def _places(diagnostic: Diagnostic) -> frozenset[str]:
    """The names of sheet and cell that a finding in a spreadsheet has."""
    return frozenset(map(str, diagnostic.place.field))


def _discreet(diagnostic: Diagnostic, repository: Snapshot, known: frozenset[str]) -> Diagnostic:
    fix = diagnostic.fix
    return msgspec.structs.replace(
        diagnostic,
        message=_masked(diagnostic.message, known),
        help=_masked(diagnostic.help, known),
        place=_line_of(diagnostic.place, repository, known),
        related=tuple(
            Related(_line_of(each.place, repository, known), _masked(each.message, known))
            for each in diagnostic.related
        ),
        fix=None if fix is None else Fix(_masked(fix.replacement, known)),
    )


def _line_of(place: Place, repository: Snapshot, known: frozenset[str]) -> Place:
    if not concealed(repository, place.path):
        return place
    line = repository.span(place).line
    field = tuple(_masked(step, known) for step in place.field)
    return Place(place.path, field, place.aim, Span(line, 1, line, 1))


def _known(repository: Snapshot) -> frozenset[str]:
    """Words that are no marks: ids of records and parts, keys of a sheet, paths of files."""
    keys = (each.key for each in declared(ScoreSheet))
    return frozenset((*repository.ids(), *repository.files, *keys, "kind", *_KINDS))


def _masked(value: Any, known: frozenset[str]) -> Any:
    """A value of a sentence, and everything in it, that is not known to be harmless is not shown."""
    if value is None or isinstance(value, (int, Moment, PartialDate)) or hasattr(value, "isoformat"):
        return value
    if isinstance(value, str):
        return value if not value or value in known else HIDDEN
    if isinstance(value, Text):
        inner = {
            name: each if name in _OF_THE_SCALE else _masked(each, known)
            for name, each in value.values.items()
        }
        return Text(value.id, inner, value.plural)
    if isinstance(value, (tuple, list)):
        return tuple(_masked(each, known) for each in value)
    if isinstance(value, (Label, Keyword)):
        return value if not any(map(str.isdigit, value.id)) else HIDDEN
    if isinstance(value, enum.Enum) and not isinstance(value, Silence):
        return value
    return HIDDEN
