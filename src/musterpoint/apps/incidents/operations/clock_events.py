"""Clock events as they stand in a row and in the ledger, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.domain.calendars import EVERY_HOUR
from musterpoint.domain.clocks import ClockEvent, EventKind, Reckoning, reckon
from musterpoint.domain.ledger import instant
from musterpoint.domain.policy.document import Strategy


def to_json(event: ClockEvent) -> dict[str, Any]:
    """Return an event as JSON, leaving out what it does not say."""
    row: dict[str, Any] = {"kind": str(event.kind), "at": instant(event.at), "seq": event.seq}
    if event.reason:
        row["reason"] = event.reason
    if event.target is not None:
        row["target"] = int(event.target.total_seconds())
    if event.calendar is not None:
        row["calendar"] = event.calendar
    if event.was is not None and event.began_at is not None:
        row["was"], row["began_at"] = instant(event.was), instant(event.began_at)
    return row


def from_json(row: Mapping[str, Any]) -> ClockEvent:
    """Return the event that ``to_json`` wrote."""
    return ClockEvent(
        kind=EventKind(row["kind"]),
        at=datetime.fromisoformat(row["at"]),
        seq=row["seq"],
        reason=row.get("reason", ""),
        target=timedelta(seconds=row["target"]) if "target" in row else None,
        calendar=row.get("calendar"),
        was=datetime.fromisoformat(row["was"]) if "was" in row else None,
        began_at=datetime.fromisoformat(row["began_at"]) if "began_at" in row else None,
    )


def reckoned(events: Iterable[Mapping[str, Any]], *, strategy: Strategy, at: datetime) -> Reckoning:
    """Return how a clock with these recorded events stands at ``at``."""
    read = [from_json(event) for event in events]
    calendars = {**strategy.calendars, EVERY_HOUR.name: EVERY_HOUR}
    first = calendars[read[0].calendar or next(iter(calendars))]
    return reckon(read, calendar=first, calendars=calendars, at=at)


def begun(
    incident: Incident,
    strategy: Strategy,
    *,
    kind: str,
    target: timedelta,
    calendar: str,
    started_at: datetime,
    at: datetime,
    cycle: int = 1,
) -> Clock:
    """Return an unsaved clock that has just started with these terms."""
    start = ClockEvent(kind=EventKind.STARTED, at=started_at, target=target, calendar=calendar)
    event = to_json(start)
    reckoning = reckoned([event], strategy=strategy, at=at)
    return Clock(
        incident=incident,
        kind=str(kind),
        cycle=cycle,
        target=reckoning.target,
        calendar=calendar,
        events=[event],
        state=str(reckoning.state),
        started_at=started_at,
        due_at=reckoning.due_at,
        breached_at=reckoning.breached_at,
    )


def standing(clock: Clock, *, strategy: Strategy, at: datetime) -> Reckoning:
    """Return how a clock's row stands at ``at``, with its arithmetic."""
    return reckoned(clock.events, strategy=strategy, at=at)
