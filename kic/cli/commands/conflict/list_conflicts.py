"""`kic conflict list`: the conflicts of a merge that wait for somebody to choose."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.core.text import text

EXAMPLES = """
kic conflict list
kic conflict list --format json
kic --lang en conflict list
"""


def command(context: typer.Context, output: Format = "text") -> int:
    session: Session = context.obj
    from kic.cli.merging import show_undecided, show_waiting  # noqa: PLC0415
    from kic.repository.merging import left_to_git, waiting  # noqa: PLC0415
    from kic.repository.sharing.choosing import undecided  # noqa: PLC0415
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415

    found = list(waiting(session.repository.snapshot))
    if output == "json":
        session.json(
            "conflict list",
            [
                {
                    "path": each.path,
                    "record": each.record,
                    "line": each.conflict.line,
                    "sort": each.conflict.sort.value,
                    "field": each.conflict.name,
                    "other": each.conflict.theirs,
                }
                for each in found
            ],
        )
        return 0
    root = session.repository.root
    removed = undecided(root) if in_git(root) else ()
    left = [path for path in left_to_git(root, found) if path not in {each.path for each in removed}]
    if found:
        session.out(show_waiting(session, found))
    for each in removed:
        session.out(session.language.say(show_undecided(each)))
    if not (found or removed):
        session.talk(text("No conflict waits."))
    for path in left:
        session.talk(
            text("{path}: nothing in it waits for a choice; kic save records it with the merge", path=path)
        )
    if removed and not found:
        session.next_step(f"kic conflict choose {removed[0].path} --keep")
    elif left and not found:
        session.next_step("kic save")
    elif not found:
        session.next_step("kic check")
    if not found:
        return 0
    first = found[0]
    session.next_step(f"kic conflict choose {first.path} --line {first.conflict.line} --keep")
    return 0
