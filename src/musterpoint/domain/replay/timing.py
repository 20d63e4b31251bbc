"""The clocks of a past incident under a strategy, by what people really did and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.clocks.course import Course, Pause, PauseKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.replay.outcome import ClockOutcome
from musterpoint.domain.replay.past import REOPENED, PastIncident

Pace = tuple[datetime, str]
"""From when on which priority's targets hold."""

REPLAYED = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.RESTORE)


def clocks(
    strategy: Strategy, past: PastIncident, paces: Sequence[Pace]
) -> tuple[ClockOutcome, ...]:
    """Return each clock that the strategy sets and of whose end the history tells."""
    found = (_clock(strategy, past, paces, kind) for kind in REPLAYED if kind in past.known)
    return tuple(one for one in found if one is not None)


def _clock(
    strategy: Strategy, past: PastIncident, paces: Sequence[Pace], kind: ClockKind
) -> ClockOutcome | None:
    stopped_at = _stopped_at(past, kind)
    until = past.until if stopped_at is None else stopped_at
    course: Course | None = None
    for place, (at, pace) in enumerate(paces):
        if place and at > until:
            break
        target = strategy.targets.get(pace)
        span = None if target is None else target.spans.get(kind)
        if target is None or span is None:
            course = None
            continue
        # New terms hold from the start; a clock that only the new priority knows starts with it.
        started_at = course.started_at if course else (at if place else _start(past, kind))
        course = Course(
            started_at=started_at, target=span, calendar=strategy.calendars[target.calendar]
        )
    if course is None:
        return None
    pauses = tuple(_pauses(strategy, past, kind, stopped_at)) if past.holds else ()
    return _outcome(course, pauses, kind=kind, stopped_at=stopped_at, until=until)


def _outcome(
    course: Course,
    pauses: tuple[Pause, ...],
    *,
    kind: ClockKind,
    stopped_at: datetime | None,
    until: datetime,
) -> ClockOutcome:
    if pauses:
        course = replace(course, pauses=pauses)
    due_at = course.due_at()
    return ClockOutcome(
        kind=kind,
        started_at=course.started_at,
        due_at=due_at,
        stopped_at=stopped_at,
        breached=due_at is not None and due_at <= until,
    )


def _pauses(
    strategy: Strategy, past: PastIncident, kind: ClockKind, stopped_at: datetime | None
) -> Iterator[Pause]:
    """Yield the holds that this strategy allows and that hold this clock, up to its stop."""
    for hold in past.holds:
        allowed = strategy.hold_reasons.get(hold.reason)
        holds = allowed is not None and kind in allowed.holds
        reopened = hold.reason == REOPENED and kind is ClockKind.RESTORE
        end = hold.end
        if stopped_at is not None:
            end = stopped_at if end is None else min(end, stopped_at)
        if (holds or reopened) and (end is None or hold.start <= end):
            yield Pause(kind=PauseKind.HELD, start=hold.start, end=end, reason=hold.reason)


def _start(past: PastIncident, kind: ClockKind) -> datetime:
    if kind is ClockKind.RESTORE and past.began_at is not None:
        return past.began_at
    return past.logged_at


def _stopped_at(past: PastIncident, kind: ClockKind) -> datetime | None:
    match kind:
        case ClockKind.ACKNOWLEDGE:
            return past.answered_at
        case ClockKind.FIRST_UPDATE:
            instants = [at for at in (past.updated_at, past.ended_at) if at is not None]
            return min(instants, default=None)
        case _:
            return past.restored_at or past.ended_at
