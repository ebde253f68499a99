"""What is done to all of a call in one go is the same as one by one; what needs a decision is left and named."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.inprocess import call
from tests.cli.test_wrong_moves import state

Prepared = Callable[[str, Path | None], Path]


def does(city: Path, line: str, day: str, code: int = 0) -> str:
    done = call(*shlex.split(line), "--yes", folder=city, today=day)
    assert done.code == code, (line, done.err)
    return done.err


@pytest.mark.xdist_group("meeting attend 2026-12-03 --all")
def test_payments_of_a_call_go_together_as_one_by_one(prepared: Prepared, tmp_path: Path) -> None:
    together = prepared("notice waive", tmp_path / "together")
    single = prepared("notice waive", tmp_path / "single")
    for city, id_ in ((together, "2026-1"), (single, "2026-1-006")):
        does(city, f"payment request {id_}", "2027-01-15")
        does(city, f"payment certify {id_}", "2027-01-18")
    paid, alone = (state(city / "applications/2026-1/payments") for city in (together, single))
    assert len(paid) == 8
    assert list(alone) == ["2026-1-006-p1.yaml"]
    assert alone.items() <= paid.items()
    assert all(b"event: certified" in content for content in paid.values())
    assert "wartet keine Zahlung" in does(together, "payment certify 2026-1", "2027-01-18", code=1)


def test_applications_are_examined_together(city: Path) -> None:
    does(city, "application examine 2026-1 --de-minimis not_an_undertaking", "2026-11-22")
    found = [
        path
        for path in (city / "applications/2026-1").glob("2026-1-0*.yaml")
        if b"\nde_minimis: not_an" in path.read_bytes()
    ]
    assert len(found) == 13, "two of the fifteen take no part"


def test_only_a_proof_as_planned_is_examined_with_others(city: Path) -> None:
    path = city / "reports/2025-2-007/2025-2-007-vn1.yaml"
    planned = path.read_bytes()
    path.write_bytes(planned.replace(b"amount: 790.50", b"amount: 990.50"))
    assert path.read_bytes() != planned
    before = state(city)
    said = does(city, "report examine 2025-2", "2026-11-22", code=1)
    assert "2025-2-007-vn1" in said
    assert state(city) == before
    path.write_bytes(planned)
    does(city, "report examine 2025-2", "2026-11-22")
    does(city, "notice settle 2025-2", "2026-11-22")
    assert (city / "applications/2025-2/notices/2025-2-007-n2.yaml").is_file()
    assert "kein geprüfter" in does(city, "notice settle 2025-2", "2026-11-22", code=1)


@pytest.mark.parametrize(
    "line",
    [
        "payment request 2026-1 --amount 5",
        "report examine 2025-2 --result x",
        "notice settle 2025-2 --reference x",
    ],
)
def test_what_is_of_one_does_not_go_with_a_call(line: str, city: Path) -> None:
    assert "nicht für einen" in does(city, line, "2026-11-22", code=2) or "nicht zu einem" in does(
        city, line, "2026-11-22", code=2
    )
