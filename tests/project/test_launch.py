"""Commands prepare what they need, refuse by name, and may be started twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from musterpoint.project import embedded_postgres, launch

SOURCE = str(Path(launch.__file__).parents[2])
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("MUSTERPOINT_") and name not in {"DATABASE_URL", "EMAIL_URL"}
}


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    yield folder
    embedded_postgres.stop(folder)


def begin(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "musterpoint.project.launch", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**CLEAN, "PYTHONPATH": SOURCE, **settings},
    )


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_production_refuses_to_start_and_names_every_missing_setting(command: str) -> None:
    refused = begin(command, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    _, words = refused.communicate()

    assert refused.returncode == 2
    assert "Traceback" not in words
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"):
        assert f"  MUSTERPOINT_{name}: " in words
    assert "  EMAIL_URL: " in words


def test_a_command_may_be_written_with_hyphens(data: Path) -> None:
    asked = begin("receive-bounce", "--help", MUSTERPOINT_DATA=str(data))

    said, _ = asked.communicate()

    assert asked.returncode == 0
    assert "report of a mail server" in said


def test_stop_does_not_touch_a_server_that_is_not_ours() -> None:
    refused = begin("stop", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    said, _ = refused.communicate()

    assert refused.returncode == 1
    assert said == "DATABASE_URL is set: that server is not ours to stop.\n"


@pytest.mark.slow
def test_two_migrations_at_once_on_an_empty_database_both_succeed(data: Path) -> None:
    both = [begin("migrate", MUSTERPOINT_DATA=str(data)) for _ in range(2)]

    outcomes = [(one.communicate()[1], one.returncode) for one in both]

    assert [status for _, status in outcomes] == [0, 0], outcomes
    third = begin("migrate", "--check", MUSTERPOINT_DATA=str(data))
    third.communicate()
    assert third.returncode == 0
    ended = begin("stop", MUSTERPOINT_DATA=str(data))
    assert ended.communicate()[0] == "The embedded database is stopped.\n"
