"""Two states of which only what differs is read."""

from pathlib import Path

import pytest

from kic.documents.naming import known_title
from kic.domain.chapters import KINDS
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Goal
from kic.errors import Unavailable
from kic.repository import comparing
from kic.repository.comparing import States, compare_states
from kic.repository.naming_revisions import name_span
from kic.store.reading import load as loading
from kic.store.reading.load import load
from kic.store.reading.sources import Revision, WorkTree
from tests.store.histories import EDITION, SETTINGS, THEME, begin, commit, git, lay, recommendation

GOALS = THEME + "goals:\n  - id: t1-z1\n    title: Kurse\n"
FILES: dict[str, str | None] = {
    "kic.yaml": SETTINGS,
    "concept/concept.yaml": EDITION.format(id="k2022"),
    "concept/themes/t1.yaml": GOALS,
    **{f"concept/recommendations/he-0{n}.yaml": recommendation(f"he-0{n}") for n in range(1, 10)},
    "templates/brief.md.j2": "Brief",
}


def compared(root: Path, spelled: str | None) -> States:
    source = WorkTree(root)
    return compare_states(root, source, name_span(root, source, spelled))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Nine recommendations below the top of a git repository, with one commit."""
    root = begin(tmp_path / "top") / "stadt"
    root.mkdir()
    commit(root, "2022-01-10", FILES)
    return root


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were read as records."""
    paths: list[str] = []
    real = loading.read_entry

    def counted(path: str, *rest: object) -> object:
        paths.append(path)
        return real(path, *rest)

    monkeypatch.setattr(loading, "read_entry", counted)
    return paths


@pytest.mark.parametrize("committed", [False, True])
def test_only_what_differs_is_read_and_the_theme_that_it_is_of(
    root: Path, decoded: list[str], committed: bool
) -> None:
    lay(
        root,
        {
            "concept/recommendations/he-03.yaml": recommendation("he-03", "Neu."),
            "templates/brief.md.j2": "Neu",
        },
    )
    if committed:
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "Neu")
    states = compared(root, "HEAD~1..HEAD" if committed else None)
    assert states.changed == ("concept/recommendations/he-03.yaml", "templates/brief.md.j2")
    assert states.unchanged == 11
    assert sorted(set(decoded)) == ["concept/recommendations/he-03.yaml", "concept/themes/t1.yaml"]
    texts = [state.get(Recommendation, "he-03").text for state in (states.before, states.after)]
    assert texts == ["Die Stadt richtet Sprachcafés ein.\n", "Neu.\n"]


def test_nothing_differs_in_line_ends_alone(root: Path) -> None:
    lay(root, {"concept/recommendations/he-03.yaml": recommendation("he-03").replace("\n", "\r\n")})
    assert compared(root, None).changed == ()


def test_what_is_named_is_read_when_it_is_asked_for(root: Path, decoded: list[str]) -> None:
    lay(root, {"kic.yaml": SETTINGS + "language: en\n"})
    state = compared(root, None).after
    assert set(decoded) == {"kic.yaml"}
    assert known_title(state, "he-07") == "Sprachcafés"
    assert state.part(Goal, "t1-z1") is not None
    assert state.kind_of("t1-z1") == "goal"
    assert state.get(Recommendation, "he-99") is None
    assert not any("he-01" in path for path in decoded)


def test_asked_for_everything_it_is_the_state_itself(root: Path) -> None:
    """By id, a state that is partly read answers as the whole one."""
    lay(root, {"concept/recommendations/he-03.yaml": recommendation("he-03", "Neu.")})
    whole = load(Revision(root, "HEAD"), KINDS)
    part = compared(root, None).before
    for id_ in whole.ids():
        assert part.kind_of(id_) == whole.kind_of(id_)
        assert [e.path for e in part.entries_with(id_)] == [e.path for e in whole.entries_with(id_)]
        assert known_title(part, id_) == known_title(whole, id_)
    assert part.files == whole.files
    for path in whole.files:
        assert part.content(path) == whole.content(path)


def test_both_sides_know_predecessors_and_successors(root: Path) -> None:
    merged = recommendation(
        "he-03", "Die Stadt richtet Sprachcafés ein.", "progress:", "  - date: 2022-05-01", "    status: merged",
        "    note: Weil", "    successors: [he-04]",
    )  # fmt: skip
    lay(root, {"concept/recommendations/he-03.yaml": merged})
    states = compared(root, None)
    for state in (states.before, states.after):
        assert {each.id for each in state.all(Recommendation)} == {"he-03", "he-04"}


def test_a_file_that_cannot_be_read_is_not_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = WorkTree.read

    def failing(self: WorkTree, path: str) -> bytes:
        if path.endswith("he-03.yaml"):
            raise PermissionError(path)
        return real(self, path)

    monkeypatch.setattr(WorkTree, "read", failing)
    states = compared(root, None)
    assert states.changed == ("concept/recommendations/he-03.yaml",)
    assert states.after.has_file("concept/recommendations/he-03.yaml")


def test_git_is_asked_as_often_however_many_files_differ(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(1, 10):
        lay(root, {f"concept/recommendations/he-0{n}.yaml": recommendation(f"he-0{n}", "Neu.")})
    git(root, "commit", "-qam", "Alle")
    asked: list[str] = []
    real = comparing.git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return real(folder, *arguments, **more)

    monkeypatch.setattr(comparing.git, "attempt", counted)
    source = WorkTree(root)
    span = name_span(root, source, "HEAD~1..HEAD")
    asked.clear()
    compare_states(root, source, span)
    # the second content is the theme's; the last one tells which state is the earlier one
    assert asked == ["ls-tree", "ls-tree", "cat-file", "cat-file", "merge-base"]


def test_a_newer_format_is_refused_as_in_a_whole_state(root: Path) -> None:
    commit(root, "2022-02-01", {"kic.yaml": SETTINGS.replace("format: 1", "format: 99")})
    with pytest.raises(Unavailable, match="format 99"):
        compared(root, "HEAD~1..HEAD")


def test_two_editions_are_whole(root: Path) -> None:
    lay(root, {"concept/editions/k2013/concept.yaml": EDITION.format(id="k2013")})
    states = compared(root, "k2013..k2022")
    assert states.whole
    assert states.before is states.after
    assert len(states.before) == 13
