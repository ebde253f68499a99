"""What a change brings: only the rules that found something afterwards are asked about the state before."""

import pytest

from kic.repository.judging import brought, judge, new_findings
from tests.gallery.cases import TODAY, cases

SOME = [case for case in cases() if case.folder.name.endswith(tuple("aehmst"))]


@pytest.mark.parametrize("case", SOME[::3], ids=lambda case: case.folder.name)
def test_it_is_what_all_rules_say_afterwards_and_did_not_say_before(case):
    good, bad = case.outcome("good").snapshot, case.outcome("bad").snapshot
    for before, after in ((good, bad), (bad, good), (bad, bad)):
        everything = [judge(state, TODAY).diagnostics for state in (before, after)]
        assert brought(before, after, TODAY) == new_findings(*everything)
