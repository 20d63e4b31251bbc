"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.conftest import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def test_no_file_is_longer_than_the_wall(modules: dict[Path, ast.Module]) -> None:
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in modules}

    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_the_wall(modules: dict[Path, ast.Module]) -> None:
    too_long = {
        f"{path}:{node.name}": _lines(node)
        for path, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _lines(node) > LONGEST_FUNCTION
    }

    assert too_long == {}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
