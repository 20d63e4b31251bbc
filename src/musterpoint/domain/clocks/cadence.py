"""Clocks that go round: each update sent meets the present clock and starts the next."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.clocks.course import Course, Pause, PauseKind
from musterpoint.domain.clocks.events import ClockEvent, EventKind, NotStarted, in_order
from musterpoint.domain.clocks.reckoning import NO_CALENDARS, Reckoning, standing


def reckon_rounds(
    events: Iterable[ClockEvent],
    *,
    calendar: WorkingCalendar,
    at: datetime,
    target: timedelta | None = None,
    calendars: Mapping[str, WorkingCalendar] = NO_CALENDARS,
) -> tuple[Reckoning, ...]:
    """Return every round as it stood at ``at``, the present one last; see ``reckon``."""
    happened = in_order(events, at=at)
    if not happened:
        raise NotStarted
    first, *rest = happened
    rounds = [Course.begin(first, target=target, calendar=calendar, calendars=calendars)]
    for event in rest:
        # Only the first round began when the incident did; the others began with an update.
        concerned = 0 if event.kind is EventKind.CORRECTED else -1
        before = rounds[concerned]
        rounds[concerned] = before.after(event, calendars=calendars)
        if event.kind is EventKind.MET:
            rounds.append(_next_round(before, event))
    return tuple(standing(course, at=at) for course in rounds)


def _next_round(before: Course, met: ClockEvent) -> Course:
    """Return a fresh round on the same terms; sending an update does not end a hold."""
    hold = before.hold
    pauses = () if hold is None else (Pause(kind=PauseKind.HELD, start=met.at, reason=hold.reason),)
    return Course(
        started_at=met.at,
        target=before.target,
        calendar=before.calendar,
        pauses=pauses,
        events=(ClockEvent(kind=EventKind.STARTED, at=met.at, seq=met.seq),),
    )
