"""A small made-up source: its mapping, its rows, and a reader for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.history import (
    Readings,
    RowReader,
    SourceMapping,
    Terms,
    Update,
    read_mapping,
)
from tests.domain.strategies import shipped

MAPPING = """\
name: desk
dates: day_first
zone: UTC
missing: ["?"]
identity: ref
fields:
  updated_at: changed
  sequence: "no"
  updated_by: who
  status: state
  opened_at: opened
  resolved_at: resolved
  closed_at: closed
  priority: prio
  impact: impact
  urgency: urgency
  group: team
  summary: title
  met_target: kept
final: [resolved, closed, outcome]
holds:
  Waiting for caller: {reason: waiting_for_customer, waiting_for: user}
values:
  status: {New: logged, Working: in_progress, Solved: resolved, Done: closed, "-1": unchanged}
  priority: {high: P2, normal: P3}
  impact: {1 - High: I1, 2 - Medium: I2}
  urgency: {1 - High: U1, 2 - Medium: U2}
"""
HEADER = (
    "ref", "changed", "no", "who", "state", "opened", "resolved", "closed", "prio", "impact",
    "urgency", "team", "title", "kept", "outcome", "place",
)  # fmt: skip
NEW: dict[str, str] = {
    "ref": "A-1", "changed": "1/2/2016 10:00", "no": "0", "who": "Ann", "state": "New",
    "opened": "1/2/2016 09:55", "resolved": "?", "closed": "?", "prio": "normal",
    "impact": "2 - Medium", "urgency": "2 - Medium", "team": "Desk", "title": "No dial tone",
    "kept": "true", "outcome": "?", "place": "Leeds",
}  # fmt: skip


def mapping(text: str = MAPPING, **changes: Any) -> SourceMapping:
    """Return the mapping, with some of it changed."""
    root = yaml_text.read(text).root
    assert root is not None
    read, findings = read_mapping(root)
    assert read is not None, [str(one) for one in findings]
    return replace(read, **changes)


def reader(**changes: Any) -> RowReader:
    """Return a reader of rows with ``HEADER``."""
    described = mapping(**changes)
    return RowReader(described, HEADER, Readings(described.dates, described.zone))


def cells(row: dict[str, str], **changes: str) -> list[str]:
    """Return a row as the cells of a line."""
    return [(row | changes)[name] for name in HEADER]


def updates(*rows: dict[str, str], using: RowReader | None = None) -> list[Update]:
    """Return what these rows (``NEW`` with changes) tell."""
    read = using or reader()
    return [read.read(cells(NEW, **row), line=line) for line, row in enumerate(rows, start=2)]


def terms() -> Terms:
    """Return the terms of an import of this source under the shipped strategy."""
    return Terms(source="desk", strategy=shipped(), version_id=1)


STORY: Sequence[dict[str, str]] = (
    {},
    {"changed": "1/2/2016 10:05", "no": "1", "state": "Working", "team": "Voice"},
    {"changed": "1/2/2016 10:30", "no": "2", "state": "Waiting for caller", "prio": "high"},
    {"changed": "1/2/2016 12:30", "no": "3", "state": "Working", "kept": "false"},
    {"changed": "1/2/2016 13:00", "no": "4", "state": "Solved"},
    {"changed": "3/2/2016 13:00", "no": "5", "state": "Done"},
)
"""One incident from the first row to the last, in order."""
ENDS = {"resolved": "1/2/2016 12:58", "closed": "3/2/2016 13:00", "outcome": "cable"}
ZONE = ZoneInfo("Europe/London")
