"""How `kic check --message` goes: a commit message judged, in git's hook or of any file."""

import os
import sys
from pathlib import Path

from kic.cli.session import Session
from kic.core.text import text
from kic.errors import UsageError


def check_message(session: Session, name: str, *, output: str, strict: bool) -> int:
    """Shows the findings of the message in a file; gives the exit code. A repository is not needed."""
    from kic.present.findings import render  # noqa: PLC0415
    from kic.repository.judging import Judgement  # noqa: PLC0415
    from kic.repository.messages import judged_message  # noqa: PLC0415

    # git names the file from where it runs its hook, and that may be above the repository.
    path = next((each for each in (Path(name), session.folder / name) if each.is_file()), None)
    if path is None:
        raise UsageError("There is no file {path}.", path=name)
    found, state = judged_message(path, name, session.root_or_none)
    if output != "text":
        session.data(render(output, found, state, session.language, strict=strict))
    elif found:
        colors = session.colors(sys.stdout)
        shown = render(output, found, state, session.language, color=colors, strict=strict)
        session.out_raw(shown.rpartition("\n\n")[0] + "\n")  # the last line counts records, and here are none
    elif "GIT_INDEX_FILE" not in os.environ:  # in a hook silence says it
        session.talk(text("Nothing speaks against this message."))
    return 1 if Judgement(found, state).fails(strict=strict) else 0
