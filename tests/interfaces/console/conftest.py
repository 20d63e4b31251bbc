"""The fixtures that commands begin with, and small logs in every notation."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.domain.history.sources import ENDS, HEADER, MAPPING, NEW, STORY
from tests.factories import agent, incident, people, strategy

__all__ = ["agent", "incident", "people", "strategy"]

Write = Callable[..., Path]
Import = Callable[..., dict[str, Any]]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The mapping of the made-up source."""
    path = tmp_path / "desk.yaml"
    path.write_text(MAPPING)
    return path


@pytest.fixture
def log_of(tmp_path: Path) -> Write:
    """Write rows (``NEW`` with changes) as a file in any notation."""

    def write(
        rows: Sequence[dict[str, str]],
        *,
        name: str = "log.csv",
        delimiter: str = ",",
        encoding: str = "utf-8",
        packed: bool = False,
        header: Sequence[str] = HEADER,
    ) -> Path:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([(NEW | row).get(column, "") for column in header] for row in rows)
        content = out.getvalue().encode(encoding)
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if packed else content)
        return path

    return write


@pytest.fixture
def import_(desk: Path, strategy: object, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a file and return the figures."""

    def run(path: Path, *options: str) -> dict[str, Any]:
        capsys.readouterr()
        call_command("import", "incidents", str(path), "--mapping", str(desk), "--json", *options)
        figures: dict[str, Any] = json.loads(capsys.readouterr().out)
        return figures

    return run


def story(**more: str) -> list[dict[str, str]]:
    """Return the rows of one incident from beginning to end."""
    return [row | ENDS | more for row in STORY]
