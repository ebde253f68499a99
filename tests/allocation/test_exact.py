"""The engine computes in whole numbers and fractions: no float and no true division stands in its code."""

import ast
from pathlib import Path

import pytest

import kic.allocation

MODULES = sorted(Path(kic.allocation.__file__).parent.glob("*.py"))
DEEP = ("emit", "digest")
"""These go down a problem file, which is three levels deep."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_float_no_true_division_and_no_recursion(path):
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        assert not (isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)), (
            node.lineno
        )
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in ("float", "round")), node.lineno
        if isinstance(node, ast.FunctionDef) and path.stem not in DEEP:
            calls = {
                c.func.id for c in ast.walk(node) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)
            }
            assert node.name not in calls, node.lineno
