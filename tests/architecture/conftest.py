"""What the architecture tests read: the tree, the parsed source and the project's own rules."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "musterpoint"


@pytest.fixture(scope="session")
def project_file() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="session")
def ladder(project_file: dict[str, Any]) -> list[set[str]]:
    """The rungs of the apps, highest first, as the import contract states them."""
    contracts = project_file["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one.get("containers") == ["musterpoint.apps"])
    return [{name.strip() for name in rung.split("|")} for rung in contract["layers"]]


@pytest.fixture(scope="session")
def modules() -> dict[Path, ast.Module]:
    """Every Python file of the product and its tests, parsed; migrations are left out."""
    return {path.relative_to(ROOT): ast.parse(path.read_text()) for path in _python_files()}


@pytest.fixture(scope="session")
def tracked_text() -> dict[Path, str]:
    """Every text file that git knows, and those it would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    texts = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            texts[Path(name)] = path.read_text(errors="replace")
    return texts


def _python_files() -> Iterator[Path]:
    for folder in (SOURCE, ROOT / "tests"):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield ROOT / "manage.py"
    yield ROOT / "musterpoint"
