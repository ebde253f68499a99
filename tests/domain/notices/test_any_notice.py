"""Whatever stands in notices and objections: a rule says something or nothing, and never ends on it."""

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
from tests.domain.notices.small import FOLDER, award, change, files, objection, refusal

DAYS = [datetime.date(2026, 11, 22), datetime.date.min, datetime.date.max]
ODD = {
    r"\d{4}-\d{2}-\d{2}": ["0001-01-01", "9999-12-31", "9999-12"],
    r"-?\d+\.\d{2}": ["0", "-1.00", "9999999999999.99"],
    r"\[.*\]": ["[]", "[0]", "[x, x]"],
    r".+": ["x", '""', "2025-2-001", "2025-2-001-n1", "2025-2-002-o1", "waived", "issued", "[]", "null"],
}
STEPS = "  - {date: 2025-08-26, condition: a1, event: met, evidence: Frist}\n"
REPORTS = (
    "  - {date: 2026-11-16, report: proof_of_use, event: extended, due: 2027-06-30, reason: Krankheit}\n"
)
FULL = {
    "award": award() + f"condition_steps:\n{STEPS}report_steps:\n{REPORTS}",
    "refusal": refusal(),
    "n2": change(
        "revocation",
        "2026-03-02 hearing_sent due=2026-03-20\n2026-03-23 issued role=r-leitung\n2026-03-23 posted channel=letter",
        before="6000.00",
        amount="1000.00",
        known="2026-02-10",
        reason="Zweck verfehlt",
    ),
    "o1": objection(
        "2025-08-18",
        "2025-09-01 handed_over\n2025-11-04 decided outcome=rejected delivered=2025-11-10\n2025-12-08 sued",
    ),
}


def spread(text: str) -> str:
    """Maps on one line as lines of their own, so that each value has a line."""
    return re.sub(r"- \{(.*)\}", lambda found: "- " + "\n    ".join(found[1].split(", ")), text)


@pytest.mark.parametrize("name", FULL)
def test_every_value_replaced_by_an_odd_one(name):
    whole = {each: spread(text) for each, text in FULL.items()}
    base = files(**whole)
    before = load(Memory(base), KINDS)
    (path,) = (each for each in files(**{name: "x"}) if files(**{name: "x"})[each] == b"x")
    assert path.startswith(FOLDER)
    lines = whole[name].splitlines()
    for number, line in enumerate(lines):
        found = re.match(r"(\s*(?:- )?[\w-]+: )(.+)", line)
        if found is None:
            continue
        pattern = next(each for each in ODD if re.fullmatch(each, found[2]))
        for turn, odd in enumerate(ODD[pattern]):
            changed = "\n".join([*lines[:number], found[1] + odd, *lines[number + 1 :]]) + "\n"
            state = load(Memory({**base, path: changed.encode()}), KINDS, reuse=before, committed=before)
            day = DAYS[(number + turn) % len(DAYS)]
            said = ordered([*state.diagnostics, *run(RULES, state, day, before=before)], state)
            assert render("text", said, state, speak("de"))
