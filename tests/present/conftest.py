"""A small snapshot with findings of every shape."""

import pytest

from kic.core.diagnostic import Diagnostic
from kic.core.snapshot import Snapshot
from tests.present.samples import FILES, all_shapes, snapshot_of


@pytest.fixture
def snapshot() -> Snapshot:
    """Three files of a concept."""
    return snapshot_of(FILES)


@pytest.fixture
def diagnostics() -> list[Diagnostic]:
    """Findings in these files."""
    return all_shapes()
