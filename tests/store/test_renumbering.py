"""Another id for a record of the demo city: everything that named the old one names the new one, and nothing else changed."""

import datetime
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from kic.core.renumbering import next_free, renumber
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.errors import Refused, UsageError
from kic.repository.judging import judge
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from kic.store.writing.compute import changes

FIXED_BY_ID = {"KIC770", "KIC924"}
"""What a decision was computed from, and what a sample was drawn by: these rules refuse such a plan, and rightly."""
DAY = datetime.date(2026, 11, 22)
CITY = Path(str(files("kic.demo") / "city"))


@pytest.fixture(scope="module")
def city() -> dict[str, bytes]:
    return {
        path.relative_to(CITY).as_posix(): path.read_bytes() for path in CITY.rglob("*") if path.is_file()
    }


def loaded(content: dict[str, bytes], elsewhere: frozenset[str] = frozenset()) -> Snapshot:
    return load(Memory(content), KINDS, newest=FORMAT, elsewhere=lambda: elsewhere)


def after(content: dict[str, bytes], old: str, new: str) -> tuple[dict[str, bytes], dict[str, str], set[str]]:
    found = renumber(loaded(content), old, new)
    made = dict(content)
    for change in changes(found.plan, content.get):
        made.pop(change.path, None)
        if change.after is not None:
            made[change.path] = change.after
    return made, found.ids, {each.path for each in found.mentions}


@pytest.mark.parametrize(
    ("old", "new", "along"),
    [
        ("2025-1-006", "2025-1-099", {"2025-1-006-n1": "2025-1-099-n1", "2025-1-006-p1": "2025-1-099-p1"}),
        ("2026-1-003", "2026-1-050", {}),
        ("2024-1", "2024-9", {"2024-1-002": "2024-9-002", "2024-1-002-n1": "2024-9-002-n1"}),
        ("he-07", "he-70", {}),
        ("t3", "t13", {}),
        ("s01", "s91", {"2025-1-s01": "2025-1-s91"}),
    ],
)
def test_all_references_go_along_and_the_findings_stay(
    city: dict[str, bytes], old: str, new: str, along: dict[str, str]
) -> None:
    made, ids, _ = after(city, old, new)
    assert along.items() <= ids.items()
    before, now = loaded(city), loaded(made)
    assert len(now) == len(before)
    for each, to in ids.items():
        assert now.kind_of(each) is None
        assert now.kind_of(to) == before.kind_of(each)
        assert len(now.incoming(to)) == len(before.incoming(each))
        assert not now.incoming(each)
    codes = [Counter(each.law.code for each in judge(state, DAY).diagnostics) for state in (before, now)]
    assert not codes[0] - codes[1]
    assert (codes[1] - codes[0]).keys() <= FIXED_BY_ID


def test_the_rest_of_a_file_stays_byte_for_byte(city: dict[str, bytes]) -> None:
    made, _ids, _ = after(city, "2026-1-003", "2026-1-050")
    was = city["applications/2026-1/2026-1-003.yaml"]
    expected = was.replace(b"id: 2026-1-003\n", b"id: 2026-1-050\n").replace(b"number: 3\n", b"number: 50\n")
    assert made["applications/2026-1/2026-1-050.yaml"] == expected
    sheet = "applications/2026-1/scores/s01.yaml"
    assert made[sheet] == city[sheet].replace(b"2026-1-003:", b"2026-1-050:")


def test_texts_that_name_the_old_id_are_told_and_stay(city: dict[str, bytes]) -> None:
    place = "concept/recommendations/he-01.yaml"
    words = "in allen Sozialräumen tätig".encode()
    more = words + b", siehe 2026-1-003, nicht 2026-1-0031 und nicht x-2026-1-003"
    made, _, mentions = after(city | {place: city[place].replace(words, more)}, "2026-1-003", "2026-1-050")
    assert more in made[place]
    assert place in mentions
    _, _, mentions = after(
        city | {place: city[place].replace(words, b"x-2026-1-003")}, "2026-1-003", "2026-1-050"
    )
    assert place not in mentions


def test_the_next_free_number_is_free_elsewhere_too(city: dict[str, bytes]) -> None:
    assert next_free(loaded(city), "2026-1-003") == "2026-1-016"
    assert next_free(loaded(city, frozenset({"2026-1-019", "2026-1-n2"})), "2026-1-003") == "2026-1-020"
    with pytest.raises(UsageError, match="ends with no number"):
        next_free(loaded(city), "v-radio")


def test_what_is_taken_or_no_id_or_unreadable_is_refused(city: dict[str, bytes]) -> None:
    state = loaded(city, frozenset({"2026-1-050"}))
    for new in ("2026-1-001", "2026-1-050"):
        with pytest.raises(Refused, match="taken"):
            renumber(state, "2026-1-003", new)
    with pytest.raises(UsageError, match="no id"):
        renumber(state, "2026-1-003", "../hinaus")
    broken = city | {
        "applications/2026-1/scores/s01.yaml": city["applications/2026-1/scores/s01.yaml"] + b"\n: ["
    }
    with pytest.raises(Refused, match="cannot be read"):
        renumber(loaded(broken), "2026-1-003", "2026-1-050")
