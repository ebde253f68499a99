"""git where it changes something or speaks with another computer: record, fetch, merge, send.

Unlike `kic.store.git` and its neighbours, which look and enter this copy's settings, this runs the hooks that the
office has laid, as git itself would. It never waits for an answer that nobody can give: without a terminal, git and
ssh get none and may ask nobody, and they end after a while. Nothing here forces anything.
"""

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kic.store.git import not_started

SECONDS = 300.0
"""How long git may take where nobody sits before it who could stop it."""
UNANSWERED = 124
"""The exit code of a git that was ended because it took longer; timeout(1) has the same."""

_NEUTRAL = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.longPaths=true"),  # on Windows; elsewhere nothing
    *("-c", "i18n.commitEncoding=UTF-8"),  # what messages are written in
    *("-c", "advice.diverging=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "http.lowSpeedLimit=1"),
    *("-c", "http.lowSpeedTime=30"),
    "--no-pager",
    "--literal-pathspecs",
)
_OURS = (
    "GIT_AUTHOR_",
    "GIT_COMMITTER_",
    "GIT_SSH",
    "GIT_ASKPASS",
    "GIT_HTTP_",
    "GIT_SSL_",
    "GIT_PROXY_",
    "GIT_CONFIG_",
)
"""What a person may have set for who they are and how another computer is reached."""


def act(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    asks: bool = False,
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    """Runs git in a folder and returns what it says, whatever the exit code; `UNANSWERED` where it took too long.

    `asks` lets git and ssh ask for a password on the terminal. Raises Unavailable where git cannot be started.
    """
    alone = (
        {} if asks else {"start_new_session": True}
    )  # then there is no terminal that anything could ask on
    try:
        process = subprocess.Popen(
            ["git", *_NEUTRAL, *arguments],
            cwd=folder,
            env={**_environment(asks=asks), **(environment or {})},
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **alone,  # type: ignore[call-overload]
        )
    except OSError as error:
        raise not_started(folder, error) from error
    try:
        out, err = process.communicate(stdin or None, timeout=None if asks else seconds)
    except subprocess.TimeoutExpired:
        _end(process, alone=bool(alone))
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, UNANSWERED, out, err)
    except BaseException:
        _end(process, alone=bool(alone))
        process.wait()
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _end(process: subprocess.Popen[bytes], *, alone: bool) -> None:
    """Ends git and what it has started, which would hold our pipes open."""
    with contextlib.suppress(OSError):
        if alone and hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)  # git removes its locks
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _environment(*, asks: bool) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_OURS)}
    kept.update(LC_ALL="C", LANGUAGE="C", GIT_EDITOR=":", GIT_MERGE_AUTOEDIT="no")
    if not asks:
        kept.update(GIT_TERMINAL_PROMPT="0", GCM_INTERACTIVE="never", SSH_ASKPASS_REQUIRE="never")
        kept.pop("SSH_ASKPASS", None)
        kept["GIT_ASKPASS"] = ""
    return kept


class Answer(NamedTuple):
    """What the other side said of what was sent: whether it refused it, for which reasons, and its own words."""

    refused: bool
    reasons: tuple[str, ...]
    words: tuple[str, ...]


_REFUSED = re.compile(r"^!\t.*\[remote rejected\]", re.MULTILINE)
_REASON = re.compile(r"\[remote rejected\] \((.*)\)")
_REMOTE = re.compile(r"^remote: ?(.*?)\s*$", re.MULTILINE)


def answer(done: subprocess.CompletedProcess[bytes]) -> Answer:
    """What `git push --porcelain` tells of the other side."""
    out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
    words = tuple(line for line in _REMOTE.findall(err) if line)
    return Answer(bool(_REFUSED.search(out)), tuple(_REASON.findall(out)), words)


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git wrote to standard error, for people."""
    return done.stderr.decode("utf-8", "replace").strip()
