"""What a body decided on stays, whatever is done to the paper afterwards."""

import datetime

import pytest

from kic.core.rule import run
from kic.domain.chapters import KINDS
from kic.domain.papers.kept_rules import decided_paper_changed
from kic.domain.settings import FORMAT
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

PATH = "concept/papers/v-1.yaml"
PAPER = """\
kind: paper
id: v-1
title: Lernpatenschaften
date: 2026-10-20
deliberations:
  - body: Sozialausschuss
    purpose: advises
    date: 2026-11-02
    result: carried
  - body: Stadtrat
    purpose: decides
    date: 2026-11-09
proposal: Die Lernpatenschaften werden ausgebaut.
reasons: Die Nachfrage ist hoch.
"""
DECIDED = PAPER.replace("2026-11-09\n", "2026-11-09\n    result: amended\n")


def fields(before, after):
    states = [
        load(Memory({} if each is None else {PATH: each.encode()}), KINDS, newest=FORMAT)
        for each in (before, after)
    ]
    found = run([decided_paper_changed], states[1], datetime.date(2026, 11, 22), before=states[0])
    return [".".join(map(str, each.place.field)) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PAPER, DECIDED, []),
        (PAPER, PAPER.replace("ausgebaut", "fortgeführt"), []),  # a body that only advises had another proposal
        (PAPER, PAPER.replace("carried", "rejected"), ["deliberations"]),
        (PAPER.replace("carried", "postponed"), PAPER, []),
        (PAPER, None, [""]),
        (DECIDED, DECIDED + "note: Mitgeteilt.\n", []),
        (DECIDED, DECIDED.replace("title", 'number: "0123/2026"\ntitle'), []),
        (DECIDED, DECIDED.replace("ausgebaut", "eingestellt"), ["proposal"]),
        (DECIDED, DECIDED.replace("hoch", "niedrig"), ["reasons"]),
        (DECIDED, DECIDED.replace("    result: amended\n", ""), ["deliberations"]),
        (DECIDED, DECIDED.replace("proposal", "  - {body: Stadtrat, purpose: decides, result: rejected}\nproposal"), []),
    ],
)  # fmt: skip
def test_what_was_decided_on_stays(before, after, expected):
    assert fields(before, after) == expected
