"""git, asked through its own program: one runner, list arguments, nothing of the repository is executed.

The environment is cleaned of GIT_* (kic may itself run inside a hook), words are those of the C locale.
Hooks, file-system monitors, pagers, external diffs and text converters are switched off; paths are separated
by NUL and stand behind `--`. All paths are relative to the folder that is passed, which may lie below git's
top.
"""

import datetime
import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kic.errors import Unavailable, UsageError
from kic.store.git_dates import moment

SYMLINK = 0o120000
SUBMODULE = 0o160000

_NEUTRAL = (
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.longPaths=true"),  # on Windows; elsewhere nothing
    *("-c", "core.commitGraph=false"),  # which git never verifies: a commit says itself what it is
    *("-c", "log.showSignature=false"),
    *("-c", "log.mailmap=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
    *("-c", "log.showRoot=true"),
    *("-c", "log.diffMerges=separate"),  # what -m means
    *("-c", "diff.renames=true"),
    "--no-pager",
    "--literal-pathspecs",
)


class Item(NamedTuple):
    """A file of a revision: its mode (SYMLINK and SUBMODULE are no files) and the id of its content."""

    mode: int
    oid: str


class Touch(NamedTuple):
    """What a commit did to one file: the ids of its contents before and after; None where it was not there.

    A merge joins several; `others` are the contents in its further parents. `path_before` is set for a rename.
    """

    path: str
    before: str | None
    after: str | None
    others: tuple[str | None, ...] = ()
    path_before: str | None = None


class Step(NamedTuple):
    """One commit, as far as it touched some files.

    `date` is when it came into this history (the committer's date), by which a day's state is found too; an author may
    have written it earlier. Without `parents` there is no state before it here.
    """

    revision: str
    date: datetime.datetime
    subject: str
    touched: tuple[Touch, ...]
    parents: tuple[str, ...] = ()


def _environment() -> dict[str, str]:
    cleaned = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    cleaned.update(
        LC_ALL="C",
        LANGUAGE="C",
        GIT_OPTIONAL_LOCKS="0",
        GIT_TERMINAL_PROMPT="0",
        GIT_NO_LAZY_FETCH="1",
        GIT_NO_REPLACE_OBJECTS="1",  # a commit is what its id says, also in a clone that has others stand in for it
        GIT_GRAFT_FILE=f"{os.devnull}/none",  # nor does it come from others than it says
    )
    return cleaned


def attempt(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs git in a folder and returns what it says, whatever the exit code; Unavailable without git."""
    try:
        done = subprocess.run(
            ["git", *_NEUTRAL, *arguments],
            cwd=folder,
            env=_environment(),
            stdin=None if stdin else subprocess.DEVNULL,
            input=stdin or None,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise not_started(folder, error) from error
    if done.returncode and b"dubious ownership" in done.stderr:
        raise Unavailable(
            "git does not trust the folder {folder}, because it belongs to another user.",
            help="If the folder is yours: git config --global --add safe.directory FOLDER",
            folder=str(folder),
        )
    return done


def not_started(folder: Path, error: OSError) -> Unavailable:
    """Why git could not be started in a folder."""
    if not isinstance(error, FileNotFoundError):
        return Unavailable("git could not be started: {reason}", reason=error.strerror or "")
    if not folder.is_dir():
        return Unavailable("The folder {folder} does not exist.", folder=str(folder))
    return Unavailable(
        "git is needed for this and was not found.",
        help="Install git, or start kic where git is in the search path.",
    )


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git writes to standard output; Unavailable if it fails."""
    done = attempt(folder, *arguments, stdin=stdin)
    if done.returncode:
        # Settings for this one call (`-c name=value`) stand before the command.
        command = next(each for each in arguments if each != "-c" and "=" not in each)
        raise Unavailable(
            "git {command} failed: {reason}", command=command, reason=_decoded(done.stderr).strip()
        )
    return done.stdout


def version() -> str:
    """Which git this is."""
    return _decoded(run(Path(), "--version")).split()[2]


def find_top(folder: Path) -> Path | None:
    """The top folder of the work tree that a folder lies in; None outside of git.

    Raises Unavailable where there is a `.git` that git cannot read: without its history what was committed
    would count as never written.
    """
    marks = _marks(folder)
    if not marks:
        return None  # nothing there for git to find, so git is not needed to know it
    done = attempt(folder, "rev-parse", "--show-toplevel")
    top = os.fsdecode(done.stdout.removesuffix(b"\n"))
    if done.returncode == 0 and top:
        return Path(top)
    if all(mark.is_dir() and not any(mark.iterdir()) for mark in marks):
        return None  # empty folders, as containers make them, are nothing to git
    raise _damaged(folder, _decoded(done.stderr).strip())


def _marks(folder: Path) -> list[Path]:
    """What makes git look at a folder: `.git` in it or above, as git goes up: without `..` and links."""
    here = folder.resolve()
    return [mark for each in (here, *here.parents) if os.path.lexists(mark := each / ".git")]


def _damaged(folder: Path, reason: str) -> Unavailable:
    return Unavailable(
        "git cannot read the history that belongs to {folder}: {reason}",
        help="Repair it or clone it anew; without it, nothing can be compared with what was committed.",
        folder=str(folder),
        reason=reason,
    )


def is_repository(folder: Path) -> bool:
    """Whether the folder lies in a git work tree."""
    return find_top(folder) is not None


def prefix(folder: Path) -> str:
    """The folder's path below git's top, with a slash at the end; empty at the top."""
    return os.fsdecode(run(folder, "rev-parse", "--show-prefix").removesuffix(b"\n"))


def head(folder: Path) -> str | None:
    """The revision that is checked out; None before the first commit. Unavailable if its commit is gone."""
    found = commit(folder, "HEAD")
    if found is None and attempt(folder, "rev-parse", "--verify", "--quiet", "HEAD").returncode == 0:
        raise _damaged(folder, "HEAD")
    return found


def work_tree_head(folder: Path) -> str | None:
    """The same, in one call with `find_top`: None also outside of a work tree; Unavailable as there."""
    if not _marks(folder):
        return None
    done = attempt(folder, "rev-parse", "--show-toplevel", "HEAD^{commit}")
    if done.returncode == 0:
        return done.stdout.decode("ascii", "replace").split("\n")[-2]
    return None if find_top(folder) is None else head(folder)


def resolve(folder: Path, rev: str) -> str:
    """The full id of the commit that a name means; UsageError if there is none."""
    found = None if rev.startswith("-") or not rev.strip() or "\0" in rev else commit(folder, rev)
    if found is not None:
        return found
    names = _near(folder, rev)
    if names:
        raise UsageError(
            "The revision {revision} is not known.", help="Did you mean {names}?", revision=rev, names=names
        )
    if shallow(folder):
        raise UsageError(
            "The revision {revision} is not known.",
            help="This clone is shallow: git fetch --unshallow brings the older revisions.",
            revision=rev,
        )
    raise UsageError("The revision {revision} is not known.", revision=rev)


def commit(folder: Path, rev: str) -> str | None:
    """The full id of the commit that git knows by a name; None if there is none. A name begins with no dash."""
    done = attempt(folder, "rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}")
    return done.stdout.decode("ascii").strip() if done.returncode == 0 else None


def _near(folder: Path, rev: str) -> str:
    from kic.core.near import near  # noqa: PLC0415

    return ", ".join(near(rev, names(folder)))


def names(folder: Path) -> tuple[str, ...]:
    """Branches and tags as they are called, at most a thousand."""
    listed = attempt(folder, "for-each-ref", "--count=1000", "--format=%(refname:short)")
    return tuple(_decoded(listed.stdout).split())


def listing(folder: Path, revision: str, *below: str) -> dict[str, Item]:
    """Every file of a revision by path (relative to the folder; not UTF-8: with escapes), links included.

    With `below`, only these files and folders.
    """
    return _items(run(folder, "ls-tree", "-r", "-z", revision, "--", *below), _IN_TREE)


def head_tree(folder: Path, *below: str) -> dict[str, str] | None:
    """As `tree` of what is checked out; None outside of git and before the first commit."""
    if not _marks(folder):
        return None
    done = attempt(folder, "ls-tree", "-r", "-z", "HEAD", "--", *below)
    return _contents(_items(done.stdout, _IN_TREE)) if done.returncode == 0 else None


def index(folder: Path) -> dict[str, Item]:
    """Every file that the next commit would hold, as `listing`; none outside of git, Unavailable if that is broken."""
    if not _marks(folder):
        return {}
    done = attempt(folder, "ls-files", "--stage", "-z")
    if done.returncode and find_top(folder) is not None:
        raise Unavailable(
            "git cannot read its own list of the files that it keeps in {folder} (.git/index): {reason}",
            help="If no other program is at work: `git read-tree HEAD` makes the list anew; no file is changed.",
            folder=str(folder),
            reason=_decoded(done.stderr).strip(),
        )
    return _items(done.stdout, _IN_INDEX)


_IN_TREE, _IN_INDEX = 2, 1
"""Where the id stands among the facts of a file: `mode kind id` or `mode id side`."""


def _items(output: bytes, place: int) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for line in output.decode("utf-8", "surrogateescape").split("\0"):
        if line:
            facts, _, name = line.partition("\t")
            parts = facts.split(" ")
            items[name] = Item(int(parts[0], 8), parts[place])
    return items


def tree(folder: Path, revision: str, *below: str) -> dict[str, str]:
    """The ids of the contents of a revision's files by path, without links and submodules."""
    return _contents(listing(folder, revision, *below))


def _contents(items: dict[str, Item]) -> dict[str, str]:
    return {path: item.oid for path, item in items.items() if item.mode not in (SYMLINK, SUBMODULE)}


def blobs(folder: Path, oids: Iterable[str]) -> dict[str, bytes]:
    """The contents with these ids, in one call; Unavailable if one is not there."""
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    output = run(folder, "cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
    contents: dict[str, bytes] = {}
    position = 0
    for oid in wanted:
        end = output.index(b"\n", position)
        facts = output[position:end].split()
        if len(facts) != 3:  # noqa: PLR2004  # id, type, size; else "id missing"
            raise Unavailable(
                "git does not have the content {oid} that a revision names.",
                help="The clone is incomplete: git fetch --refetch, or clone it anew.",
                oid=oid,
            )
        begin = end + 1
        position = begin + int(facts[2]) + 1
        contents[oid] = output[begin : position - 1]
    return contents


def sizes(folder: Path, oids: Iterable[str]) -> dict[str, int]:
    """How many bytes the contents with these ids have, in one call; without those that are not there."""
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    said = run(folder, "cat-file", "--batch-check", stdin="".join(f"{oid}\n" for oid in wanted).encode())
    facts = (line.split() for line in said.decode().splitlines())
    return {each[0]: int(each[2]) for each in facts if len(each) == 3}  # noqa: PLR2004  # id, type, size


def beginning(folder: Path, oid: str, length: int) -> bytes:
    """The first bytes of the content with this id, which may be far too large to be held as a whole."""
    command = ["git", *_NEUTRAL, "cat-file", "blob", oid]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            return process.stdout.read(length) if process.stdout is not None else b""
        finally:
            process.kill()


def content(folder: Path, revision: str, path: str) -> bytes | None:
    """A file of a revision by its path from the folder; None if it has none."""
    done = attempt(folder, "cat-file", "blob", f"{revision}:./{path}")
    return done.stdout if done.returncode == 0 else None


def steps(
    folder: Path,
    paths: Iterable[str],
    *,
    revision: str = "HEAD",
    first_parent: bool = False,
    renames: bool = False,
    follow: bool = False,
    inside: str | None = None,
) -> list[Step]:
    """The commits that touched any of these files, the newest first, with what each did to them: one `git log`.

    A merge is told only where it differs from all that it joins; its `before` is then that of its first parent.
    With `first_parent`, side branches count as what their merge did. `renames` tells a file that moved between these
    paths, as git guesses it, as one; `follow` goes through the renames of a single file wherever it came from. `before`
    is then what the file was before, under its older path. Who knows the folder's `prefix`, and that there is such a
    revision, says it with `inside`; else there are no commits where there is no revision.
    """
    wanted = tuple(paths)
    if inside is None and wanted:
        inside = _prefix_at(folder, revision)
    if inside is None or not wanted:
        return []
    merges = ("--first-parent", "-m") if first_parent else ("-c",)
    moves = (*(("--follow",) if follow else ()), "--find-renames" if renames or follow else "--no-renames")
    output = run(
        folder, "log", *merges, *moves, "--no-ext-diff", "--no-textconv", "--no-color", "--encoding=UTF-8",
        "--raw", "--no-abbrev", "-z", "--format=%x01%H%x00%P%x00%cI%x00%s", revision, "--", *wanted,
    )  # fmt: skip
    tokens = output.decode("utf-8", "surrogateescape").split("\0")
    found: list[Step] = []
    position = 0
    while position < len(tokens):
        if not tokens[position].startswith("\x01"):
            position += 1
            continue
        revision_, joined, date, subject = tokens[position][1:], *tokens[position + 1 : position + 4]
        position += 4
        while position < len(tokens) and not tokens[position]:  # a merge has an empty line before its files
            position += 1
        touched: list[Touch] = []
        while position < len(tokens) and (facts := tokens[position].lstrip("\n")).startswith(":"):
            sides = len(facts) - len(facts.lstrip(":"))
            parts = facts.lstrip(":").split()
            renamed = parts[-1][:1] in "RC"
            path = tokens[position + (2 if renamed else 1)].removeprefix(inside)
            path_before = tokens[position + 1].removeprefix(inside) if renamed else None
            position += 3 if renamed else 2
            before, *others, after = map(_there, parts[sides + 1 : 2 * sides + 2])
            touched.append(Touch(path, before, after, tuple(others), path_before))
        found.append(
            Step(
                revision_,
                moment(date),
                subject.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
                tuple(touched),
                tuple(joined.split()),
            )
        )
    return found


def _prefix_at(folder: Path, revision: str) -> str | None:
    """As `prefix`; None where there is no such revision, found in the same call. Raises Unavailable as `head`."""
    done = attempt(folder, "rev-parse", "--show-prefix", f"{revision}^{{commit}}")
    if done.returncode == 0:
        return os.fsdecode(done.stdout[: done.stdout.rindex(b"\n", 0, -1)])
    if revision == "HEAD":
        head(folder)
    return None


def last_with(folder: Path, name: str, *below: str) -> str | None:
    """The commit before the newest one that removed a file of this name below these folders; None if none did."""
    if head(folder) is None:
        return None
    output = run(
        folder, "log", "--diff-filter=D", "--no-renames", "--name-only", "--no-ext-diff", "--no-color", "-z",
        "--format=%x01%H", "HEAD", "--", *below,
    )  # fmt: skip
    revision = ""
    for token in output.decode("utf-8", "surrogateescape").split("\0"):
        if token.startswith("\x01"):
            revision = token[1:]
        elif token.lstrip("\n").rpartition("/")[2] == name:
            return commit(folder, f"{revision}^")
    return None


def _there(oid: str) -> str | None:
    """The id of a content; None for the zeros of a file that is not there."""
    return oid if oid.strip("0") else None


def shallow(folder: Path) -> bool:
    """Whether older revisions are missing from this clone."""
    return attempt(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def ends(folder: Path) -> frozenset[str]:
    """The commits at which a shallow clone was cut off; none of a whole one."""
    if not shallow(folder):
        return frozenset()
    return frozenset(run(folder, "rev-list", "--max-parents=0", "HEAD", "--").decode("ascii").split())


def differing(folder: Path) -> dict[str, bool]:
    """Every path below the folder that differs from HEAD or from what is staged; whether git knows it."""
    output = run(
        folder, "status", "--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty",
        "--", ".",
    )  # fmt: skip
    below = prefix(folder)
    found: dict[str, bool] = {}
    for line in output.decode("utf-8", "surrogateescape").split("\0"):
        sort = line[:1]
        parts = {"1": 8, "u": 10, "?": 1}.get(sort)
        if parts is not None:
            path = line.split(" ", parts)[-1].removeprefix(below)
            if sort == "?" and _LEFT_BY_GIT.fullmatch(path):
                continue
            found[path] = found.get(path, False) or sort != "?"
    return found


_LEFT_BY_GIT = re.compile(r"\.merge_file_\w{6}")
"""What a merge leaves at git's top folder when it is killed."""


def unmerged(folder: Path) -> tuple[str, ...]:
    """Paths with a conflict that nobody has resolved, sorted."""
    output = run(folder, "ls-files", "-z", "--unmerged")
    names = {line.partition(b"\t")[2].decode("utf-8", "surrogateescape") for line in output.split(b"\0")}
    return tuple(sorted(names - {""}))


def _decoded(output: bytes) -> str:
    return output.decode("utf-8", "replace")
