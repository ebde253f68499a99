"""Whatever stands in the records: a rule says something or nothing, and never ends on it."""

import datetime
import random
import re

import pytest

from kic.core.rule import ordered, run
from kic.domain.chapters import KINDS
from kic.domain.rules import RULES
from kic.present.findings import render
from kic.present.language import speak
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

DAYS = [datetime.date(2026, 11, 22), datetime.date.min, datetime.date.max]
KINDS_OF_VALUES = {
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}": ["0001-01-01T00:00", "9999-12-31T23:59"],
    r"\d{4}-\d{2}-\d{2}": ["0001-01-01", "9999-12-31", "9999-12", "0001"],
    r"-?\d+\.\d{2}": ["0", "-1.00", "9999999999999.99"],
    r"\d+%": ["0%", "100%"],
    r"-?\d+(\.\d+)?": ["0", "-1", "999999999", "0.000000001"],
    r"\[.*\]": ["[]", "[x, x]"],
    r"true|false": ["true", "false"],
    r".+": ["x", '""', "he-01", "decided", "[]", "null"],
}
RECORDS = sorted(path for path in good() if path.endswith(".yaml"))


def state_of(files, base=None):
    """The files read; what is as in `base` is taken from there, as after a plan."""
    return load(
        Memory({path: text.encode() for path, text in files.items()}), KINDS, reuse=base, committed=base
    )


GOOD = state_of(good())


def judged(files, day):
    """Everything that is said, as it is shown."""
    state = state_of(files, GOOD)
    found = ordered([*state.diagnostics, *run(RULES, state, day, before=GOOD)], state)
    return render("text", found, state, speak("de"))


@pytest.mark.parametrize("path", RECORDS)
def test_every_value_replaced_by_an_odd_one(path):
    files = good()
    lines = files[path].splitlines()
    for number, line in enumerate(lines):
        found = re.match(r"(\s*(?:- )?[\w-]+: )(.+)", line)
        if found is None:
            continue
        pattern = next(each for each in KINDS_OF_VALUES if re.fullmatch(each, found[2]))
        for turn, odd in enumerate(KINDS_OF_VALUES[pattern]):
            changed = [*lines[:number], found[1] + odd, *lines[number + 1 :]]
            day = DAYS[(number + turn) % len(DAYS)]
            assert judged(files | {path: "\n".join(changed) + "\n"}, day)


@pytest.mark.parametrize("path", RECORDS)
def test_every_line_or_file_left_out_or_doubled(path):
    files = good()
    lines = files[path].splitlines(keepends=True)
    for number in range(len(lines)):
        for middle in ([], [lines[number]] * 2):
            text = "".join([*lines[:number], *middle, *lines[number + 1 :]])
            assert judged(files | {path: text}, DAYS[0])
    del files[path]
    assert judged(files, DAYS[0])


@pytest.mark.parametrize("seed", range(12))
def test_values_exchanged_between_records(seed):
    shuffle = random.Random(seed)
    files = good()
    values = re.findall(r": (.+)", "".join(files[path] for path in RECORDS))
    for _ in range(20):
        path = shuffle.choice(RECORDS)
        spots = list(re.finditer(r"(?<=: ).+", files[path]))
        spot = shuffle.choice(spots)
        files[path] = files[path][: spot.start()] + shuffle.choice(values) + files[path][spot.end() :]
    for day in DAYS:
        assert judged(files, day)
