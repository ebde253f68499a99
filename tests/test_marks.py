"""`make corpora`, `system`, `oracles` and `soak` look only into the test files in which their marks stand."""

import re
from pathlib import Path

HERE = Path(__file__).parent
MARK = re.compile(r"mark\.(corpora|system|oracles|soak)\b")


def test_no_mark_comes_from_another_module() -> None:
    others = [path for path in HERE.rglob("*.py") if not path.name.startswith("test_")]
    assert len(others) > 20
    assert [path for path in others if MARK.search(path.read_text("utf-8"))] == []
