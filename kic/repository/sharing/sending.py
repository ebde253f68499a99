"""Sending what is recorded here to the shared repository: judged first, never forced, as a review where needed."""

import datetime
import enum
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from kic.core.diagnostic import Diagnostic, Severity, diagnose
from kic.core.layout import FOLDERS, OWN, SETTINGS
from kic.core.place import START, Aim, Place
from kic.core.plain_file import held
from kic.core.plan import Change
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.chapters import KINDS
from kic.domain.privacy.files import closed_document, why_closed
from kic.domain.settings import FORMAT
from kic.errors import Refused
from kic.repository.judging import brought
from kic.repository.messages import judged_words
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.failures import failure, without_credentials
from kic.repository.sharing.getting import Apart, Recorded, changes_between
from kic.repository.sharing.remotes import Shared, host_and_path, network
from kic.repository.sharing.saving import PRIVATE, was_there
from kic.store import git, git_log
from kic.store.git_acting import act, answer
from kic.store.git_refs import holds
from kic.store.git_settings import enter, forget, setting
from kic.store.reading.committed import since
from kic.store.reading.load import load
from kic.store.reading.sources import Revision


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What would be sent, judged: findings that it brings, and what is in it that must not be in any history.

    `private` are paths of files that are private; `told` are findings of personal data in messages, or in a record that
    a later one took out again, and of what was taken out again and cannot be searched (KIC078, a warning).
    """

    records: tuple[Recorded, ...]
    changes: tuple[Change, ...]
    findings: Sequence[Diagnostic]
    before: Snapshot
    state: Snapshot
    private: tuple[str, ...]
    told: tuple[Diagnostic, ...]
    told_state: Snapshot

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors that it brings."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)


def outgoing(copy: Copy, found: Apart, today: datetime.date) -> Outgoing:
    """What the shared repository does not have yet, judged as a change of it."""
    root, head, tip = copy.root, copy.head, found.shared.tip
    assert head is not None
    before = load(Revision(root, tip), KINDS, newest=FORMAT) if tip else Snapshot({})
    committed = since(root, KINDS, base=tip) if tip else None
    after = load(Revision(root, head), KINDS, newest=FORMAT, reuse=before, committed=committed)
    findings = brought(before, after, today)
    private, contents = _on_the_way(root, head, tip)
    messages = {
        f"message@{name}": Passing(words, a_file=False)
        for name, words in git_log.messages(root, _span(head, tip)).items()
    }
    told, told_state = _told(root, messages | contents)
    told = tuple(each for each in told if _found_as(each) not in set(map(_found_as, findings)))
    closed = tuple(_closed(contents, after))
    told_state = Snapshot(
        told_state.entries | {each.place.path: _entry(each.place.path, b"") for each in closed}
    )
    return Outgoing(
        records=found.here,
        changes=changes_between(root, tip, head),
        findings=findings,
        before=before,
        state=after,
        private=private,
        told=(*told, *closed),
        told_state=told_state,
    )


def refuse(going: Outgoing, *, with_errors: bool) -> None:
    """Raises Refused where it must not be sent: personal data on the way, or errors that nobody let through."""
    if going.private:
        raise Refused(
            "Private files are among what would be sent: {paths}. Nothing was sent.",
            help="kic undo takes the last steps back, one after the other; your files stay. Then kic save records "
            "them without what is private.",
            paths=going.private,
        )
    if any(each.law.code in PRIVATE for each in (*going.told, *going.errors)):
        raise Refused(
            "Personal data is among what would be sent; nothing was sent. What is sent cannot be called back.",
            help="kic undo takes the last steps back, one after the other; your files stay. Take the data out, then "
            "kic save.",
        )
    if going.errors and not with_errors:
        raise Refused(
            "What would be sent brings errors; nothing was sent.",
            help="Mend them and record that, or send all the same with --with-errors.",
        )


_READ = tuple(f"{each}/" for each in FOLDERS)


class Passing(msgspec.Struct, frozen=True):
    """A content that goes along and that no rule has read; lines that `known` holds are judged or shared already.

    `gone`: no file that is sent holds it at the end.
    """

    words: bytes
    known: bytes = b""
    a_file: bool = True
    gone: bool = False


def _on_the_way(root: Path, head: str, tip: str | None) -> tuple[tuple[str, ...], dict[str, Passing]]:
    """Private paths in any record to be sent, and contents that no rule has read: of other files, and replaced ones."""
    now, then = (git.tree(root, revision) if revision else {} for revision in (head, tip))
    done = {*then.values(), *(oid for path, oid in now.items() if path == SETTINGS or path.startswith(_READ))}
    still = set(now.values())
    private: set[str] = set()
    passed: dict[str, str] = {}
    for path, item in git_log.passed(root, _span(head, tip)):
        if path.startswith(("private/", f"{OWN}/")):
            private.add(path)
        elif item.oid not in done and item.mode != git.SUBMODULE:
            passed[item.oid] = path
    others = {path for path in passed.values() if not path.startswith(_READ)}
    known = {path: (now if path == SETTINGS else then).get(path) for path in others}
    contents = git.blobs(root, [*passed, *filter(None, known.values())])
    return tuple(sorted(private)), {
        f"{path}@{oid[:7]}": Passing(
            contents[oid], contents.get(known.get(path) or "", b""), gone=path not in now and oid not in still
        )
        for oid, path in passed.items()
    }


def _told(root: Path, texts: dict[str, Passing]) -> tuple[tuple[Diagnostic, ...], Snapshot]:
    found: list[Diagnostic] = []
    entries: dict[str, Entry] = {}
    for name, passing in texts.items():
        words = held(passing.words)
        if not isinstance(words, bytes):
            continue
        said = [
            each
            for each in judged_words(words, name, root, a_file=passing.a_file)[0]
            if each.law.code in PRIVATE and not was_there(each, passing.known, words)
        ]
        if said:
            found += said
            entries[name] = _entry(name, words)
    return tuple(found), Snapshot(entries)


def _closed(passing: dict[str, Passing], after: Snapshot) -> Iterator[Diagnostic]:
    """Of what was recorded and taken out again, the files that cannot be searched for personal data."""
    for name, each in passing.items():
        why = why_closed(name.rpartition("@")[0], each.words, after) if each.gone else None
        if why is not None:
            yield diagnose(
                closed_document.law,
                why,
                Place(name, (), Aim.VALUE, START),
                help=text(
                    "it was taken out again, but the history keeps it; kic undo takes the last steps back, one after "
                    "the other, and your files stay"
                ),
            )


def _entry(name: str, words: bytes) -> Entry:
    return Entry(path=name, source=words, locate=lambda _field, _aim: START)


def _found_as(finding: Diagnostic) -> tuple[object, ...]:
    """What a finding says of a file, whether it is the state's or one of a content on its way (`path@id`)."""
    return (finding.law.code, finding.place.path.partition("@")[0], finding.place.span)


def _span(head: str, tip: str | None) -> str:
    """The records to be sent, as git names them."""
    return f"{tip}..{head}" if tip else head


# -- sending ---------------------------------------------------------------------------------------------


class Reception(enum.Enum):
    """What the shared repository said."""

    TAKEN = "taken"
    REFUSED = "refused"


class Push(msgspec.Struct, frozen=True):
    """What became of sending to a branch, in the other side's words; and an address that it named for a review."""

    answer: Reception
    words: str = ""
    address: str | None = None


_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def push(copy: Copy, shared: Shared, branch: str, *, asks: bool) -> Push:
    """Sends what is recorded here to a branch of the shared repository; never by force.

    Raises Changed where others were faster, Unavailable where it cannot be reached, Refused where a hook here says no.
    """
    done = act(
        copy.root, "push", "--porcelain", "--no-follow-tags", "--no-recurse-submodules", shared.name,
        f"{copy.head}:refs/heads/{branch}", asks=asks, environment=network(copy.root, asks=asks),
    )  # fmt: skip
    told = answer(done)
    found = [each for line in told.words for each in _ADDRESS.findall(line)]
    address = next((each for each in found if re.search(r"pull|merge_request|compare", each)), None)
    if done.returncode == 0:
        return Push(Reception.TAKEN, address=address)
    if told.refused:
        words = " · ".join(dict.fromkeys([*told.words, *told.reasons]))
        return Push(Reception.REFUSED, without_credentials(words))
    done.stderr += done.stdout
    raise failure(done, address=shared.address)


def follow(copy: Copy, shared: Shared) -> None:
    """Notes which branch of the shared repository this one follows, where that is not known yet."""
    if setting(copy.root, f"branch.{copy.branch}.merge") is None:
        enter(copy.root, f"branch.{copy.branch}.remote", shared.name)
        enter(copy.root, f"branch.{copy.branch}.merge", f"refs/heads/{shared.branch}")


# -- reviews ---------------------------------------------------------------------------------------------


def new_review(copy: Copy, today: datetime.date) -> str:
    """The name of a new review branch."""
    return f"review/{today.isoformat()}-{(copy.head or '')[:7]}"


def open_review(copy: Copy) -> str | None:
    """The review branch to which this one was sent last, if it is neither taken in nor left behind."""
    return setting(copy.root, f"branch.{copy.branch}.kicReview")


def remember_review(copy: Copy, branch: str | None) -> None:
    """Notes the review branch, or that none is open."""
    key = f"branch.{copy.branch}.kicReview"
    if branch is not None:
        enter(copy.root, key, branch)
    elif setting(copy.root, key) is not None:
        forget(copy.root, key)


def still_open(copy: Copy, shared: Shared) -> bool:
    """Whether the review branch that is remembered can be gone on with: it is there, not taken in, and part of this."""
    name = open_review(copy)
    there = tip_of(copy, shared, name) if name is not None else None
    if there is None or copy.head is None:
        return False
    taken_in = shared.tip is not None and holds(copy.root, shared.tip, there)
    return not taken_in and holds(copy.root, copy.head, there)


def tip_of(copy: Copy, shared: Shared, branch: str) -> str | None:
    """What is known here of a branch of the shared repository."""
    return git.commit(copy.root, f"refs/remotes/{shared.name}/{branch}")


def review_address(shared: Shared, branch: str) -> str | None:
    """Where a review is asked for on a code host that is known; None elsewhere."""
    found = host_and_path(shared.address)
    if found is None:
        return None
    host, path = found
    into, of = quote(shared.branch), quote(branch)
    if "gitlab" in host:
        return f"https://{host}/{path}/-/merge_requests/new?merge_request%5Bsource_branch%5D={quote(branch, safe='')}"
    if host in ("github.com", "codeberg.org", "gitea.com") or "forgejo" in host or "gitea" in host:
        return f"https://{host}/{path}/compare/{into}...{of}"
    return None
