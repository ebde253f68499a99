"""From a plan to finished bytes: every edit of a file folded into one change. Nothing is written here."""

from collections.abc import Callable, Mapping

from kic.core.plan import Change, CreateFile, DeleteFile, Edit, MoveFile, Plan, WriteFile
from kic.errors import Refused
from kic.store.paths import checked
from kic.store.writing import emit, splice

Read = Callable[[str], bytes | None]
"""The bytes of a file, named relative to the root with `/`; None where there is none."""


def changes(plan: Plan, read: Read) -> tuple[Change, ...]:
    """What the plan makes of each file, in the order in which it first names them.

    Several edits of one file become one change; a file that ends as it began gives none. Raises Refused
    for a path that may not be written, a file that is missing or already there, or an unsafe edit.
    """
    before: dict[str, bytes | None] = {}
    now: dict[str, bytes | None] = {}

    def known(name: str) -> str:
        path = checked(name)
        if path not in before:
            before[path] = now[path] = read(path)
        return path

    for edit in plan.edits:
        path = known(edit.path)
        if isinstance(edit, MoveFile):
            to = known(edit.to)
            if now[to] is not None:
                raise Refused("{path} is there already.", path=to)
            now[to] = _edited(edit, path, now[path])
            now[path] = None
        else:
            now[path] = _edited(edit, path, now[path])
    return tuple(Change(path, before[path], now[path]) for path in before if before[path] != now[path])


def _edited(edit: Edit, path: str, content: bytes | None) -> bytes | None:
    """What one edit makes of a file's content; None where it goes."""
    if isinstance(edit, WriteFile):
        return edit.content
    if isinstance(edit, CreateFile):
        if content is not None:
            raise Refused("{path} is there already.", path=path)
        if not isinstance(edit.value, Mapping):
            raise TypeError("a record file is created from a map")
        return emit.emit(edit.value)
    if content is None:
        raise Refused("There is no file {path}.", path=path)
    if isinstance(edit, MoveFile):
        return content
    return None if isinstance(edit, DeleteFile) else splice.edit(content, (edit,), path)
