"""How a record came to be: through files, editions and successors, with acts, at the cost of few calls of git."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.documents.word_origins import follow_words
from kic.errors import UsageError
from kic.repository.repository import Repository
from kic.store import git as store_git
from kic.store.reading import load as loading
from tests.store.histories import (
    EDITION,
    RESOLUTION,
    SETTINGS,
    THEME,
    begin,
    commit,
    git,
    lay,
    recommendation,
)

DAY = datetime.date(2026, 11, 22)
AMENDMENT = """\
kind: amendment
id: {id}
edition: k2022
title: Änderung {id}
nature: resolved
date: 2023-03-14
resolution: {resolution}
mover:
  contributor: council_group
  name: Fraktion Mitte
reason: Weil es fehlte
elements:
  - element: {element}
"""


def changes(root: Path, id: str) -> list[tuple[str, str, list[str]]]:
    """Day, record and changed fields of each revision."""
    return [
        (str(each.date), each.record, [".".join(map(str, change.field)) for change in each.changes])
        for each in Repository(root, today=DAY).history(id)
    ]


def origins(root: Path, id: str, field: str = "text") -> list[tuple[str, str | None, list[str]]]:
    """Each stretch of a text: its words, the record they came from, and the ids of the acts behind them."""
    (traced,) = Repository(root, today=DAY).blame(id, (field,))
    return [(each.words.strip(), each.record, [act.id for act in each.acts]) for each in traced.stretches]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A concept of 2013 with two measures, adopted."""
    root = begin(tmp_path / "stadt")
    adopted = EDITION.format(id="k2013") + "adopted: 2013-02-01\nresolution: b-1\n"
    commit(
        root,
        "2013-02-10",
        {
            "kic.yaml": SETTINGS.replace("k2022", "k2013"),
            "concept/concept.yaml": adopted,
            "concept/resolutions/b-1.yaml": RESOLUTION.format(id="b-1", number="1"),
            "concept/recommendations/m-1.yaml": measure("m-1", "Die Stadt bietet Kurse an. Sie sind frei."),
            "concept/recommendations/m-2.yaml": measure("m-2", "Vereine öffnen ihre Räume für alle Gäste."),
        },
    )
    return root


def measure(id: str, text: str) -> str:
    return recommendation(id, text, edition="k2013").replace("theme: t1\n", "")


def revise(root: Path) -> None:
    """The concept of 2022 goes on with both measures in one; the old edition moves to its folder."""
    old = "concept/editions/k2013"
    commit(
        root,
        "2022-01-10",
        {
            f"{old}/concept.yaml": (root / "concept/concept.yaml").read_text(),
            f"{old}/recommendations/m-1.yaml": (root / "concept/recommendations/m-1.yaml").read_text(),
            f"{old}/recommendations/m-2.yaml": (root / "concept/recommendations/m-2.yaml").read_text(),
            "concept/recommendations/m-1.yaml": None,
            "concept/recommendations/m-2.yaml": None,
            "concept/concept.yaml": EDITION.format(id="k2022") + "predecessor: k2013\ndrafted: 2022-01\n",
            "concept/themes/t1.yaml": THEME + "goals:\n  - id: t1-z1\n    title: Kurse\n",
            "kic.yaml": SETTINGS,
            "concept/recommendations/he-1.yaml": recommendation(
                "he-1", "Die Stadt bietet Kurse an. Vereine öffnen ihre Räume für alle Gäste. Neu ist dies.",
                "continues: [m-1, m-2]",
            ),
        },
    )  # fmt: skip
    commit(
        root,
        "2022-02-20",
        {
            "concept/concept.yaml": EDITION.format(id="k2022")
            + "predecessor: k2013\nadopted: 2022-02-14\nresolution: b-2\n",
            "concept/resolutions/b-2.yaml": RESOLUTION.format(id="b-2", number="2"),
        },
    )


def test_the_history_of_predecessors_stands_behind_its_own_and_files_may_move(root: Path) -> None:
    revise(root)
    assert changes(root, "he-1") == [
        ("2022-01-10", "he-1", []),
        ("2022-01-10", "m-1", []),
        ("2013-02-10", "m-1", []),
        ("2022-01-10", "m-2", []),
        ("2013-02-10", "m-2", []),
    ]
    moved = [each.moved_from for each in Repository(root, today=DAY).history("m-1")]
    assert moved == ["concept/recommendations/m-1.yaml", None]


def test_a_file_may_move_and_change_beyond_recognition_at_once(root: Path) -> None:
    new = measure("m-1", " ".join(f"Wort{n}" for n in range(300)))
    commit(
        root,
        "2014-01-01",
        {"concept/recommendations/m-1.yaml": None, "concept/editions/k2013/recommendations/m-1.yaml": new},
    )
    assert changes(root, "m-1") == [("2014-01-01", "m-1", ["text"]), ("2013-02-10", "m-1", [])]


def test_what_lay_under_another_name_is_followed_as_git_guesses(root: Path) -> None:
    odd = measure("m-3", "Ein langer Text über Kurse und Räume, der an einer falschen Stelle lag.")
    commit(root, "2014-01-01", {"concept/recommendations/falsch.yaml": odd})
    commit(
        root,
        "2014-02-01",
        {"concept/recommendations/falsch.yaml": None, "concept/recommendations/m-3.yaml": odd},
    )
    assert [each[0] for each in changes(root, "m-3")] == ["2014-02-01", "2014-01-01"]


def test_a_file_that_went_by_another_name_for_a_while_is_followed_through_it(root: Path) -> None:
    """Also what was changed under the other name, which no layout of the kind knows."""
    own, odd = "concept/editions/k2013/recommendations/m-1.yaml", "concept/recommendations/falsch.yaml"
    was = next(root / each for each in ("concept/recommendations/m-1.yaml", own) if (root / each).exists())
    at, text = was.relative_to(root).as_posix(), was.read_text("utf-8")
    changed = text.replace("title: ", "title: Neue ")
    commit(root, "2014-01-01", {at: None, odd: text})
    commit(root, "2014-02-01", {odd: changed})
    commit(root, "2014-03-01", {odd: None, at: changed})
    told = Repository(root, today=DAY).history("m-1")
    assert [(str(each.date), each.moved_from) for each in told] == [
        ("2014-03-01", odd),
        ("2014-02-01", None),
        ("2014-01-01", at),
        ("2013-02-10", None),
    ]
    assert [bool(each.changes) for each in told] == [False, True, False, False]


def test_what_was_made_after_a_record_that_is_still_there_begins_anew(root: Path) -> None:
    """git takes it for a copy."""
    text = (root / "concept/recommendations/m-1.yaml").read_text()
    commit(root, "2014-01-01", {"concept/recommendations/m-3.yaml": text.replace("id: m-1", "id: m-3")})
    commit(root, "2014-02-01", {"concept/recommendations/m-1.yaml": text.replace("frei", "offen")})
    assert changes(root, "m-3") == [("2014-01-01", "m-3", [])]
    assert origins(root, "m-3") == [("Die Stadt bietet Kurse an. Sie sind frei.", "m-3", [])]


def test_what_moved_has_moved_though_another_record_bears_its_old_id_later(root: Path) -> None:
    """The id was given again, which is a finding of its own (KIC069)."""
    folder = "concept/recommendations"
    text = (root / f"{folder}/m-1.yaml").read_text()
    commit(
        root,
        "2014-01-01",
        {f"{folder}/m-1.yaml": None, f"{folder}/m-3.yaml": text.replace("id: m-1", "id: m-3")},
    )
    told = Repository(root, today=DAY).history("m-3")
    assert [(str(each.date), each.moved_from) for each in told] == [("2014-01-01", f"{folder}/m-1.yaml")]
    commit(root, "2014-02-01", {f"{folder}/m-1.yaml": measure("m-1", "Etwas ganz anderes.")})
    assert Repository(root, today=DAY).history("m-3") == told


def test_taken_over_word_for_word_where_the_old_edition_makes_room_nothing_was_moved(root: Path) -> None:
    """git takes the new recommendation for the old one under another name."""
    new, old = "concept/recommendations", "concept/editions/k2013"
    text = (root / f"{new}/m-1.yaml").read_text()
    commit(
        root,
        "2022-01-10",
        {
            f"{old}/recommendations/m-1.yaml": text,
            f"{new}/m-1.yaml": None,
            f"{new}/he-1.yaml": text.replace("id: m-1", "id: he-1") + "continues: [m-1]\n",
        },
    )
    told = Repository(root, today=DAY).history("he-1")
    assert [(str(each.date), each.record, each.moved_from) for each in told] == [
        ("2022-01-10", "he-1", None),
        ("2022-01-10", "m-1", f"{new}/m-1.yaml"),
        ("2013-02-10", "m-1", None),
    ]
    assert not any(each.changes for each in told)


def test_a_commit_in_which_a_record_could_not_be_read_ends_no_history(root: Path) -> None:
    path = "concept/recommendations/m-1.yaml"
    text = (root / path).read_text()
    commit(root, "2014-01-01", {path: text.replace("text: ", "text: [")})
    commit(root, "2014-01-02", {path: text.replace("text: ", "text: {")})
    commit(root, "2014-02-01", {path: text.replace("Sie sind frei.", "Sie sind offen.")})
    told = Repository(root, today=DAY).history("m-1")
    unread = "cannot be read as it stands"
    assert [(str(each.date), [change.words.id for change in each.changes]) for each in told] == [
        ("2014-02-01", ["“{before}” becomes “{after}”"]),
        ("2014-01-02", [unread]),
        ("2014-01-01", [unread]),
        ("2013-02-10", []),
    ]
    (traced,) = Repository(root, today=DAY).blame("m-1", ("text",))
    assert [(each.words, str(each.date)) for each in traced.stretches] == [
        ("Die Stadt bietet Kurse an. Sie sind ", "2013-02-10"),
        ("offen.\n", "2014-02-01"),
    ]


def test_a_part_has_its_own_history(root: Path) -> None:
    revise(root)
    theme = (root / "concept/themes/t1.yaml").read_text()
    commit(root, "2022-03-01", {"concept/themes/t1.yaml": theme.replace("title: Sprache", "title: Sprachen")})
    commit(root, "2022-04-01", {"concept/themes/t1.yaml": theme.replace("title: Kurse", "title: Gute Kurse")})
    assert changes(root, "t1-z1") == [("2022-04-01", "t1-z1", ["title"]), ("2022-01-10", "t1-z1", [])]


def test_merged_in_one_edition_the_others_history_goes_on_behind(root: Path) -> None:
    merged = measure("m-2", "Vereine öffnen ihre Räume für alle Gäste.") + (
        "progress:\n  - date: 2014-01-01\n    status: merged\n    note: Weil\n    successors: [m-1]\n"
    )
    commit(root, "2014-01-02", {"concept/recommendations/m-2.yaml": merged})
    assert [each[1] for each in changes(root, "m-1")] == ["m-1", "m-2", "m-2"]


def test_a_merge_of_branches_is_told_where_it_is_more_than_both(root: Path) -> None:
    path = "concept/recommendations/m-1.yaml"
    git(root, "checkout", "-q", "-b", "zweig")
    commit(root, "2014-01-01", {path: measure("m-1", "Die Stadt bietet Abendkurse an. Sie sind frei.")})
    git(root, "checkout", "-q", "main")
    commit(root, "2014-02-01", {path: measure("m-1", "Die Stadt bietet Kurse an. Sie sind kostenlos.")})
    both = measure("m-1", "Die Stadt bietet Abendkurse an. Sie sind kostenlos.")
    git(root, "merge", "-q", "-s", "ours", "--no-commit", "zweig")
    lay(root, {path: both})
    git(root, "commit", "-qam", "Zusammen", date="2014-03-01T12:00:00+01:00")
    assert [each[0] for each in changes(root, "m-1")] == [
        "2014-03-01",
        "2014-02-01",
        "2014-01-01",
        "2013-02-10",
    ]
    (traced,) = Repository(root, today=DAY).blame("m-1", ("text",))
    said = {each.words.strip(" .\n"): str(each.date) for each in traced.stretches}
    assert said["Abendkurse"] == "2014-01-01"
    assert said["kostenlos"] == "2014-02-01"


def test_a_record_that_was_removed_still_has_its_history(root: Path) -> None:
    commit(root, "2014-01-01", {"concept/recommendations/m-2.yaml": None})
    commit(root, "2014-02-01", {"README.md": "Später"})
    assert [each[:2] for each in changes(root, "M-2")] == [("2014-01-01", "m-2"), ("2013-02-10", "m-2")]
    assert str(Repository(root, today=DAY).history("m-2")[0].changes[0].words) == "gone"
    assert origins(root, "m-2") == [("Vereine öffnen ihre Räume für alle Gäste.", "m-2", ["k2013"])]
    with pytest.raises(UsageError, match="no record m-9"):
        Repository(root, today=DAY).history("m-9")


# -- acts ------------------------------------------------------------------------------------------------


def amended(root: Path, *, together: bool) -> None:
    revise(root)
    words = (
        (root / "concept/recommendations/he-1.yaml")
        .read_text()
        .replace("Neu ist dies.", "Neu sind auch Lotsen.")
    )
    act = {
        "concept/amendments/ae-1.yaml": AMENDMENT.format(id="ae-1", resolution="b-3", element="he-1"),
        "concept/resolutions/b-3.yaml": RESOLUTION.format(id="b-3", number="3"),
    }
    if together:
        commit(root, "2023-03-20", {"concept/recommendations/he-1.yaml": words, **act})
    else:
        commit(root, "2023-03-20", {"concept/recommendations/he-1.yaml": words})
        commit(root, "2023-05-02", act)
    log = words + "progress:\n  - date: 2023-06-01\n    status: planned\n"
    commit(root, "2023-06-01", {"concept/recommendations/he-1.yaml": log})


@pytest.mark.parametrize("together", [True, False])
def test_the_act_stands_beside_the_commit_that_carried_it(root: Path, together: bool) -> None:
    amended(root, together=together)
    found = Repository(root, today=DAY).history("he-1")
    acts = {str(each.date): [act.id for act in each.acts] for each in found if each.record == "he-1"}
    assert acts == {"2023-06-01": [], "2023-03-20": ["ae-1"], "2022-01-10": []}
    (act,) = next(each.acts for each in found if each.acts)
    assert act.resolution is not None
    assert (act.resolution.number, act.mover and act.mover.name, act.reason) == (
        "3",
        "Fraktion Mitte",
        "Weil es fehlte",
    )


# -- who changed this sentence -----------------------------------------------------------------------------


def test_each_stretch_has_its_commit_and_the_act_that_made_it_text(root: Path) -> None:
    amended(root, together=True)
    assert origins(root, "he-1") == [
        ("Die Stadt bietet Kurse an.", "m-1", ["k2013"]),
        ("Vereine öffnen ihre Räume für alle Gäste.", "m-2", ["k2013"]),
        ("Neu", "he-1", ["k2022"]),
        ("sind auch Lotsen.", "he-1", ["ae-1"]),
    ]


@pytest.mark.parametrize(
    "spelled",
    [
        "Vereine o\u0308ffnen ihre Ra\u0308ume für alle Gäste.",
        "Vereine öffnen  ihre\u00a0Räume für alle Gäste.",
    ],
)
def test_spelled_anew_words_stay_with_whom_they_came_from(root: Path, spelled: str) -> None:
    commit(root, "2014-01-01", {"concept/recommendations/m-2.yaml": measure("m-2", spelled)})
    assert {each[2][0] for each in origins(root, "m-2")} == {"k2013"}
    (traced,) = Repository(root, today=DAY).blame("m-2", ("text",))
    assert {str(each.date) for each in traced.stretches} == {"2013-02-10"}


def test_words_that_come_back_come_back_with_their_origin(root: Path) -> None:
    path = "concept/recommendations/m-1.yaml"
    first = (root / path).read_text()
    commit(root, "2014-01-01", {path: first.replace("Sie sind frei.", "")})
    commit(root, "2014-02-01", {path: first})
    assert len(origins(root, "m-1")) == 1


def test_what_is_not_committed_yet_is_said(root: Path) -> None:
    path = "concept/recommendations/m-1.yaml"
    lay(root, {path: (root / path).read_text().replace("Sie sind frei.", "Sie kosten nichts mehr.")})
    (traced,) = Repository(root, today=DAY).blame("m-1", ("text",))
    assert [(each.words.strip(), each.revision is None) for each in traced.stretches] == [
        ("Die Stadt bietet Kurse an. Sie", False),
        ("kosten nichts mehr.", True),
    ]


def test_other_records_texts_are_traced_too(root: Path) -> None:
    assert [each.field for each in Repository(root, today=DAY).blame("b-1")] == ["title", "number"]


WORDS = st.lists(
    st.sampled_from(["Stadt", "Kurse", "frei.", "und", "ä", "-", "\n", "„so“"]), max_size=12
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_text_keeps_every_character_and_a_version_without_news_brings_nothing(versions: list[str]) -> None:
    known: list[tuple[str, int]] = []
    stretches = ()
    for number, text in enumerate(versions):
        stretches = follow_words(text, [stretches] if stretches else [], number)
        assert "".join(each.words for each in stretches) == text
        known.append((text, number))
        assert follow_words(text, [stretches], "later") == stretches
    assert {each.origin for each in stretches} <= set(range(len(versions)))


# -- cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ["he-1", "m-1", "t1-z1", "k2022", "t1"])
def test_three_calls_of_git_log_answer_at_most_and_no_other_call_grows_with_the_history(
    root: Path, monkeypatch: pytest.MonkeyPatch, id_: str
) -> None:
    amended(root, together=True)
    path = "concept/recommendations/he-1.yaml"
    for day in range(1, 20):
        text = (root / path).read_text()
        commit(
            root,
            f"2024-01-{day:02d}",
            {path: text + f"  - date: 2024-01-{day:02d}\n    status: in_progress\n"},
        )
    asked: list[str] = []
    real = store_git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return real(folder, *arguments, **more)

    repository = Repository(root, today=DAY)
    monkeypatch.setattr(store_git, "attempt", counted)
    for look in (repository.history, repository.blame):
        asked.clear()
        assert look(id_)
        logs = asked.count("log")
        assert 1 <= logs <= 3
        assert sorted(asked) == ["cat-file", *["log"] * logs, "rev-parse"]


def test_only_records_that_name_it_or_a_predecessor_are_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    amended(root, together=True)
    others = {
        f"concept/recommendations/he-{n}.yaml": recommendation(f"he-{n}", "Anderes.") for n in range(50, 55)
    }
    escaped = recommendation("he-70", "Wieder anderes.", 'continues: ["m\\x2d3"]')  # another way to write m-3
    old = {"concept/editions/k2013/recommendations/m-3.yaml": measure("m-3", "Alt.")}
    commit(root, "2024-01-01", {**others, **old, "concept/recommendations/he-70.yaml": escaped})
    read: list[str] = []
    real = loading.read_entry

    def counted(path: str, *rest: object) -> object:
        read.append(path)
        return real(path, *rest)

    monkeypatch.setattr(loading, "read_entry", counted)
    assert {each.record for each in Repository(root, today=DAY).history("he-1")} == {"he-1", "m-1", "m-2"}
    assert not any(path in others for path in read)
    assert "concept/recommendations/he-1.yaml" in read
    assert [each.record for each in Repository(root, today=DAY).history("he-70")] == ["he-70", "m-3"]


def test_where_a_clone_is_cut_off_nothing_is_claimed(root: Path, tmp_path: Path) -> None:
    amended(root, together=True)
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone", today=DAY)
    assert [(str(each.date), each.cut_off) for each in clone.history("he-1") if each.record == "he-1"] == [
        ("2023-06-01", False),
        ("2023-03-20", True),
    ]
    (traced,) = clone.blame("he-1", ("text",))
    assert all(each.cut_off and not each.acts for each in traced.stretches)
    assert not any(each.acts for each in clone.history("he-1"))
    assert not any(each.cut_off for each in Repository(root, today=DAY).history("he-1"))
