"""From a plan to finished bytes: every edit of a file folded into one change. Nothing is written here."""

from collections.abc import Callable, Mapping

from kic.core.plan import Change, CreateFile, DeleteFile, Plan, WriteFile
from kic.errors import Refused
from kic.store import emit, splice
from kic.store.paths import checked

Read = Callable[[str], bytes | None]
"""The bytes of a file, named relative to the root with `/`; None where there is none."""


def changes(plan: Plan, read: Read) -> tuple[Change, ...]:
    """What the plan makes of each file, in the order in which it first names them.

    Several edits of one file become one change; a file that ends as it began gives none. Raises Refused
    for a path that may not be written, a file that is missing or already there, or an unsafe edit.
    """
    before: dict[str, bytes | None] = {}
    now: dict[str, bytes | None] = {}
    for edit in plan.edits:
        path = checked(edit.path)
        if path not in before:
            before[path] = now[path] = read(path)
        content = now[path]
        if isinstance(edit, WriteFile):
            now[path] = edit.content
        elif isinstance(edit, CreateFile):
            if content is not None:
                raise Refused("{path} is there already", path=path)
            if not isinstance(edit.value, Mapping):
                raise TypeError("a record file is created from a map")
            now[path] = emit.emit(edit.value)
        elif content is None:
            raise Refused("there is no file {path}", path=path)
        elif isinstance(edit, DeleteFile):
            now[path] = None
        else:
            now[path] = splice.edit(content, (edit,), path)
    return tuple(Change(path, before[path], now[path]) for path in before if before[path] != now[path])
