"""What the benchmarks measure is a repository without a finding: a check's time is not spent on sentences."""

import datetime

from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.repository.judging import judge
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.bench import generate

RECORDS = 1_500
"""Enough for several calls: no two of one applicant may look alike."""


def test_nothing_is_found_in_generated_records() -> None:
    files = generate.files(RECORDS)
    snapshot = load(Memory(files), KINDS, newest=FORMAT)
    found = judge(snapshot, datetime.date.fromisoformat(generate.TODAY)).diagnostics
    assert [(each.law.code, each.place.path, str(each.message)) for each in found] == []
    assert RECORDS * 0.9 < len(snapshot) < RECORDS * 1.1
