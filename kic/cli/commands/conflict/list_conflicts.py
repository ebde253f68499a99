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
    from kic.cli.merging import show_waiting  # noqa: PLC0415
    from kic.repository.merging import left_to_git, waiting  # noqa: PLC0415

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
    left = left_to_git(session.repository.root, found)
    if found:
        session.out(show_waiting(session, found))
    else:
        session.talk(text("No conflict waits."))
    for path in left:
        words = text("{path}: git waits for it; git add keeps it as it is, git rm takes it out", path=path)
        session.out(session.language.say(words))
    if not found:
        return 0
    first = found[0]
    session.next_step(f"kic conflict choose {first.path} --line {first.conflict.line} --keep")
    return 0
