"""The writer on a real folder: foreign edits, rights, links, undo, the log, and what readers see."""

import base64
import contextlib
import datetime
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kic.core.plan import Change
from kic.errors import Changed, Locked, Refused, Unavailable, Unfinished
from kic.repository.doctor import Health, examine
from kic.store.writing import journal, oplog
from kic.store.writing.files import Folder, digest
from kic.store.writing.lock import held
from kic.store.writing.writer import Writer

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
FEW, MANY = 40, 10_000
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
"""Mounting needs the rights of root."""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a: old\n")
    (tmp_path / "b.yaml").write_bytes(b"b: old\n")
    return tmp_path


A = Change("a.yaml", b"a: old\n", b"a: new\n")
B = Change("b.yaml", b"b: old\n", b"b: new\n")
C = Change("c/c.yaml", None, b"c: new\n")


def commit(root: Path, *changes: Change, **options) -> int:
    return Writer(root, **options).commit(changes, "change", time=NOW)


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".kic" not in path.parts and not path.name.startswith(".kic-")
    }


def interrupted(root: Path, *changes: Change) -> None:
    """A commit that ends right after the commitment, as if the process had been killed there."""

    class Killed(Folder):
        def rename(self, old, new):
            super().rename(old, new)
            if new == journal.JOURNAL:
                os._exit(9)

    child = os.fork()
    if child == 0:
        commit(root, *changes, disk=Killed(root))
    os.waitpid(child, 0)
    assert (root / ".kic/journal").exists()


# -- edits by others -----------------------------------------------------------------------------------------


def written_in_place(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def replaced_by_rename(path: Path, content: bytes) -> None:
    other = path.with_name("editor.tmp")
    other.write_bytes(content)
    other.replace(path)


def removed(path: Path, content: bytes) -> None:
    path.unlink()


@pytest.mark.parametrize("edit", [written_in_place, replaced_by_rename, removed])
def test_a_foreign_edit_between_reading_and_writing_survives(root, edit):
    edit(root / "b.yaml", b"b: by hand\n")
    before = files(root)
    with pytest.raises(Changed, match=r"b\.yaml was changed"):
        commit(root, A, B)
    assert files(root) == before


def test_a_foreign_new_file_survives(root):
    (root / "c").mkdir()
    (root / "c/c.yaml").write_bytes(b"c: by hand\n")
    with pytest.raises(Changed, match=r"c/c\.yaml"):
        commit(root, A, C)
    assert files(root)["c/c.yaml"] == b"c: by hand\n"


def test_a_foreign_edit_while_the_change_is_staged_survives(root):
    """The files are compared again just before the commitment, and everything is taken back."""

    class Edited(Folder):
        def sync_folder(self, name):
            (root / "b.yaml").write_bytes(b"b: by hand\n")

    with pytest.raises(Changed):
        commit(root, A, B, C, disk=Edited(root))
    assert files(root) == {"a.yaml": b"a: old\n", "b.yaml": b"b: by hand\n"}
    assert not (root / "c").exists()


def test_a_changed_file_that_the_decision_rests_on_stops_the_change(root):
    """Rules were judged on the whole: another file's change may make the same proposal wrong."""
    read = {"a.yaml": digest(b"a: old\n"), "b.yaml": digest(b"b: old\n"), "d.yaml": None}
    (root / "d.yaml").write_bytes(b"d: by hand\n")
    with pytest.raises(Changed, match=r"d\.yaml"):
        Writer(root).commit([A], "change", time=NOW, read_digests=read)
    (root / "d.yaml").unlink()
    assert Writer(root).commit([A], "change", time=NOW, read_digests=read) == 1


# -- interrupted operations --------------------------------------------------------------------------------------


def test_readers_see_the_new_state_of_an_unfinished_operation_and_the_next_command_finishes_it(root):
    interrupted(root, A, B, C)
    assert files(root)["a.yaml"] == b"a: old\n"
    assert Writer(root).pending() == (1, {"a.yaml": A.after, "b.yaml": B.after, "c/c.yaml": C.after})
    assert [operation.number for operation in Writer(root).log()] == [1]
    assert commit(root, Change("a.yaml", b"a: new\n", b"a: newer\n")) == 2
    assert files(root) == {"a.yaml": b"a: newer\n", "b.yaml": b"b: new\n", "c/c.yaml": b"c: new\n"}
    assert Writer(root).pending() == (2, {})


def test_a_fault_while_an_older_operation_is_finished_does_not_say_that_nothing_changed(root):
    class Full(Folder):
        def rename(self, old, new):
            if new == "b.yaml":
                raise OSError(errno.ENOSPC, "No space left on device")
            super().rename(old, new)

    interrupted(root, A, B)
    with pytest.raises(Unavailable, match="recorded, but not yet in all files"):
        Writer(root, disk=Full(root)).recover()
    assert files(root) == {"a.yaml": b"a: new\n", "b.yaml": b"b: old\n"}
    Writer(root).recover()
    assert files(root) == {"a.yaml": b"a: new\n", "b.yaml": b"b: new\n"}


def test_the_doctor_says_what_ends_other_commands(root):
    interrupted(root, A)
    (root / "a.yaml").write_bytes(b"a: by hand\n")
    found = {each.name: each for each in examine(root, NOW.date())}
    assert found["unfinished operation"].health is Health.BAD
    assert "a.yaml was changed" in str(found["unfinished operation"].advice)


def test_a_foreign_edit_in_an_unfinished_operation_keeps_both_versions(root):
    interrupted(root, A, B)
    (root / "b.yaml").write_bytes(b"b: by hand\n")
    with pytest.raises(Unfinished, match=r"b\.yaml was changed .* kept in \.kic/journal"):
        Writer(root).pending()
    with pytest.raises(Unfinished, match=r"b\.yaml was changed .* kept in \.kic/unfinished/b\.yaml"):
        commit(root, A)
    assert files(root) == {"a.yaml": b"a: old\n", "b.yaml": b"b: by hand\n"}
    assert (root / ".kic/unfinished/b.yaml").read_bytes() == b"b: new\n"


@pytest.mark.parametrize(("version", "expected"), [(b"b: old\n", b"b: new\n"), (b"b: new\n", b"b: new\n")])
def test_putting_either_version_in_place_finishes_the_operation(root, version, expected):
    interrupted(root, A, B)
    (root / "b.yaml").write_bytes(b"b: by hand\n")
    with pytest.raises(Unfinished):
        Writer(root).recover()
    (root / "b.yaml").write_bytes(version)
    Writer(root).recover()
    assert files(root) == {"a.yaml": b"a: new\n", "b.yaml": expected}
    assert not (root / ".kic/unfinished").exists()


def test_an_operation_can_be_given_up_for_a_foreign_edit(root):
    interrupted(root, A, B, C)
    (root / "a.yaml").write_bytes(b"a: new\n")
    (root / "b.yaml").write_bytes(b"b: by hand\n")
    Writer(root).abandon()
    assert files(root) == {"a.yaml": b"a: old\n", "b.yaml": b"b: by hand\n"}
    assert Writer(root).pending() == (0, {})


@pytest.mark.parametrize("broken", range(1, 30))
def test_giving_up_may_fail_anywhere_and_be_done_again(root, broken):
    """Files are old or new, never torn; the sentence says so as long as it is not given up, and a second try ends it."""
    interrupted(root, A, B, C)
    (root / "a.yaml").write_bytes(b"a: new\n")
    (root / "b.yaml").write_bytes(b"b: by hand\n")

    class Failing(Folder):
        steps = 0

        def _step(self):
            self.steps += 1
            if self.steps == broken:
                raise OSError(errno.EIO, "disk fault")

        def create(self, *arguments):
            self._step()
            return super().create(*arguments)

        def rename(self, *arguments):
            self._step()
            super().rename(*arguments)

        def unlink(self, *arguments):
            self._step()
            super().unlink(*arguments)

        def sync_folder(self, *arguments):
            self._step()
            super().sync_folder(*arguments)

    before, said = files(root), ""
    try:
        Writer(root, disk=Failing(root)).abandon()
    except Unavailable as failed:
        said = str(failed)
    assert (root / ".kic/journal").exists() is bool(said)
    assert not said or "half-way" in said or files(root) == before
    Writer(root).abandon()
    assert files(root) == {"a.yaml": b"a: old\n", "b.yaml": b"b: by hand\n"}
    Writer(root).recover()
    assert Writer(root).pending() == (0, {})
    assert not list(root.rglob("*.tmp"))


def test_a_damaged_journal_is_named_and_nothing_touched(root):
    interrupted(root, A)
    content = (root / ".kic/journal").read_bytes()
    (root / ".kic/journal").write_bytes(content.replace(b"change", b"chance"))
    for call in (Writer(root).recover, Writer(root).pending, Writer(root).log):
        with pytest.raises(Unfinished, match=r"journal \.kic/journal is damaged"):
            call()
    assert files(root)["a.yaml"] == b"a: old\n"


def test_a_journal_cut_anywhere_is_recognised():
    operation = journal.Operation(number=1, time="", title="t", pieces=(journal.Piece("a", b"x", None),))
    content = journal.encode(operation)
    assert journal.decode(content) == operation
    for end in range(len(content)):
        with pytest.raises(journal.Damaged):
            journal.decode(content[:end])
    for place in range(len(content)):
        with pytest.raises(journal.Damaged):
            journal.decode(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])


@pytest.mark.parametrize(
    "path", ["../c.yaml", "/tmp/c.yaml", ".git/hooks/pre-commit", ".GIT/config", ".kic/log/0000000001", "a/../../c", "C:/c"]
)  # fmt: skip
def test_a_journal_that_came_from_elsewhere_reaches_nothing_that_kic_does_not_write(root, path):
    (root / "repo/.git/hooks").mkdir(parents=True)
    (root / "repo/.kic").mkdir()
    pieces = (journal.Piece(path, None, b"c: new\n"),)
    for operation in (
        journal.Operation(number=1, time="", title="t", pieces=pieces),
        journal.Operation(number=1, time="", title="t", pieces=(), folders=(path,)),
    ):
        (root / "repo/.kic/journal").write_bytes(journal.encode(operation))
        before = files(root)
        for call in (Writer(root / "repo").recover, Writer(root / "repo").pending):
            with pytest.raises(Unfinished, match="is damaged"):
                call()
        assert files(root) == before


# -- rights, links, odd disks --------------------------------------------------------------------------------------


def test_permissions_of_a_changed_file_stay(root):
    (root / "a.yaml").chmod(0o640)
    (root / "b.yaml").chmod(0o755)
    commit(root, A, B)
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert (root / "b.yaml").stat().st_mode & 0o777 == 0o755


def test_a_new_file_has_the_usual_permissions(root):
    old = os.umask(0o027)
    try:
        commit(root, C)
    finally:
        os.umask(old)
    assert (root / "c/c.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("what", ["file", "folder", "dangling"])
def test_a_link_is_not_written_through(root, tmp_path_factory, what):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "c.yaml").write_bytes(b"c: outside\n")
    if what == "folder":
        (root / "c").symlink_to(outside)
        change = Change("c/c.yaml", b"c: outside\n", b"c: new\n")
    else:
        (root / "c").mkdir()
        (root / "c/c.yaml").symlink_to(outside / ("c.yaml" if what == "file" else "none.yaml"))
        change = Change("c/c.yaml", b"c: outside\n" if what == "file" else None, b"c: new\n")
    with pytest.raises(Refused, match="is a link"):
        commit(root, A, change)
    assert (outside / "c.yaml").read_bytes() == b"c: outside\n"
    assert sorted(path.name for path in outside.iterdir()) == ["c.yaml"]


def test_a_linked_kic_folder_is_refused(root, tmp_path_factory):
    (root / ".kic").symlink_to(tmp_path_factory.mktemp("outside"))
    with pytest.raises(Refused, match="is a link"):
        commit(root, A)


@pytest.mark.parametrize(
    "path", ["../a.yaml", "/etc/a", "a/../b", "a//b", ".kic/journal", ".git/config", "con.yaml", ""]
)
def test_a_path_outside_is_refused(root, path):
    with pytest.raises(Refused, match="not a path that may be written"):
        commit(root, Change(path, None, b"x"))


def test_a_folder_where_a_file_is_expected(root):
    (root / "c").mkdir()
    (root / "c/c.yaml").mkdir()
    with pytest.raises(Unavailable, match="is a folder"):
        commit(root, A, C)


def test_a_file_where_a_folder_is_needed(root):
    (root / "c").write_bytes(b"")
    with pytest.raises(Unavailable):
        commit(root, A, C)
    assert files(root)["a.yaml"] == b"a: old\n"


def test_short_writes_go_on(root, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:3])))
    commit(root, A, B, C)
    assert files(root) == {"a.yaml": b"a: new\n", "b.yaml": b"b: new\n", "c/c.yaml": b"c: new\n"}


def test_a_write_that_stands_still_fails(root, monkeypatch):
    monkeypatch.setattr(os, "write", lambda handle, data: 0)
    with pytest.raises(Unavailable):
        commit(root, A)
    assert files(root)["a.yaml"] == b"a: old\n"


def test_an_interruption_by_the_keyboard_before_the_commitment_takes_all_back(root):
    class Stopped(Folder):
        def create(self, name, like=None):
            if name.startswith("c/"):
                raise KeyboardInterrupt
            return super().create(name, like)

    with pytest.raises(KeyboardInterrupt):
        commit(root, A, B, C, disk=Stopped(root))
    assert files(root) == {"a.yaml": b"a: old\n", "b.yaml": b"b: old\n"}
    assert not (root / "c").exists()


@pytest.mark.system
def test_a_full_file_system_leaves_nothing_behind(tmp_path):
    """A real, tiny file system: no room for the journal; then room again."""
    with mounted(tmp_path, "size=64k") as root:
        (root / "a.yaml").write_bytes(b"a: old\n")
        (root / "fill").write_bytes(b"x" * 40_000)
        with pytest.raises(Unavailable, match=os.strerror(errno.ENOSPC)):
            commit(root, Change("a.yaml", b"a: old\n", b"new\n" * 8_000))
        assert files(root)["a.yaml"] == b"a: old\n"
        (root / "fill").unlink()
        Writer(root).recover()
        assert not list(root.rglob("*.tmp"))
        assert commit(root, Change("a.yaml", b"a: old\n", b"new\n" * 1_000)) == 1


@pytest.mark.system
def test_a_file_system_without_inodes_leaves_nothing_behind(tmp_path):
    with mounted(tmp_path, "nr_inodes=12") as root:
        (root / "a.yaml").write_bytes(b"a: old\n")
        changes = [Change(f"{n}.yaml", None, b"x\n") for n in range(12)]
        with pytest.raises(Unavailable):
            commit(root, *changes)
        assert files(root) == {"a.yaml": b"a: old\n"}


@pytest.mark.system
def test_a_read_only_file_system(tmp_path):
    with mounted(tmp_path, "size=1m") as root:
        (root / "a.yaml").write_bytes(b"a: old\n")
        subprocess.run([*AS_ROOT, "mount", "-o", "remount,ro", str(root)], check=True)
        with pytest.raises(Unavailable, match=os.strerror(errno.EROFS)):
            commit(root, A)
        assert Writer(root).pending() == (0, {})
        assert Writer(root).log() == ()


@contextlib.contextmanager
def mounted(tmp_path: Path, options: str):
    root = tmp_path / "mounted"
    root.mkdir()
    subprocess.run(
        [*AS_ROOT, "mount", "-t", "tmpfs", "-o", f"{options},uid={os.geteuid()}", "tmpfs", str(root)],
        check=True,
    )
    try:
        yield root
    finally:
        subprocess.run([*AS_ROOT, "umount", str(root)], check=True)


# -- lock ------------------------------------------------------------------------------------------------------


def test_a_held_lock_names_its_holder(root):
    commit(root, A)
    holder = "import sys; from pathlib import Path; from kic.store.writing.lock import held\nwith held(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", holder, str(root)], stdin=-1, stdout=-1) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=f"process {other.pid} on "):
            commit(root, B, wait=0.05)
        other.kill()
        other.wait()
    assert files(root)["b.yaml"] == b"b: old\n"
    assert commit(root, B, wait=0.05) == 2


def test_the_lock_is_free_afterwards_also_after_an_error(root):
    (root / ".kic").mkdir()
    with contextlib.suppress(RuntimeError), held(root):
        raise RuntimeError
    assert commit(root, A, wait=0.05) == 1


# -- log and undo ------------------------------------------------------------------------------------------------


def test_the_folder_of_kic_is_ignored_by_git(root):
    commit(root, A)
    assert (root / ".kic/.gitignore").read_bytes() == b"*\n"


def test_an_operation_says_what_it_did(root):
    commit(root, A, C)
    (operation,) = Writer(root).log()
    assert (operation.number, operation.time, operation.title) == (1, "2026-03-01T12:00:00+00:00", "change")
    assert operation.paths == ("a.yaml", "c/c.yaml")


def test_nothing_to_change_writes_no_operation(root):
    assert commit(root) == 0
    assert commit(root, Change("a.yaml", b"x", b"x")) == 0
    assert Writer(root).log() == ()


def test_undo_steps_back_and_further_back(root):
    start = files(root)
    commit(root, A, C)
    middle = files(root)
    commit(root, B, Change("a.yaml", b"a: new\n", None))
    writer = Writer(root)
    assert writer.undo("undo", time=LATER) == 3
    assert files(root) == middle
    assert writer.undo("undo", time=LATER) == 4
    assert files(root) == start
    assert not (root / "c").exists()
    with pytest.raises(Refused, match="nothing to undo"):
        writer.undo("undo", time=LATER)
    assert [(o.number, o.undoes) for o in writer.log()] == [(4, 1), (3, 2), (2, None), (1, None)]


def test_an_operation_is_undone_once(root):
    commit(root, A)
    Writer(root).undo("undo", time=LATER, number=1)
    with pytest.raises(Refused, match="undone already"):
        Writer(root).undo("undo", time=LATER, number=1)


@pytest.mark.parametrize("edit", [written_in_place, replaced_by_rename, removed])
def test_undo_refuses_where_a_file_changed_since(root, edit):
    commit(root, A, B)
    edit(root / "b.yaml", b"b: by hand\n")
    before = files(root)
    with pytest.raises(Changed, match=r"b\.yaml"):
        Writer(root).undo("undo", time=LATER)
    assert files(root) == before


def test_the_log_keeps_the_last_operations_only(root, monkeypatch):
    monkeypatch.setattr(oplog, "KEEP", 3)
    content = b"a: old\n"
    for n in range(6):
        commit(root, Change("a.yaml", content, b"a: %d\n" % n))
        content = b"a: %d\n" % n
    assert [operation.number for operation in Writer(root).log()] == [6, 5, 4]


def test_forgetting_leaves_no_content_and_numbers_go_on(root):
    commit(root, A)
    commit(root, B)
    Writer(root).forget()
    left = b"".join(path.read_bytes() for path in (root / ".kic/log").iterdir())
    assert b"change" not in left
    assert base64.b64encode(b"b: old") not in left
    assert Writer(root).pending().number == 2
    with pytest.raises(Refused, match="nothing to undo"):
        Writer(root).undo("undo", time=LATER)
    assert commit(root, C) == 3


def test_a_damaged_entry_of_the_log_is_shown_and_not_undone(root):
    commit(root, A)
    (root / ".kic/log/0000000001").write_bytes(b"torn")
    (operation,) = Writer(root).log()
    assert operation.forgotten
    with pytest.raises(Refused, match="nothing to undo"):
        Writer(root).undo("undo", time=LATER)


EDITS = st.lists(
    st.dictionaries(
        st.sampled_from(["a.yaml", "b.yaml", "d/c.yaml", "d/e/f.yaml", "ä ö.yaml"]),
        st.one_of(st.none(), st.binary(max_size=30)),
        min_size=1,
    ),
    max_size=4,
)


def there_and_back(root: Path, sequence) -> None:
    """Random changes of several files, undone one by one: every state comes back byte for byte."""
    states = [files(root)]
    writer = Writer(root)
    for wanted in sequence:
        now = files(root)
        changes = [Change(path, now.get(path), content) for path, content in wanted.items()]
        number = writer.commit(changes, "change", time=NOW)
        expected = {path: content for path, content in {**now, **wanted}.items() if content is not None}
        assert files(root) == expected
        assert number == writer.pending().number
        if expected != now:
            states.append(expected)
    while len(states) > 1:
        assert files(root) == states.pop()
        writer.undo("undo", time=LATER)
    assert files(root) == states[0]


@settings(max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=EDITS)
def test_random_changes_and_undo(tmp_path_factory, sequence):
    there_and_back(tmp_path_factory.mktemp("repository"), sequence)


@pytest.mark.soak
@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=EDITS)
def test_ten_thousand_random_changes_and_undo(tmp_path_factory, sequence):
    there_and_back(tmp_path_factory.mktemp("repository"), sequence)
