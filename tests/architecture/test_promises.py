"""The page of promises names tests, and those tests are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "promises.md"
OURS = {f"G{number}" for number in (*range(1, 15), 20, 21, 24)}
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def named(text: str) -> list[tuple[str, str]]:
    return _NAMED.findall(text)


def is_there(file: str, test: str) -> bool:
    path = ROOT / file
    if not path.is_file():
        return False
    found = ast.walk(ast.parse(path.read_text()))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in found)


@pytest.mark.parametrize(("file", "test"), named(PAGE.read_text()))
def test_a_promise_names_a_test_that_is_there(file: str, test: str) -> None:
    assert is_there(file, test)


def test_every_promise_that_is_made_has_one() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| G")]
    held = {row.split("|")[1].strip() for row in rows if named(row)}

    assert OURS - held == set()


def test_a_test_that_is_not_there_is_noticed() -> None:
    here = Path(__file__).relative_to(ROOT).as_posix()

    assert is_there(here, "test_a_test_that_is_not_there_is_noticed")
    assert not is_there(here, "test_nothing")
    assert not is_there("tests/nowhere.py", "test_nothing")
