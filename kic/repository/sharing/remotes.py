"""The shared repository that this copy belongs to: its address, its branch, and who may see it as far as is known."""

import enum
import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kic.errors import Unavailable, UsageError
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.failures import without_credentials
from kic.store import git, git_settings
from kic.store.git_settings import setting


class Shared(msgspec.Struct, frozen=True):
    """A shared repository: git's name for it, its address without credentials, and the branch that this one follows.

    `tip` is what is known of the branch here; None where it was never fetched, or is not there.
    """

    name: str
    address: str
    branch: str
    tip: str | None

    @property
    def known_as(self) -> str:
        """The name under which this copy keeps the state of the branch."""
        return f"refs/remotes/{self.name}/{self.branch}"


class SeenBy(enum.Enum):
    """Who may see a shared repository, as far as its address tells."""

    PUBLIC = "public"
    PUBLIC_HOST = "public_host"
    UNPROTECTED = "unprotected"
    OWN_HOST = "own_host"
    LOCAL = "local"
    INTERNAL = "internal"


PUBLIC_HOSTS = frozenset(
    {
        "github.com",
        "gitlab.com",
        "codeberg.org",
        "bitbucket.org",
        "gitea.com",
        "git.sr.ht",
        "notabug.org",
        "framagit.org",
    }
)
"""Hosts where anybody can make a repository that everybody sees. Whether this one is, only they can tell."""


def shared_of(copy: Copy) -> Shared:
    """The shared repository of the branch at hand. Raises Unavailable where there is none, UsageError for several."""
    assert copy.branch is not None
    root = copy.root
    names = git_settings.remotes(root)
    if not names:
        raise Unavailable(
            "This copy is joined to no shared repository; what is recorded here is only here.",
            help="kic send --to ADDRESS joins it to one; ask for its address whoever looks after it.",
        )
    told = setting(root, f"branch.{copy.branch}.remote")
    name = told if told in names else names[0] if len(names) == 1 else "origin" if "origin" in names else None
    if name is None:
        raise UsageError(
            "This copy knows several shared repositories: {names}; which one is meant is not said.",
            help="git branch --set-upstream-to NAME/BRANCH says it once.",
            names=names,
        )
    followed = setting(root, f"branch.{copy.branch}.merge") if told == name else None
    branch = followed.removeprefix("refs/heads/") if followed else copy.branch
    return with_tip(copy, Shared(name, address_of(root, name), branch, None))


def with_tip(copy: Copy, shared: Shared) -> Shared:
    """The same with what is known of its branch by now."""
    return msgspec.structs.replace(shared, tip=git.commit(copy.root, shared.known_as))


def address_of(root: Path, name: str) -> str:
    """Where a shared repository lies, without a name and password that may stand in it."""
    return without_credentials(git_settings.address(root, name))


def addresses(root: Path) -> dict[str, str]:
    """Every shared repository that this copy knows, by name."""
    return {name: address_of(root, name) for name in git_settings.remotes(root)}


_SCP = re.compile(r"(?:[^@/\s]+@)?(?P<host>[^:/\s]{2,}):(?!//)(?P<path>.+)")
_URL = re.compile(
    r"(?P<scheme>[a-z][a-z+]*)://(?:[^@/]*@)?(?P<host>\[[^\]]+\]|[^:/]*)(?::\d+)?/(?P<path>.*)", re.IGNORECASE
)


def host_and_path(address: str) -> tuple[str, str] | None:
    """The computer and the path that an address names; None for a folder."""
    found = _URL.fullmatch(address) or _SCP.fullmatch(address)
    if found is None or address.lower().startswith("file:"):
        return None
    return found["host"].lower(), found["path"].strip("/").removesuffix(".git")


def visibility(root: Path, name: str) -> SeenBy:
    """Who may see it, as far as is known: by its address, or by git's setting `remote.NAME.kicVisibility`."""
    entered = setting(root, f"remote.{name}.kicVisibility")
    if entered in ("internal", "public"):
        return SeenBy(entered)
    address = address_of(root, name)
    found = host_and_path(address)
    if found is None:
        return SeenBy.LOCAL
    if found[0].removeprefix("www.").removeprefix("ssh.") in PUBLIC_HOSTS:
        return SeenBy.PUBLIC_HOST
    return (
        SeenBy.UNPROTECTED if address.lower().startswith(("http://", "git://", "ftp://")) else SeenBy.OWN_HOST
    )


def checked_address(address: str) -> str:
    """An address as git takes it, a folder with all its folders. Raises UsageError for what is none."""
    spelled = address.strip()
    if not spelled or spelled.startswith("-") or "::" in spelled or any(sign < " " for sign in spelled):
        raise UsageError("{address} is no address of a shared repository.", address=address)
    if host_and_path(spelled) is None and not spelled.lower().startswith("file:"):
        return os.path.abspath(spelled)  # noqa: PTH100  # a folder as it was typed, links and all
    return spelled


def join(root: Path, address: str) -> None:
    """Joins this copy to a shared repository under the name origin. Raises UsageError for what is no address."""
    spelled = checked_address(address)
    if setting(root, "remote.origin.url") is not None:
        raise UsageError(
            "This copy is joined to {address} already.",
            help="Leave --to out.",
            address=address_of(root, "origin"),
        )
    git_settings.add_remote(root, "origin", spelled)


def part(root: Path) -> None:
    """Takes back what `join` did: an address at which nothing was found stands in the way of the right one."""
    git_settings.drop_remote(root, "origin")


def network(root: Path, *, asks: bool) -> Mapping[str, str]:
    """What ssh is told besides: to ask nobody where nobody can answer. The office's own ssh is left alone."""
    if (
        asks
        or os.environ.get("GIT_SSH")
        or os.environ.get("GIT_SSH_COMMAND")
        or setting(root, "core.sshCommand")
    ):
        return {}
    return {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20"}
