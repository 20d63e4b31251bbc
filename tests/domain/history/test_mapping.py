"""Mappings: the shipped ones read, and a mistake is named with its line."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.history import read_mapping
from musterpoint.interfaces.console import mapping_files
from tests.domain.history.sources import MAPPING, mapping


def findings(text: str) -> list[tuple[int, str]]:
    root = yaml_text.read(text).root
    assert root is not None
    return [(one.line, one.says) for one in read_mapping(root)[1]]


def test_every_shipped_mapping_reads() -> None:
    names = [path.stem for path in mapping_files.SHIPPED.glob("*.yaml")]

    assert {mapping_files.find(name).name for name in names} == set(names) == {"servicenow"}


def test_a_hold_is_also_a_status() -> None:
    assert mapping().values["status"]["waiting for caller"] == "on_hold"


def test_an_unchanged_value_says_nothing() -> None:
    assert mapping().values["status"]["-1"] is None


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("zone: Utopia/Nowhere", "zone: UTC", 3, "'Utopia/Nowhere' is no time zone."),
        ("dates: backwards", "dates: day_first", 2, "This is 'backwards'."),
        ("  colour: red", "  group: team", 17, "'colour' is not known here."),
        ("  status: {New: born}", "  status: {New: logged}", 24, "'born' is no status."),
    ],
)
def test_a_mistake_is_named_with_its_line(wrong: str, right: str, line: int, says: str) -> None:
    text = MAPPING.replace(
        "  status: {New: logged, Working: in_progress, Solved: resolved, Done: closed,"
        ' "-1": unchanged}',
        "  status: {New: logged}",
    )

    assert right in text
    assert (line, says) in findings(text.replace(right, wrong))


def test_a_mapping_without_an_instant_is_refused() -> None:
    text = MAPPING.replace("  updated_at: changed\n", "").replace("  opened_at: opened\n", "")

    assert any("Neither" in says for _, says in findings(text))
