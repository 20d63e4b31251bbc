"""The scenario command: the public shape, the exit status, findings with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.domain.scenarios.stage import TEXT
from tests.domain.strategies import shipped_text

ONE = """\
id: T1
title: Nobody can ring us
category: tel_total
start: 2026-12-24T16:20+00:00
expected:
  priority_path:
    - {t: 0, impact: I1, urgency: U1, priority: P1}
"""


def _file(folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_what_is_met_is_said_in_the_public_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("scenario", "run", _file(tmp_path, ONE), "--policy", "default", "--json")

    (scenario,) = json.loads(capsys.readouterr().out)["scenarios"]
    (one,) = scenario["expectations"]
    assert scenario["id"] == "T1"
    assert (one["kind"], one["expected"], one["got"], one["verdict"]) == (
        "priority", "P1", "P1", "met",
    )  # fmt: skip
    assert one["reason"].startswith("I1 (Everybody, or somebody's life) and U1 (Now) make P1.")


def test_something_missed_ends_with_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = shipped_text().replace("I1: {U1: P1,", "I1: {U1: P2,", 1)
    policy = _file(tmp_path, other, "other.yaml")

    with pytest.raises(SystemExit) as end:
        call_command("scenario", "run", _file(tmp_path, ONE), "--policy", policy)

    assert end.value.code == 1
    said = capsys.readouterr()
    assert "missed      priority    I1 and U1 at minute 0: P1 (got: P2)" in said.out
    assert "matrix.I1.U1: I1/U1 makes P2, but the milder I1/U2 makes P1." in said.err


def test_a_file_that_cannot_be_read_ends_with_status_two_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, ONE.replace("t: 0", "t: soon"))

    with pytest.raises(SystemExit) as end:
        call_command("scenario", "run", path, "--policy", "default", "--json")

    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.out == ""
    assert said.err.startswith(f"{path}:7: error: expected.priority_path.1.t:")


@pytest.mark.parametrize(
    "words",
    [
        ["run", "nowhere.yaml", "--policy", "default"],
        ["run", "{file}", "--policy", "nowhere.yaml"],
        ["run", "{file}", "--policy", "default", "--only", "T7"],
        ["check", "nowhere.yaml"],
    ],
)
def test_what_cannot_be_found_ends_with_status_two(words: list[str], tmp_path: Path) -> None:
    path = _file(tmp_path, ONE)

    with pytest.raises(CommandError) as refused:
        call_command("scenario", *(word.replace("{file}", path) for word in words))

    assert refused.value.returncode == 2


def test_a_policy_with_errors_ends_with_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = _file(tmp_path, "format: 1\n", "broken.yaml")

    with pytest.raises(SystemExit) as end:
        call_command("scenario", "run", _file(tmp_path, ONE), "--policy", policy)

    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"{policy}:1: error:")


@pytest.mark.django_db
def test_without_a_policy_the_shipped_one_is_played_until_there_is_a_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, ONE)
    call_command("scenario", "run", path)
    assert "1 met, 0 missed, 0 not judged" in capsys.readouterr().out

    call_command("policy", "ensure", verbosity=0)
    call_command("scenario", "run", path)
    assert "1 met, 0 missed, 0 not judged" in capsys.readouterr().out


def test_a_sound_file_is_said_to_be_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, TEXT)

    call_command("scenario", "check", path)

    assert capsys.readouterr().out == f"{path}: no errors, 1 scenario.\n"
