"""Whatever stands in payments, roles and the treasury's columns: a rule says something or nothing, and never ends on it."""

import datetime
import re

import pytest

from kic.core.rule import ordered, run
from kic.domain.chapters import KINDS
from kic.domain.rules import RULES
from kic.present.findings import render
from kic.present.language import speak
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.test_payments import BACK, CALL, EXPECTED, NOTICE, PAYMENT, SETTINGS, files

DAYS = [datetime.date(2026, 11, 22), datetime.date.min, datetime.date.max]
ODD = {
    r"\d{4}-\d{2}-\d{2}": ["0001-01-01", "9999-12-31", "9999-12"],
    r"-?\d+\.\d{2}": ["0", "-1.00", "9999999999999.99"],
    r"\[.*\]": ["[]", "[0]", "[order, order]"],
    r".+": [
        "x",
        '""',
        "2026-1-001-n1",
        "2026-1-001-p1",
        "released",
        "interest",
        "r-kaemmerei",
        "0",
        "[]",
        "null",
    ],
}
PAYING = ("_good", "_decided", "_paying")
PLACES = {
    "payout": (PAYMENT, PAYING),
    "repayment": (EXPECTED, BACK),
    "instalments": (NOTICE, PAYING),
    "accounting": (CALL, PAYING),
    "roles": (SETTINGS, PAYING),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_value_replaced_by_an_odd_one_and_every_line_left_out(place):
    path, base = PLACES[place]
    good = files(base=base)
    before = load(Memory(good), KINDS)
    lines = good[path].decode().splitlines()
    for number, line in enumerate(lines):
        left = [*lines[:number], *lines[number + 1 :]]
        changed = [left]
        found = re.match(r"(\s*(?:- )?[\w-]+: )(.+)", line)
        if found is not None:
            pattern = next(each for each in ODD if re.fullmatch(each, found[2]))
            changed += [[*lines[:number], found[1] + odd, *lines[number + 1 :]] for odd in ODD[pattern]]
        for turn, each in enumerate(changed):
            words = "\n".join(each) + "\n"
            state = load(Memory({**good, path: words.encode()}), KINDS, reuse=before, committed=before)
            day = DAYS[(number + turn) % len(DAYS)]
            said = ordered([*state.diagnostics, *run(RULES, state, day, before=before)], state)
            assert render("text", said, state, speak("de"))
