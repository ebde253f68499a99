"""Every sample of personal data is found, in the text and through the quick look at bytes; no harmless one is.

The samples are generated and invented. python-stdnum reads the accounts as valid, national check digits inside
of them aside (BE, ES, ME, NO), and knows no country that kic does not.
"""

from pathlib import Path

import pytest

from kic.domain.privacy.forms import births, emails, ibans, phones, tax_ids
from kic.domain.privacy.rules import RULES

HERE = Path(__file__).parent / "personal"
FILES = {
    emails: "addresses",
    phones: "telephones",
    ibans: "accounts",
    births: "births",
    tax_ids: "taxes",
}
FEWEST = {emails: 120, phones: 400, ibans: 350, births: 200, tax_ids: 90}
FEWEST_HARMLESS = 250


def samples(name):
    return (HERE / f"{name}.txt").read_text("utf-8").splitlines()[1:]


def record(line):
    return f"kind: body\nid: v\nname: Verein\nbody: association\n# {line}\n"


@pytest.mark.parametrize("finder", FILES, ids=FILES.values())
def test_every_sample_is_found(finder, repository):
    lines = samples(FILES[finder])
    assert len(lines) >= FEWEST[finder]
    assert [line for line in lines if not list(finder(line))] == []
    law = RULES[list(FILES).index(finder)]
    missed = [
        line for line in lines if not list(law.function(repository({"concept/bodies/v.yaml": record(line)})))
    ]
    assert missed == [], "the quick look at the bytes sees them too"


@pytest.mark.parametrize("finder", FILES, ids=FILES.values())
def test_no_harmless_sample_is(finder):
    lines = samples("harmless")
    assert len(lines) >= FEWEST_HARMLESS
    assert {
        line: [line[s.start : s.end] for s in found] for line in lines if (found := list(finder(line)))
    } == {}


@pytest.mark.parametrize("finder", FILES, ids=FILES.values())
def test_only_what_is_personal_is_marked(finder):
    """What is marked stands in the sample as a whole, and nothing of the words around it."""
    for line in samples(FILES[finder]):
        for spot in finder(f"Bitte: {line} und weiter"):
            marked = f"Bitte: {line} und weiter"[spot.start : spot.end]
            assert marked in line, (line, marked)


@pytest.mark.parametrize("finder", FILES, ids=FILES.values())
def test_in_keys_and_file_names_too(finder, repository):
    law = RULES[list(FILES).index(finder)]
    lines = [line for line in samples(FILES[finder]) if "/" not in line and "\\" not in line][::7]
    missed = []
    for number, line in enumerate(lines):
        named = repository({f"concept/bodies/{line}.txt": ""})
        key = line.replace("'", "''")
        keyed = repository({f"concept/bodies/v{number}.yaml": f"kind: body\n? '{key}'\n: x\n"})
        if not list(law.function(named)) or not list(law.function(keyed)):
            missed.append(line)
    assert missed == []
