"""Decisions a second of the pure rules: an incident log replayed, in memory, on one core.

For each update the priority is decided, the restore clock reckoned at that instant, and the path
asked who would be told next.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from musterpoint.apps.policies import yaml_text
from musterpoint.domain import escalation
from musterpoint.domain.clocks import ClockEvent, ClockKind, reckon
from musterpoint.domain.history import (
    NOTHING_KNOWN,
    BadRow,
    Point,
    Readings,
    RowReader,
    Terms,
    Update,
    clock_events,
    unfold,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.priority import Facts, assess
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import mapping_files, policy_texts
from musterpoint.interfaces.console.history_file import look_at

UPDATES = 60_000


@dataclass(frozen=True, slots=True)
class Replayed:
    """One incident, ready to be decided on again."""

    points: Sequence[Point]
    facts: Sequence[Facts]
    started_at: datetime
    events: Sequence[ClockEvent]


def measure(
    *, count: int = UPDATES, file: Path | None = None, mapping: str = "servicenow"
) -> dict[str, Any]:
    """Replay ``file``, or a log made up with a fixed seed, three times; the best counts."""
    strategy = yaml_text.examine(policy_texts.default_text()).strategy
    assert strategy is not None
    incidents = _from_file(file, mapping, strategy) if file else _made_up(count, strategy)
    updates = sum(len(one.points) for one in incidents)
    seconds = min(_replay(incidents, strategy) for _ in range(3))
    return {
        "log": str(file) if file else "made up",
        "incidents": len(incidents),
        "updates": updates,
        "decisions": updates * 3,
        "seconds": round(seconds, 3),
        "updates_per_second": round(updates / seconds),
    }


def _replay(incidents: Sequence[Replayed], strategy: Strategy) -> float:
    began = time.perf_counter()
    path = strategy.paths[strategy.categories[strategy.generic_category].path]
    calendar = strategy.calendars[next(iter(strategy.calendars))]
    calendars = strategy.calendars
    for one in incidents:
        for point, facts in zip(one.points, one.facts, strict=True):
            decided = assess(strategy, facts).value.priority
            if one.events:
                reckon(one.events, calendar=calendar, calendars=calendars, at=point.at)
            state = escalation.RunState(started_at=one.started_at, priority=decided)
            escalation.next_telling(path, state)
    return time.perf_counter() - began


def _made_up(count: int, strategy: Strategy) -> list[Replayed]:
    dice, made, incidents = Random(7), 0, []  # noqa: S311  # a log to measure with, no secret
    levels = ("I1", "I2", "I3"), ("U1", "U2", "U3")
    states = ("in_progress", "on_hold", "in_progress", "resolved")
    start = datetime(2026, 3, 2, 8, 0, tzinfo=clock.now().tzinfo)
    while made < count:
        at = began = start + timedelta(minutes=dice.randrange(300_000))
        points, facts = [], []
        for number in range(dice.randrange(3, 10)):
            impact, urgency = dice.choice(levels[0]), dice.choice(levels[1])
            status = "logged" if number == 0 else dice.choice(states)
            reason = "waiting_for_customer" if status == "on_hold" else ""
            priority = strategy.matrix[impact, urgency]
            points.append(Point(at=at, status=status, hold_reason=reason, priority=priority))
            facts.append(Facts(impact=impact, urgency=urgency))
            at += timedelta(minutes=dice.randrange(1, 2_000))
        incidents.append(_replayed(points, facts, began, None, strategy))
        made += len(points)
    return incidents


def _from_file(path: Path, name: str, strategy: Strategy) -> list[Replayed]:
    mapping = mapping_files.find(name)
    file = look_at(path, columns=mapping.columns())
    reader = RowReader(mapping, file.header, Readings(mapping.dates, mapping.zone))
    found: dict[str, list[Update]] = {}
    for line, cells in file.rows():
        try:
            found.setdefault(reader.identity(cells), []).append(reader.read(cells, line=line))
        except BadRow:
            continue
    terms = Terms(source=mapping.name, strategy=strategy, version_id=1)
    return [_told(ref, updates, terms) for ref, updates in found.items()]


def _told(ref: str, updates: Sequence[Update], terms: Terms) -> Replayed:
    told = unfold(updates, past=NOTHING_KNOWN, ref=ref, terms=terms)
    facts = [
        Facts(impact=_text(each.state.get("impact")), urgency=_text(each.state.get("urgency")))
        for each in sorted(updates, key=lambda update: (*update.place, update.line))
    ][: len(told.points)]
    began = datetime.fromisoformat(str(told.state["logged_at"]))
    resolved = told.state["resolved_at"]
    ended = datetime.fromisoformat(str(resolved)) if resolved else None
    return _replayed(told.points[: len(facts)], facts, began, ended, terms.strategy)


def _replayed(
    points: Sequence[Point],
    facts: Sequence[Facts],
    began: datetime,
    resolved_at: datetime | None,
    strategy: Strategy,
) -> Replayed:
    events = clock_events(points, strategy=strategy, started_at=began, resolved_at=resolved_at)
    return Replayed(points, facts, began, events.get(ClockKind.RESTORE, []))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
