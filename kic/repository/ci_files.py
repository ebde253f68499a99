"""Files for code hosts and hooks: workflows that judge a change by its base branch, and what they run.

The files are templates of the package (`kic/templates/ci/`), with comments in the language of the repository. They need
no secret and no right to write, so they may run for a pull request from a fork.
"""

import enum
import re
import textwrap
from collections.abc import Callable, Mapping
from importlib.resources import files as package_files
from pathlib import Path

import msgspec

from kic import __version__
from kic.core.refusals import reason_of
from kic.core.text import Text, text
from kic.errors import Unavailable
from kic.store import git
from kic.store.git_settings import default_branch

Say = Callable[[Text], str]
"""Gives a sentence in the language of the files."""
HOSTS = ("github", "gitlab", "forgejo")
REQUIREMENTS = "kic-requirements.txt"
PRE_COMMIT = ".pre-commit-config.yaml"
PATHS = {
    "github": ".github/workflows/kic.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/kic.yml",
}
"""Where each host looks, from git's top folder."""
_ACTIONS = {
    "checkout": "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
    "python": "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0",
}
"""Pinned to commits, those of kic's own workflow: a moved tag cannot change what runs."""
_WIDTH = 100

_COMMENTS: Mapping[str, Text] = {
    "what": text("Judges each change by kic: findings, annotations and a review. kic help ci explains it."),
    "own_file": text(
        "A change may edit this file too, and the host then runs it as edited: let a person who answers for it agree "
        "to changes of this folder (CODEOWNERS, protected branches). kic names such a change (KIC114)."
    ),
    "approval": text(
        "Forgejo waits with changes of strangers until somebody with rights lets them run; look at this folder first."
    ),
    "read_only": text(
        "The token may only read, and there are no secrets. Never use pull_request_target for this: it would give a "
        "stranger's change the rights of the repository."
    ),
    "base": text(
        "The base branch: severities, waivers and the version of kic come from there, not from the change."
    ),
    "pinned": text("Actions are pinned to commits, so that a moved tag cannot change what runs here."),
    "depth": text("The whole history: a shallow clone does not know from where a change began."),
    "install": text(
        "kic is installed as the base branch pins it, with hashes, into a folder of its own. -I and the full path keep "
        "Python from running files of the change."
    ),
    "changed": text("Only what the change brings; what is left out is counted."),
    "summary": text("The review stands in the summary of the run, for which no right to write is needed."),
    "log": text("The review stands in the log of the run, for which no right to write is needed."),
    "sarif": text(
        "Optional: code scanning. It needs the right security-events: write, which changes from forks do not get; pin "
        "the action to a commit that you have looked up."
    ),
    "target": text("The branch that the change is to go into, from its own project, also for a fork."),
    "image": text(
        "The image's tag may move. Where that is not wanted, name its digest, as the registry shows it."
    ),
    "artifact": text("Findings stand beside the lines of the merge request; the review is a file to read."),
    "pre_commit": text(
        "For pre-commit, in each clone: pre-commit install --hook-type pre-commit --hook-type commit-msg"
    ),
    "pre_commit_changed": text(
        "Only what the uncommitted change brings; the whole repository is still read."
    ),
    "pre_commit_message": text("No personal data in commit messages."),
    "requirements_what": text(
        "What the checks of the code host install. They read it from the base branch and refuse what has no hash."
    ),
    "requirements_how": text("Written with hashes by this command, where kic's wheel can be found:"),
    "requirements_until": text("Until then the checks fail and say that the hashes are missing."),
}


class Laid(enum.Enum):
    """What was found where a file belongs: nothing, the very same, or something else."""

    MISSING = "missing"
    SAME = "same"
    ANOTHER = "another"


class File(msgspec.Struct, frozen=True):
    """A file to lay: where, how it is named from git's top folder (else from the root), what is to stand in it.

    It lies in `folder`, and between that and the file nothing may be a link.
    """

    folder: Path
    path: Path
    name: str
    content: bytes
    state: Laid


def top_of(root: Path) -> tuple[Path, str]:
    """The folder in which code hosts look, and the repository's path below it (with a slash; empty at the top)."""
    top = git.find_top(root)
    return (root, "") if top is None else (top, git.prefix(root))


def ci_files(root: Path, host: str, say: Say) -> tuple[File, ...]:
    """The workflow for a host, and the file that pins kic."""
    top, below = top_of(root)
    words = _words(top, below)
    return (
        file_at(top, PATHS[host], _written(f"{host}.yml", words, say)),
        file_at(top, REQUIREMENTS, _written("requirements.txt", words, say)),
    )


def pre_commit_files(root: Path, say: Say) -> tuple[File, ...]:
    """The configuration for pre-commit."""
    top, below = top_of(root)
    return (file_at(top, PRE_COMMIT, _written("pre-commit.yaml", _words(top, below), say)),)


def file_at(folder: Path, name: str, content: bytes, *, below: str = "") -> File:
    """A file in a folder that lies `below` git's top, and what is there now. Unavailable where it cannot be read."""
    path = folder / name
    name = below + name
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return File(folder, path, name, content, Laid.MISSING)
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=reason_of(error)) from error
    return File(folder, path, name, content, Laid.SAME if held == content else Laid.ANOTHER)


def lay_file(file: File, *, anew: bool = False) -> bool:
    """Writes a file that is missing, with `anew` also over another one; whether it was written. Unavailable if not."""
    if file.state is Laid.SAME or (file.state is Laid.ANOTHER and not anew):
        return False
    step = file.path
    while step != file.folder:
        if step.is_symlink():  # it may come with a clone, and lead anywhere
            raise Unavailable("{path} is a link; kic writes only real files and folders.", path=step)
        step = step.parent
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with file.path.open("wb" if anew else "xb") as opened:
            opened.write(file.content)
    except FileExistsError:
        return False
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=file.path, reason=reason_of(error)
        ) from error
    return True


# -- what stands in them ---------------------------------------------------------------------------------


def _words(top: Path, below: str) -> dict[str, str]:
    folder = below.rstrip("/")
    return {
        **_ACTIONS,
        "branch": _default_branch(top),
        "requirements": REQUIREMENTS,
        "where": f" -C {_quoted(folder)}" if folder else "",
        "below": re.escape(below),
        "version": __version__,
    }


def _default_branch(top: Path) -> str:
    """The branch that everything goes into: that of the remote, else `main`."""
    name = default_branch(top) or ""
    plain = name.replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    return name if plain.isalnum() and plain.isascii() else "main"


def _quoted(folder: str) -> str:
    """A folder for a shell line that stands in single quotes of YAML."""
    if folder.isascii() and folder.replace("/", "").replace("-", "").replace("_", "").isalnum():
        return folder
    inner = folder.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
    return '"' + inner.replace("'", "''") + '"'


def _written(template: str, words: Mapping[str, str], say: Say) -> bytes:
    """A template with its comments in words: a line `# {{name}}` becomes as many as its sentence takes."""
    source = package_files("kic").joinpath("templates", "ci", template).read_text("utf-8")
    lines: list[str] = []
    for line in source.splitlines():
        indent, mark, name = line.partition("# {{")
        key = name.removesuffix("}}")
        if mark and not indent.strip() and key in _COMMENTS:
            wrapped = textwrap.wrap(
                say(_COMMENTS[key]), _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
            )
            lines += [f"{indent}# {each}" for each in wrapped]
            continue
        for key, value in words.items():
            line = line.replace("{{" + key + "}}", value)  # noqa: PLW2901
        lines.append(line)
    return ("\n".join(lines) + "\n").encode()
