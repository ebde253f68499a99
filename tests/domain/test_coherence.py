"""References, ids, paths and logs: the cases beside those of the gallery."""

import sys

import pytest

from kic.core.coherence import RULES, log_changed
from kic.core.rule import run
from tests.domain.good import changed, good

HE1 = "concept/recommendations/he-01.yaml"
T1 = "concept/themes/t1.yaml"
FIRST = "  - date: 2024-03-01\n    status: preparing\n    light: green\n"
SECOND = "  - date: 2026-03-01\n    status: in_progress\n    light: yellow\n"
NOTE = "    note: Es fehlen Patinnen und Paten in zwei Stadtteilen.\n"
NEW = "  - date: 2026-11-02\n    status: in_progress\n    light: green\n"


@pytest.mark.parametrize(
    "fault",
    [
        (T1, "number: 1", "number: eins"),  # does not convert: a stub with its goals
        (T1, "number: 1", 'number: "1'),  # is no YAML: known by its path alone
        (T1, "id: t1\n", ""),
        (T1, "id: t1\n", "id: t-1\n"),
        ("concept/councils/rat-2024.yaml", "seats: 30", "seats: viele"),
    ],
)
def test_references_to_a_record_that_cannot_be_read_hold(repository, today, fault):
    found = run(RULES, repository(changed(fault)), today)
    assert {each.law.code for each in found} <= {"KIC063"}


def test_the_one_near_name_is_a_fix_and_several_are_none(repository, today):
    state = repository(changed((HE1, "[a-soziales]", "[a-sozialse]"), (HE1, "theme: t1", "theme: t3")))
    fixes = {each.field: each.fix and each.fix.replacement for each in run(RULES, state, today)}
    assert fixes == {("responsible", 0): "a-soziales", ("theme",): None}


def test_a_name_whose_record_was_deleted_is_no_misspelling(repository, today):
    """Nothing is guessed for it, and nothing mended: it is brought back."""
    before = changed((HE1, "theme: t1", "theme: t3"), (HE1, "[a-soziales]", "[a-sozialse]"))
    before["concept/themes/t3.yaml"] = before[T1].replace("id: t1\n", "id: t3\n")
    state = repository(
        {path: each for path, each in before.items() if path != "concept/themes/t3.yaml"}, before
    )
    said = {
        each.field: (str(each.help), each.fix and each.fix.replacement)
        for each in run(RULES, state, today)
        if each.law.code == "KIC060"
    }
    assert said == {
        ("responsible", 0): ("did you mean a-soziales?", "a-soziales"),
        ("theme",): ("it was recorded, and is gone: kic undo t3 gives it back", None),
    }


def test_a_record_that_was_renamed_by_hand_is_meant_by_its_old_name(repository, today):
    before = changed((HE1, "theme: t1", "theme: thema-wohnen"))
    theme = before[T1].replace("id: t1\n", "id: thema-wohnen\n")
    after = before | {"concept/themes/thema-wohnung.yaml": theme.replace("thema-wohnen", "thema-wohnung")}
    state = repository(after, before | {"concept/themes/thema-wohnen.yaml": theme})
    (found,) = (each for each in run(RULES, state, today) if each.law.code == "KIC060")
    assert found.fix is not None
    assert found.fix.replacement == "thema-wohnung"


def test_many_unknown_names_are_all_found(repository, today):
    names = "".join(f"  {n:04}: abstain\n" for n in range(2000))
    state = repository(changed(("applications/2026-1/scores/s01.yaml", "", names)))
    assert len(run(RULES, state, today)) == 2000


def test_criteria_may_be_called_alike_in_two_calls_but_not_in_one(codes):
    terms = "terms:\n  criteria:\n    - {id: wirkung, title: Wirkung, weight: 1}\n"
    again = "    - {id: wirkung, title: Noch einmal, weight: 1}\n"
    assert codes(("applications/2025-1/call.yaml", "", terms)) == []
    assert codes(("applications/2025-1/call.yaml", "", terms + again)) == ["KIC062"]


def test_readmes_and_named_files_are_no_strangers(codes):
    assert codes(("concept/README.md", "", "Hinweise"), ("applications/2026-1/.gitkeep", "", "")) == []
    assert codes(("concept/LIESMICH", "", "Hinweise")) == ["KIC064"]
    assert codes(("templates/letter.md.j2", "", "…")) == [], "only folders of records are looked at"


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        ("concept/scan.pdf", "concept/scan.pdf"),
        ("concept/scan.pdf", '"concept\\u002Fscan.pdf"'),
        ("concept/amt's.pdf", "'concept/amt''s.pdf'"),
        ("concept/der scan.pdf", ">-\n      concept/der\n      scan.pdf"),
    ],
)
def test_a_named_file_is_no_stranger_however_its_name_is_spelled(path, spelled, codes):
    assert codes((path, "", "")) == ["KIC064"]
    assert codes((path, "", ""), (HE1, "", f"sources:\n  - title: {spelled}\n")) == []


def log(repository, before, after):
    """What is said when the progress of he-01 changes from one text to another."""
    head = good()[HE1].partition("progress:\n")[0] + "progress:\n"
    state = repository(good() | {HE1: head + after}, committed=good() | {HE1: head + before})
    assert state.committed is not None
    return [(each.field, str(each.message)) for each in log_changed.function(state.committed, state)]


@pytest.mark.parametrize(
    "after",
    [
        FIRST + SECOND + NOTE,
        FIRST + SECOND + NOTE + NEW,
        FIRST + "  - date: 2025-01-01\n    status: preparing\n" + SECOND + NOTE,  # a forgotten one
        "# Stand der Dinge\n"
        + FIRST.replace("green", '"green"')
        + SECOND
        + NOTE,  # the same, written otherwise
    ],
)
def test_a_log_may_gain_entries(repository, after):
    assert log(repository, FIRST + SECOND + NOTE, after) == []


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (FIRST, [(("progress",), "an entry of progress is missing that the recorded state has")]),
        (SECOND + NOTE, [(("progress",), "an entry of progress is missing that the recorded state has")]),
        (FIRST + SECOND, [(("progress", 1), "entry 2 of progress differs from its recorded state")]),
        (FIRST + NEW, [(("progress", 1), "entry 2 of progress differs from its recorded state")]),
        (SECOND + NOTE + FIRST, [(("progress", 1), "entry 2 of progress differs from its recorded state")]),
    ],
)
def test_a_log_never_loses_or_changes_one(repository, after, said):
    assert log(repository, FIRST + SECOND + NOTE, after) == said


def test_a_record_that_moved_keeps_its_log(repository):
    files = good()
    moved = {**files, "concept/editions/k2022/recommendations/he-01.yaml": files[HE1]}
    del moved[HE1]
    state = repository(moved, committed=files)
    assert list(log_changed.function(state.committed, state)) == []


def test_a_record_that_is_gone_took_its_log_along(repository):
    files = good()
    del files[HE1]
    state = repository(files, committed=good())
    (finding,) = log_changed.function(state.committed, state)
    assert finding.at.path == HE1
    assert "kic undo he-01;" in str(finding.help)


def test_a_record_that_cannot_be_read_lost_nothing_yet(repository):
    state = repository(changed((HE1, "status: preparing", "status: prepared")), committed=good())
    assert list(log_changed.function(state.committed, state)) == []


def test_every_cut_at_the_end_of_a_line_is_found(repository, today):
    """Half of all cut records are still valid YAML, and many are still valid records."""
    for path, text in good().items():
        if not path.endswith(".yaml"):
            continue
        lines = text.splitlines(keepends=True)
        for kept in range(1, len(lines)):
            state = repository(good() | {path: "".join(lines[:kept])}, committed=good())
            found = [*state.diagnostics, *run(RULES, state, today, before=state.committed)]
            assert any(each.place.path == path for each in found), (path, kept)


def test_thousands_of_files_with_one_id_are_named_in_steps_that_grow_with_them(repository, today):
    """Twice the files take twice the lines of code that run, not four times."""

    def steps(number: int) -> int:
        body = next(content for path, content in good().items() if path.startswith("concept/bodies/"))
        copies = {f"concept/bodies/copy-{n:05}.yaml": body for n in range(number)}
        state = repository(good() | copies)
        lines = 0

        def traced(_frame, event, _argument):
            nonlocal lines
            lines += event == "line"
            return traced

        sys.settrace(traced)
        try:
            found = run(RULES, state, today)
        finally:
            sys.settrace(None)
        assert sum(each.law.code == "KIC062" for each in found) == number
        return lines

    steps(10)
    once, twice = steps(1000), steps(2000)
    assert twice < 2.2 * once
