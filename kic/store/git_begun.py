"""Questions to git that are under way: begun while there is other work, and answered when they are asked.

Git takes 2 to 3 ms for an answer, most of which a second core has to spare while this process imports modules. An
answer is given once: whoever asks again asks git anew, and gets what is there then.
"""

import contextlib
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_under_way: dict[tuple[Path, tuple[str, ...]], subprocess.Popen[bytes]] = {}


def begin(
    folder: Path, arguments: tuple[str, ...], command: Sequence[str], environment: Mapping[str, str]
) -> None:
    """Starts a command whose answer `ended` will give; where it cannot be started, whoever asks is told why."""
    with contextlib.suppress(OSError):
        _under_way[folder, arguments] = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def ended(folder: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[bytes] | None:
    """What a command that was begun with these arguments says, waited for; None where none was."""
    process = _under_way.pop((folder, arguments), None)
    if process is None:
        return None
    said, complained = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)
