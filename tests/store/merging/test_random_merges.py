"""Random merges of real records: nothing is lost, nothing is invented, and the result can be read.

Two people change one record of the demo city, each for themselves; what they did is known, so that what has to come out is
known too, without asking the merge itself. git's own merge of the same three files tells how many it refuses.
"""

import copy
import datetime
import json
import random
import subprocess
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kic.core.plan import Append, RemoveField, SetField
from kic.errors import Refused
from kic.store.merging.conflicts import Outcome, merge, open_conflicts, settled
from kic.store.merging.three_way import Conflict
from kic.store.writing import splice
from kic.store.writing.outline import Outline

SEEDS = (pytest.param(range(300)), pytest.param(range(300, 2000), marks=pytest.mark.soak))
CITY = Path(str(files("kic.demo") / "city"))
PATHS = sorted(path for path in CITY.rglob("*.yaml") if "dates" not in path.parts)
LOGS = {"progress", "steps", "values", "reviews", "entries", "advice", "papers", "answers", "disclosures"}


def words(conflict: Conflict) -> str:
    return ".".join(map(str, conflict.field))


def model(source: bytes) -> Any:
    return Outline(source, "record.yaml").model


def some_edit(rng: random.Random, value: Any, who: str) -> SetField | Append | RemoveField:
    """A change that a person or a command might make, told apart by who made it."""
    keys = [key for key in value if key not in ("kind", "id")]
    logs = [key for key in keys if key in LOGS and isinstance(value[key], list) and value[key]]
    texts = [key for key in keys if isinstance(value[key], str)]
    kind = rng.choice(["append", "append", "append", "set", "new", "remove", "item"])
    note = f"{who}: {rng.choice(['ä „so“', 'no', '12:30', '- x', 'a: b', '# kein Kommentar'])} {rng.random()}"
    if kind == "append" and logs:
        entry = copy.deepcopy(rng.choice(value[key := rng.choice(logs)]))
        if isinstance(entry, dict):
            day = datetime.date(2026, 1, 1) + datetime.timedelta(days=rng.randrange(300))
            entry = {**entry, "date": day.isoformat(), "note": note}
            return Append("", (key,), entry)
    if kind == "item" and logs:
        key = rng.choice(logs)
        at = rng.randrange(len(value[key]))
        if isinstance(value[key][at], dict):
            return SetField("", (key, at, "note"), note)
    if kind == "remove" and len(keys) > 3:
        return RemoveField("", (rng.choice(keys),))
    if kind == "new":
        return SetField("", (f"extra_{who}" if rng.random() < 0.7 else "extra",), note)
    return SetField("", (rng.choice(texts),), note) if texts else SetField("", ("extra",), note)


def edited(source: bytes, edits: list[Any]) -> bytes:
    for each in edits:
        try:
            source = splice.edit(source, [each], "record.yaml")
        except Refused:
            continue  # what one edit removed another cannot change
    return source


def with_comment(source: bytes, rng: random.Random, who: str) -> bytes:
    """A comment above one of the keys."""
    lines = source.decode().splitlines(keepends=True)
    at = [n for n, line in enumerate(lines) if line[0].isalpha()]
    lines.insert(rng.choice(at), f"# {who} meint: {rng.random()}\n")
    return "".join(lines).encode()


def sides(seed: int) -> tuple[bytes, bytes, bytes]:
    rng = random.Random(seed)
    base = rng.choice(PATHS).read_bytes()
    value = model(base)
    ours = edited(base, [some_edit(rng, value, "hier") for _ in range(rng.randint(1, 3))])
    theirs = edited(base, [some_edit(rng, value, "dort") for _ in range(rng.randint(1, 3))])
    if rng.random() < 0.3:
        ours = with_comment(ours, rng, "Hier")
    if rng.random() < 0.3:
        theirs = with_comment(theirs, rng, "Dort")
    if rng.random() < 0.1:
        ours = ours.replace(b"\n", b"\r\n")
    return base, ours, theirs


def leaves(value: Any, field: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Every value at its place; items of a list are places by what they say, so that order has no part in it."""
    found: dict[tuple[Any, ...], Any] = {}
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            found |= leaves(inner, (*field, key))
    else:
        found[field] = value
    return found


def entries(value: Any, field: tuple[str, ...] = ()) -> Counter[tuple[tuple[str, ...], str]]:
    """The items of every list, each by its list and what it says."""
    found: Counter[tuple[tuple[str, ...], str]] = Counter()
    if isinstance(value, dict):
        for key, inner in value.items():
            found += entries(inner, (*field, key))
    elif isinstance(value, list):
        for each in value:
            found[field, json.dumps(each, sort_keys=True)] += 1
    return found


def comments(source: bytes) -> set[str]:
    outline = Outline(source, "record.yaml")
    return {outline.text[start:end].strip() for start, end in outline.comments}


@pytest.mark.parametrize("seeds", SEEDS)
def test_nothing_is_lost_and_nothing_is_invented(seeds: range) -> None:
    for seed in seeds:
        base, ours, theirs = sides(seed)
        merged = merge(base, ours, theirs, "record.yaml", words)
        judge(seed, base, ours, theirs, merged)


def judge(seed: int, base: bytes, ours: bytes, theirs: bytes, merged: Outcome) -> None:
    was, mine, others, now = model(base), model(ours), model(theirs), model(merged.source)
    aside = "".join(each.theirs for each in open_conflicts(merged.source))
    assert len(open_conflicts(merged.source)) == len(merged.conflicts), seed
    # Comments: what either side wrote is there, and what neither took out.
    there = comments(merged.source)
    for each in (comments(ours) | comments(theirs)) - comments(base):
        assert each in there or each in aside, (seed, each)
    for each in comments(base) & comments(ours) & comments(theirs):
        assert each in there, (seed, each)
    # Values at their places.
    for place in {*leaves(was), *leaves(mine), *leaves(others), *leaves(now)}:
        values = [leaves(side).get(place, "(gone)") for side in (was, mine, others, now)]
        if any(isinstance(each, list) for each in values):
            continue
        expected = values[2] if values[1] == values[0] else values[1]
        if values[1] != values[0] and values[2] not in (values[0], values[1]):
            told = {each.field for each in merged.conflicts}
            assert any(place[: len(field)] == field for field in told), (seed, place)
            assert values[3] in values[1:3], (seed, place)
        elif not any(place[: len(each.field)] == each.field for each in merged.conflicts):
            assert values[3] == expected, (seed, place, values)
    # Items of lists: all that came is there or stands aside; what is there, somebody had.
    items = [entries(side) for side in (was, mine, others, now)]
    for side in (items[1], items[2]):
        for item in side - items[0]:
            assert item in items[3] or changed_by_both(item, items) or aside, (seed, item)
    for item in items[3]:
        assert item in items[0] | items[1] | items[2] or changed_by_both(item, items), (seed, item)


def changed_by_both(
    item: tuple[tuple[str, ...], str], items: list[Counter[tuple[tuple[str, ...], str]]]
) -> bool:
    """Whether this may be one item that both sides changed in different fields: each of its fields is somebody's."""
    field, said = item
    value = json.loads(said)
    if not isinstance(value, dict):
        return False
    known = {
        (key, json.dumps(inner, sort_keys=True))
        for side in items
        for place, each in side
        if place == field and isinstance(mine := json.loads(each), dict)
        for key, inner in mine.items()
    }
    return all((key, json.dumps(inner, sort_keys=True)) in known for key, inner in value.items())


@pytest.mark.parametrize("seeds", SEEDS)
def test_a_conflict_settled_for_one_side_says_what_that_side_said(seeds: range) -> None:
    for seed in seeds:
        base, ours, theirs = sides(seed)
        for choice, side in ((False, ours), (True, theirs)):
            source = merge(base, ours, theirs, "record.yaml", words).source
            conflicts = merge(base, ours, theirs, "record.yaml", words).conflicts
            while found := open_conflicts(source):
                source = settled(source, found[-1].line, theirs=choice, path="record.yaml")
            said, now = leaves(model(side)), leaves(model(source))
            for each in conflicts:
                if all(isinstance(step, str) for step in each.field):
                    wanted = {k: v for k, v in said.items() if k[: len(each.field)] == each.field}
                    got = {k: v for k, v in now.items() if k[: len(each.field)] == each.field}
                    assert got == wanted, (seed, each.field, choice)


def test_two_people_add_entries_to_one_log_where_git_gives_up(tmp_path: Path) -> None:
    refused = merged = 0
    for seed in range(400):
        rng = random.Random(seed)
        base = rng.choice(PATHS).read_bytes()
        value = model(base)
        logs = [k for k in value if k in LOGS and value[k] and isinstance(value[k][0], dict)]
        if not logs:
            continue
        key = rng.choice(logs)
        both = [
            edited(base, [Append("", (key,), {**value[key][-1], "note": f"{who} {rng.random()}"})])
            for who in ("hier", "dort")
        ]
        names = [tmp_path / name for name in ("ours", "base", "theirs")]
        for name, source in zip(names, (both[0], base, both[1]), strict=True):
            name.write_bytes(source)
        git = subprocess.run(["git", "merge-file", "-p", *names], capture_output=True, check=False)
        if git.returncode == 0:
            continue
        refused += 1
        outcome = merge(base, *both, "record.yaml", words)
        merged += not outcome.conflicts
        if not outcome.conflicts:
            there = [each.get("note") for each in model(outcome.source)[key]]
            assert {f.split(" ")[0] for f in there[-2:]} == {"hier", "dort"}, seed
    assert refused > 50
    assert merged >= 0.95 * refused
