"""Work trees, revisions and memory, read into snapshots."""

import os
import subprocess
from pathlib import Path

import pytest

from kic.core.plan import Change
from kic.domain.chapters import KINDS
from kic.errors import Unavailable, UsageError
from kic.store import git
from kic.store.reading.committed import blob_id, committed, since
from kic.store.reading.load import load
from kic.store.reading.sources import Changed, Memory, Revision, WorkTree

SETTINGS = b"kind: settings\nid: kic\nformat: 1\nmunicipality:\n  name: Stadt\nland: RP\n"
BODY = "kind: body\nid: {id}\nname: {id}\nbody: network\n"


def body(name: str) -> bytes:
    return BODY.format(id=name).encode()


def laws(snapshot) -> list[tuple[str, str]]:
    return [(each.law.slug, each.place.path) for each in snapshot.diagnostics]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository below the top of a git work tree, with one commit."""
    top = tmp_path / "top"
    root = top / "städte" / "eine"
    (root / "concept/bodies").mkdir(parents=True)
    (root / "kic.yaml").write_bytes(SETTINGS)
    (root / "concept/bodies/vhs.yaml").write_bytes(body("vhs"))
    (root / "README.md").write_text("Text")
    call(top, "init", "-q", "-b", "main")
    call(top, "add", ".")
    call(top, "commit", "-q", "-m", "Erster Stand: „alles“")
    return root


def call(folder: Path, *arguments: str, **more: str) -> str:
    identity = {"GIT_AUTHOR_NAME": "n", "GIT_AUTHOR_EMAIL": "n@example.org", "GIT_COMMITTER_NAME": "n",
                "GIT_COMMITTER_EMAIL": "n@example.org", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=os.environ | identity | more,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


# -- work tree ---------------------------------------------------------------------------------------------


def test_a_work_tree_lists_the_settings_and_four_folders_only(root: Path):
    for path in ("templates/notice.md.j2", "concept/README.md", ".kic/x.yaml", "private/p.yaml", "other/o.yaml",
                 "concept/.git/config", "reports/published/2024/r.yaml"):  # fmt: skip
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x: y\n")
    snapshot = load(WorkTree(root), KINDS)
    assert snapshot.files == (
        "concept/README.md", "concept/bodies/vhs.yaml", "kic.yaml", "reports/published/2024/r.yaml",
        "templates/notice.md.j2",
    )  # fmt: skip
    assert list(snapshot.entries) == ["concept/bodies/vhs.yaml", "kic.yaml"]
    assert snapshot.diagnostics == ()
    assert snapshot.label == ""


def test_links_are_findings_and_are_not_followed(root: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_bytes(body("x"))
    (root / "concept/bodies/link.yaml").symlink_to(outside / "x.yaml")
    (root / "concept/folder").symlink_to(outside)
    (root / "reports").symlink_to(outside)
    (root / "concept/bodies/broken.yaml").symlink_to("nothing")
    snapshot = load(WorkTree(root), KINDS)
    assert laws(snapshot) == [
        ("symbolic-link", "concept/bodies/broken.yaml"), ("symbolic-link", "concept/bodies/link.yaml"),
        ("symbolic-link", "concept/folder"), ("symbolic-link", "reports"),
    ]  # fmt: skip
    assert "concept/bodies/link.yaml" not in snapshot.files


def test_names_that_do_not_work_everywhere_are_findings(root: Path):
    folder = root / "concept/bodies"
    for name in (
        "con.yaml",
        "a:b.yaml",
        "x .md ",
        "Vhs.yaml",
        "straße.md",
        "STRASSE.md",
        "a\nb.yaml",
        "u\u0308.md",
        "ü.md",
    ):
        (folder / name).write_bytes(body("x") if name.endswith("yaml") else b"")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.yaml")).write_bytes(b"")
    found = {path for law, path in laws(load(WorkTree(root), KINDS)) if law == "file-name"}
    assert found == {
        f"concept/bodies/{name}"
        for name in (
            "con.yaml",
            "a:b.yaml",
            "x .md ",
            "vhs.yaml",
            "straße.md",
            "a\nb.yaml",
            "ü.md",
            "\\xff.yaml",
        )
    }


def test_records_with_another_ending_are_findings(root: Path):
    for name in ("a.yml", "b.YAML", "c.Yaml", "notes.txt"):
        (root / "concept/bodies" / name).write_bytes(body("x"))
    snapshot = load(WorkTree(root), KINDS)
    assert laws(snapshot) == [
        ("file-ending", f"concept/bodies/{name}") for name in ("a.yml", "b.YAML", "c.Yaml")
    ]


def test_what_cannot_be_read_is_a_finding(root: Path):
    os.mkfifo(root / "concept/bodies/pipe.yaml")
    (root / "concept/bodies/large.yaml").write_bytes(b"#" * 17_000_000)
    (root / "concept/bodies/medium.yaml").write_bytes(b"#" * 1_000_001)
    tree = WorkTree(root)
    (root / "concept/bodies/gone.yaml").write_bytes(body("gone"))
    assert "concept/bodies/gone.yaml" in tree.paths()
    (root / "concept/bodies/gone.yaml").unlink()
    snapshot = load(tree, KINDS)
    assert sorted(laws(snapshot)) == [
        ("too-large", "concept/bodies/large.yaml"), ("too-large", "concept/bodies/medium.yaml"),
        ("unreadable-file", "concept/bodies/gone.yaml"), ("unreadable-file", "concept/bodies/pipe.yaml"),
    ]  # fmt: skip
    assert (
        snapshot.entries["concept/bodies/gone.yaml"].id,
        snapshot.entries["concept/bodies/gone.yaml"].kind,
    ) == ("gone", "body")


def test_a_link_put_in_place_of_a_listed_file_is_not_followed(root: Path, tmp_path: Path):
    tree = WorkTree(root)
    assert "kic.yaml" in tree.paths()
    (tmp_path / "secret").write_bytes(SETTINGS)
    (root / "kic.yaml").unlink()
    (root / "kic.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic"):
        tree.read("kic.yaml")


def test_overrides_stand_for_the_files_of_an_unfinished_operation(root: Path):
    tree = WorkTree(
        root, {"concept/bodies/vhs.yaml": None, "concept/bodies/neu.yaml": body("neu"), "kic.yaml": SETTINGS}
    )
    snapshot = load(tree, KINDS)
    assert list(snapshot.entries) == ["concept/bodies/neu.yaml", "kic.yaml"]
    assert snapshot.entries["concept/bodies/neu.yaml"].source == body("neu")
    with pytest.raises(FileNotFoundError):
        tree.read("concept/bodies/vhs.yaml")


def test_changes_are_applied_in_memory():
    source = Memory(
        {"kic.yaml": SETTINGS, "concept/bodies/a.yaml": body("a"), "concept/bodies/b.yaml": body("b")}, "base"
    )
    changed = Changed(source, [
        Change("concept/bodies/a.yaml", body("a"), None),
        Change("concept/bodies/b.yaml", body("b"), body("b").replace(b"name: b", b"name: B")),
        Change("concept/bodies/c.yaml", None, body("c")),
    ])  # fmt: skip
    before = load(source, KINDS)
    after = load(changed, KINDS, reuse=before)
    assert list(after.entries) == ["concept/bodies/b.yaml", "concept/bodies/c.yaml", "kic.yaml"]
    assert after.entries["kic.yaml"] is before.entries["kic.yaml"]
    assert after.entries["concept/bodies/b.yaml"].record.name == "B"
    assert after.label == "base"
    with pytest.raises(FileNotFoundError):
        changed.read("concept/bodies/a.yaml")


def test_entries_that_are_reused_keep_their_findings():
    source = Memory({"kic.yaml": SETTINGS, "concept/bodies/a.yaml": b"kind: body\nid: a\nfarbe: rot\n"})
    before = load(source, KINDS)
    assert before.diagnostics
    assert load(source, KINDS, reuse=before).diagnostics == before.diagnostics


def test_a_newer_format_ends_the_command():
    newer = Memory({"kic.yaml": SETTINGS.replace(b"format: 1", b"format: 7") + b"new_key: [\n"})
    with pytest.raises(Unavailable) as caught:
        load(newer, KINDS, newest=1)
    assert caught.value.values == {"format": 7, "newest": 1}
    zero = load(Memory({"kic.yaml": SETTINGS.replace(b"format: 1", b"format: 0")}), KINDS, newest=1)
    assert laws(zero) == [("unknown-format", "kic.yaml")]


def test_an_older_format_is_upgraded_while_it_is_read(monkeypatch):
    def upgrade(path, value):
        return (
            {("name" if key == "label" else key): item for key, item in value.items()}
            if "bodies" in path
            else value
        )

    monkeypatch.setattr("kic.store.reading.load.UPGRADES", {1: upgrade})
    files = {"kic.yaml": SETTINGS, "concept/bodies/a.yaml": body("a").replace(b"name:", b"label:")}
    assert laws(load(Memory(files), KINDS, newest=2)) == []
    assert laws(load(Memory(files), KINDS, newest=1)) == [
        ("unknown-key", "concept/bodies/a.yaml"),
        ("missing-key", "concept/bodies/a.yaml"),
    ]


# -- git ---------------------------------------------------------------------------------------------------


def test_a_revision_is_read_as_it_was(root: Path):
    first = git.head(root)
    (root / "concept/bodies/vhs.yaml").unlink()
    (root / 'concept/bodies/-neu "ü".yaml').write_bytes(body("neu"))
    call(root, "add", "-A")
    call(root, "commit", "-q", "-m", "Zweiter")
    old = load(Revision(root, "HEAD~1"), KINDS)
    assert old.label == first
    assert list(old.entries) == ["concept/bodies/vhs.yaml", "kic.yaml"]
    assert old.diagnostics == ()
    new = load(Revision(root, "main"), KINDS)
    assert list(new.entries) == ['concept/bodies/-neu "ü".yaml', "kic.yaml"]
    assert laws(new) == [("file-name", 'concept/bodies/-neu "ü".yaml')]


def test_links_and_submodules_of_a_revision_are_findings(root: Path):
    (root / "concept/link.yaml").symlink_to("../kic.yaml")
    call(root, "add", "-A")
    call(
        root, "update-index", "--add", "--cacheinfo", f"160000,{git.head(root)},{git.prefix(root)}concept/sub"
    )
    call(root, "commit", "-q", "-m", "x")
    snapshot = load(Revision(root, "HEAD"), KINDS)
    assert sorted(laws(snapshot)) == [
        ("symbolic-link", "concept/link.yaml"),
        ("unreadable-file", "concept/sub"),
    ]


def test_git_tells_where_it_is(root: Path, tmp_path: Path):
    assert git.find_top(root) == (tmp_path / "top").resolve()
    assert git.prefix(root) == "städte/eine/"
    assert git.is_repository(root)
    assert not git.shallow(root)
    assert git.unmerged(root) == ()
    outside = tmp_path / "outside"
    outside.mkdir()
    assert not git.is_repository(outside)
    assert git.find_top(outside) is None
    assert git.find_top(root / "../../../outside") is None, "a way to it that leads through a repository"


@pytest.mark.parametrize(
    "rev", ["mein", "", " ", "-rf", "--help", "HEAD~99", "0" * 40, "a\0b", "HEAD:kic.yaml"]
)
def test_an_unknown_revision_is_a_usage_error(root: Path, rev: str):
    with pytest.raises(UsageError):
        git.resolve(root, rev)
    with pytest.raises(UsageError):
        Revision(root, rev)


def test_a_near_revision_is_suggested(root: Path):
    with pytest.raises(UsageError) as caught:
        git.resolve(root, "mian")
    assert caught.value.values["names"] == "main"


def test_the_steps_of_a_file_follow_its_renames(root: Path):
    old, new = "concept/bodies/vhs.yaml", 'concept/bodies/volks "hoch" schule.yaml'
    (root / old).rename(root / new)
    call(root, "add", "-A")
    call(
        root, "commit", "-q", "-m", "Umbenannt",
        GIT_AUTHOR_DATE="2024-02-01T12:00:00+01:00", GIT_COMMITTER_DATE="2024-02-29T23:30:00+01:00",
    )  # fmt: skip
    (root / new).write_bytes(body("vhs") + b"note: x\n")
    call(root, "commit", "-qam", "Geändert: „so“")
    steps = git.steps(root, (new,), follow=True)
    assert [(each.subject, each.touched[0].path_before, each.touched[0].path) for each in steps] == [
        ("Geändert: „so“", None, new), ("Umbenannt", old, new), ("Erster Stand: „alles“", None, old),
    ]  # fmt: skip
    # when it came into this history, not when it was written
    assert steps[1].date.isoformat() == "2024-02-29T23:30:00+01:00"
    assert steps[0].revision == git.head(root)
    assert [each.parents for each in steps] == [(steps[1].revision,), (steps[2].revision,), ()]
    assert git.steps(root, ("concept/nothing.yaml",), follow=True) == []


def test_a_file_that_moved_is_one_only_where_both_places_are_asked_for(root: Path):
    old, new = "concept/bodies/vhs.yaml", "concept/bodies/neu.yaml"
    (root / old).rename(root / new)
    call(root, "add", "-A")
    call(root, "commit", "-q", "-m", "Umbenannt")
    moved = [
        (each.path_before, each.path)
        for each in git.steps(root, ("concept/bodies",), first_parent=True, renames=True)[0].touched
    ]
    assert moved == [(old, new)]
    apart = git.steps(root, ("concept/bodies",), first_parent=True)[0].touched
    assert {(each.path, each.before is None, each.after is None) for each in apart} == {
        (old, False, True), (new, True, False),
    }  # fmt: skip


def test_before_the_first_commit_there_is_nothing(tmp_path: Path):
    call(tmp_path, "init", "-q")
    assert git.head(tmp_path) is None
    assert git.steps(tmp_path, ("kic.yaml",)) == []
    assert committed(tmp_path, KINDS, {"kic.yaml": SETTINGS}) is None


def test_a_shallow_clone_says_so(root: Path, tmp_path: Path):
    (root / "README.md").write_text("neu")
    call(root, "commit", "-qam", "Zweiter")
    top = git.find_top(root)
    assert top is not None
    clone = tmp_path / "clone"
    call(tmp_path, "clone", "-q", "--depth=1", f"file://{top}", str(clone))
    assert git.shallow(clone)
    with pytest.raises(UsageError) as caught:
        git.resolve(clone, "HEAD~1")
    assert "shallow" in caught.value.help


def test_unmerged_paths_are_named(root: Path):
    path = root / "concept/bodies/vhs.yaml"
    call(root, "checkout", "-qb", "other")
    path.write_bytes(body("vhs").replace(b"network", b"company"))
    call(root, "commit", "-qam", "a")
    call(root, "checkout", "-q", "main")
    path.write_bytes(body("vhs").replace(b"network", b"authority"))
    call(root, "commit", "-qam", "b")
    with pytest.raises(subprocess.CalledProcessError):
        call(root, "merge", "other")
    assert git.unmerged(root) == ("concept/bodies/vhs.yaml",)
    assert laws(load(WorkTree(root), KINDS)) == [("merge-marker", "concept/bodies/vhs.yaml")]


def test_the_environment_of_a_hook_does_not_mislead(root: Path, tmp_path: Path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    call(other, "init", "-q")
    head = git.head(root)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert git.head(root) == head


def test_nothing_of_the_repository_is_executed(root: Path, tmp_path: Path):
    """Hooks, monitors, text converters and pagers leave a trace if they run; none does."""
    trace = tmp_path / "trace"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho run >> '{trace}'\ncat \"$@\"\n")
    script.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).symlink_to(script)
    for key in (
        "core.fsmonitor",
        "diff.x.textconv",
        "diff.external",
        "core.pager",
        "pager.log",
        "filter.x.smudge",
        "gpg.program",
    ):
        call(root, "config", key, str(script))
    call(root, "config", "core.hooksPath", str(hooks))
    call(root, "config", "log.showSignature", "true")
    (root / ".gitattributes").write_text("*.yaml diff=x filter=x\n")
    trace.unlink(missing_ok=True)
    load(WorkTree(root), KINDS, committed=since(root, KINDS))
    load(Revision(root, "HEAD"), KINDS)
    git.steps(root, ("concept/bodies/vhs.yaml",), follow=True)
    git.unmerged(root)
    assert not trace.exists()


def test_without_git_the_surroundings_are_to_blame(root: Path, monkeypatch):
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(Unavailable, match="git is needed"):
        git.head(root)


# -- what was committed ------------------------------------------------------------------------------------


def test_only_what_differs_from_head_is_read(root: Path):
    assert load(WorkTree(root), KINDS, committed=since(root, KINDS)).committed is None
    (root / "concept/bodies/vhs.yaml").write_bytes(body("vhs") + b"note: neu\n")
    (root / "concept/bodies/neu.yaml").write_bytes(body("neu"))
    before = load(WorkTree(root), KINDS, committed=since(root, KINDS)).committed
    assert before is not None
    assert before.label == git.head(root)
    assert {path: entry.source for path, entry in before.entries.items()} == {
        "concept/bodies/vhs.yaml": body("vhs")
    }


def test_a_deleted_record_is_still_committed(root: Path):
    (root / "concept/bodies/vhs.yaml").unlink()
    before = load(WorkTree(root), KINDS, committed=since(root, KINDS)).committed
    assert before is not None
    assert before.entries["concept/bodies/vhs.yaml"].id == "vhs"


def test_line_endings_that_git_converts_do_not_differ(root: Path):
    (root / "concept/bodies/vhs.yaml").write_bytes(body("vhs").replace(b"\n", b"\r\n"))
    assert load(WorkTree(root), KINDS, committed=since(root, KINDS)).committed is None


def test_the_id_of_a_content_is_the_one_that_git_gives(root: Path):
    oid = git.tree(root, "HEAD")["concept/bodies/vhs.yaml"]
    assert blob_id(body("vhs")) == oid
    assert git.blobs(root, [oid, oid]) == {oid: body("vhs")}
    with pytest.raises(Unavailable):
        git.blobs(root, ["1" * 40])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has none")
def test_a_pipe_in_a_files_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kic.yaml")
    with pytest.raises(OSError, match=r"kic\.yaml"):
        WorkTree(tmp_path).read("kic.yaml")
