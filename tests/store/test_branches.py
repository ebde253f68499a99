"""Ids that the paths of records tell."""

import pytest

from kic.domain.chapters import KINDS
from kic.store.branches import id_of_path


@pytest.mark.parametrize(
    ("path", "id_"),
    [
        ("applications/2026-1/2026-1-004.yaml", "2026-1-004"),
        ("applications/2026-1/call.yaml", "2026-1"),
        ("applications/2026-1/notices/2026-1-004-n1.yaml", "2026-1-004-n1"),  # two kinds share the folder
        ("applications/2026-1/payments/2026-1-004-p1.yaml", "2026-1-004-p1"),
        ("reports/2026-1-004/2026-1-004-vn1.yaml", "2026-1-004-vn1"),
        ("applications/2026-1/scores/s03.yaml", None),  # called by its seat
        ("concept/editions/k2013/concept.yaml", "k2013"),
        ("concept/concept.yaml", None),
        ("concept/other/x.yaml", None),
    ],
)
def test_a_path_tells_the_id_that_its_layout_names(path, id_):
    assert id_of_path(path, KINDS) == id_
