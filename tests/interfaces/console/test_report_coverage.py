"""`musterpoint report coverage`: as JSON, as lines, and what it refuses."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("strategy")


def report(*words: str) -> str:
    out = io.StringIO()
    call_command("report", "coverage", *words, stdout=out)
    return out.getvalue()


def test_json_tells_every_clause() -> None:
    found = json.loads(report("--json"))

    assert (found["framework"], found["policy_version"]) == ("iso22301", 1)
    assert len(found["clauses"]) == sum(found["counts"].values()) == 46


def test_lines_say_what_would_close_a_gap() -> None:
    lines = report("--framework", "itil4", "--policy", "1").splitlines()

    assert lines[0].startswith("ITIL 4 practices, version 1 of the strategy: ")
    assert any(line.startswith("partly  problem_management") for line in lines)


def test_an_unknown_framework_is_refused_with_those_there_are() -> None:
    with pytest.raises(CommandError, match=r"There is no framework 'x'\. Known: iso22301, itil4"):
        report("--framework", "x")


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(CommandError, match=r"There is no version 9\."):
        report("--policy", "9")
