"""`musterpoint replay`: own incidents or a file, the same figures as the page, nothing kept."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies import shipped
from tests.interfaces.console.conftest import Import, Write, story

LOG_MATRIX = """matrix:
  I1: {U1: P1, U2: P2, U3: P3, U4: P4}
  I2: {U1: P2, U2: P3, U3: P4, U4: P5}
  I3: {U1: P3, U2: P4, U3: P4, U4: P5}
  I4: {U1: P4, U2: P5, U3: P5, U4: P5}
overrides:
"""


def with_matrix(folder: Path) -> Path:
    """Write the shipped strategy with the matrix that the reference log follows exactly."""
    text, count = re.subn(
        r"^matrix:\n(?:  .*\n)+overrides:\n", LOG_MATRIX, shipped.text(), flags=re.MULTILINE
    )
    assert count == 1
    path = folder / "log_strategy.yaml"
    path.write_text(text)
    return path


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*options: str) -> dict[str, Any]:
        capsys.readouterr()
        call_command("replay", *options, "--json")
        figures: dict[str, Any] = json.loads(capsys.readouterr().out)
        return figures

    return run


def made_up(count: int) -> list[dict[str, str]]:
    return [row | {"id": f"A-{number}"} for number in range(count) for row in story()]


def test_a_file_is_replayed_and_nothing_is_kept(
    replay: Any, log_of: Write, desk: Path, strategy: object
) -> None:
    log = log_of(story())

    figures = replay("--policy", "default", "--source", str(log), "--mapping", str(desk))

    assert (figures["incidents"], figures["rows_left_out"]) == (1, 0)
    assert figures["against"]["name"] == "v1"
    assert not Incident.objects.exists()


def test_a_file_and_its_import_come_to_the_same(
    replay: Any, import_: Import, log_of: Write, desk: Path
) -> None:
    log = log_of(story())
    import_(log)

    own = replay("--policy", "default")
    read = replay("--policy", "default", "--source", str(log), "--mapping", str(desk))

    assert own["sides"]["policy"] == read["sides"]["policy"]
    assert own["priority_changes"] == read["priority_changes"]


def test_what_differs_is_written_line_by_line(
    replay: Any, import_: Import, log_of: Write, tmp_path: Path
) -> None:
    import_(log_of(story()))
    lines = tmp_path / "changes.csv"

    figures = replay("--policy", "default", "--against", "nothing", "--changes", str(lines))

    written = list(csv.DictReader(lines.open()))
    assert len(written) == figures["changed"]
    assert all(line["ref"].startswith("INC-") for line in written)
    assert "against" not in figures["sides"]


def test_it_says_in_words_what_it_found(
    import_: Import, log_of: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    import_(log_of(story()))

    call_command("replay", "--policy", "default")

    said = capsys.readouterr().out
    assert "1 incidents under default: 1 judged, 0 not." in said
    assert "Another priority than v1: 0." in said
    assert "Alarms nobody answers:" in said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--policy", "v9"], "There is no strategy 'v9'"),
        (["--policy", "default", "--against", "draft:1"], "There is no strategy 'draft:1'"),
        (["--policy", "default", "--from", "soon"], "'soon' is no instant"),
        (["--policy", "default", "--source", "no_such_file.csv"], "no_such_file.csv"),
        (["--policy", "default", "--source", "x", "--mapping", "y"], "y"),
    ],
)
def test_what_cannot_be_replayed_is_refused(
    options: list[str], says: str, strategy: object
) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("replay", *options)

    assert says in str(refused.value)
    assert refused.value.returncode == 2


def test_a_text_with_errors_is_refused(tmp_path: Path, strategy: object) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: Mine\n")

    with pytest.raises(CommandError) as refused:
        call_command("replay", "--policy", str(bad))

    assert "to be mended first" in str(refused.value)


@pytest.mark.slow
def test_the_reference_log_keeps_every_priority_under_its_own_matrix(
    shared_data: Path, tmp_path: Path, replay: Any, strategy: object
) -> None:
    log = shared_data / "data" / "incident_log_servicenow.csv.gz"
    if not log.is_file():
        pytest.skip("the reference log is not on this machine")

    figures = replay("--policy", str(with_matrix(tmp_path)), "--source", str(log))

    policy = figures["sides"]["policy"]
    assert (figures["incidents"], policy["judged"]) == (14_950, 14_950)
    assert policy["priorities"] == {"P1": 148, "P2": 256, "P3": 14_055, "P4": 491}
    assert figures["priority_changes"]["from_happened"] == {}
    assert figures["sides"]["happened"]["source_met_target"]["yes"] == 8_024
