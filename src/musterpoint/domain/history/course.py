"""The course that clocks would have taken: an incident's past states as clock events.

Only what a source's log can show is reckoned: the time until somebody took it up, and the time
until it was resolved. Which updates reached whom is not in it, so no update clock is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from musterpoint.domain.clocks import ClockEvent, ClockKind, EventKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status

_ENDED = frozenset({Status.RESOLVED, Status.CLOSED})
RECKONED = (ClockKind.ACKNOWLEDGE, ClockKind.RESTORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How an incident stood from ``at`` on."""

    at: datetime
    status: str
    hold_reason: str
    priority: str


@dataclass(slots=True)
class _Course:
    """Events of one clock as they come. Nothing is earlier than what came before it."""

    kind: ClockKind
    strategy: Strategy
    started_at: datetime
    events: list[ClockEvent] = field(default_factory=list)
    priority: str = ""
    held: bool = False
    stopped: bool = False
    given_up: bool = False

    def add(self, kind: EventKind, at: datetime, reason: str = "") -> None:
        at = max(at, self.events[-1].at)
        self.events.append(ClockEvent(kind=kind, at=at, seq=len(self.events), reason=reason))

    def aim(self, priority: str, at: datetime) -> None:
        """Start, or take up the terms of another priority. New terms hold from the start."""
        if priority == self.priority or self.stopped or self.given_up:
            return
        self.priority = priority
        target = self.strategy.targets.get(priority)
        span = target.spans.get(self.kind) if target is not None else None
        if span is None or target is None:
            if self.events:
                self.add(EventKind.CANCELLED, at, "no target at this priority")
                self.given_up = True
            return
        if not self.events:
            at, kind = self.started_at, EventKind.STARTED
        else:
            at, kind = max(at, self.events[-1].at), EventKind.RETARGETED
            if (span, target.calendar) == self._terms():
                return
        self.events.append(
            ClockEvent(
                kind=kind, at=at, seq=len(self.events), target=span, calendar=target.calendar
            )
        )

    @property
    def runs(self) -> bool:
        return bool(self.events) and not self.given_up

    def hold(self, reason: str, at: datetime) -> None:
        allowed = self.strategy.hold_reasons.get(reason)
        holds = allowed is not None and self.kind in allowed.holds
        if holds and not self.held and not self.stopped:
            self.add(EventKind.HELD, at, reason)
            self.held = True
        elif not holds:
            self.resume(at)

    def resume(self, at: datetime) -> None:
        if self.held and not self.stopped:
            self.add(EventKind.RESUMED, at)
            self.held = False

    def stop(self, at: datetime) -> None:
        if not self.stopped:
            self.add(EventKind.MET, at)
            self.stopped, self.held = True, False

    def reopen(self, at: datetime) -> None:
        if self.stopped:
            self.add(EventKind.REOPENED, at, "reopened in the source")
            self.stopped = False

    def _terms(self) -> tuple[object, object]:
        terms = [e for e in self.events if e.target is not None]
        return terms[-1].target, terms[-1].calendar


def clock_events(
    points: Sequence[Point],
    *,
    strategy: Strategy,
    started_at: datetime,
    resolved_at: datetime | None,
    acknowledged_at: datetime | None = None,
) -> dict[ClockKind, list[ClockEvent]]:
    """Return the events of each clock that the strategy sets, up to the last point."""
    made = {
        ClockKind.ACKNOWLEDGE: _acknowledge(points, strategy, started_at, acknowledged_at),
        ClockKind.RESTORE: _restore(points, strategy, started_at, resolved_at),
    }
    return {kind: events for kind, events in made.items() if events}


def _acknowledge(
    points: Sequence[Point], strategy: Strategy, started_at: datetime, known_at: datetime | None
) -> list[ClockEvent]:
    course = _Course(ClockKind.ACKNOWLEDGE, strategy, started_at)
    for point in points:
        course.aim(point.priority, point.at)
        if course.runs and point.status != Status.LOGGED:
            at = known_at if known_at is not None and known_at <= point.at else point.at
            course.stop(max(at, started_at))
            break
    return course.events


def _restore(
    points: Sequence[Point], strategy: Strategy, started_at: datetime, resolved_at: datetime | None
) -> list[ClockEvent]:
    course = _Course(ClockKind.RESTORE, strategy, started_at)
    ended = last_end(points)
    for place, point in enumerate(points):
        if point.status not in _ENDED:
            course.reopen(point.at)
        course.aim(point.priority, point.at)
        if not course.runs:
            continue
        if point.status in _ENDED:
            course.stop(_resolved(point.at, resolved_at) if place == ended else point.at)
        elif point.status == Status.ON_HOLD:
            course.hold(point.hold_reason, point.at)
        else:
            course.resume(point.at)
    return course.events


def last_end(points: Sequence[Point]) -> int:
    """Return at which point the last unbroken stretch of resolved and closed begins, or -1."""
    if not points or points[-1].status not in _ENDED:
        return -1
    place = len(points) - 1
    while place and points[place - 1].status in _ENDED:
        place -= 1
    return place


def _resolved(at: datetime, said_at: datetime | None) -> datetime:
    """Take the source's word for when it was resolved; the log may have noticed sooner or later."""
    return at if said_at is None else said_at
