"""How a clock stands at one instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from musterpoint.domain.calendars import ZERO, WorkingCalendar
from musterpoint.domain.clocks.arithmetic import Line, Stretch, explain, stretches
from musterpoint.domain.clocks.course import Course, PauseKind
from musterpoint.domain.clocks.events import ClockEvent, NotStarted, in_order

SHARES = (0.5, 0.75, 1.0)
"""The shares of the target at which something happens."""

NO_CALENDARS: Mapping[str, WorkingCalendar] = MappingProxyType({})


class ClockState(StrEnum):
    """A breached clock may still run or be held; once met, it was met late."""

    RUNNING = "running"
    HELD = "held"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A clock at ``at``. ``due_at`` is None while a hold keeps it from being known.

    ``spent`` and ``held`` are working time up to ``at`` or the stop. Like every span the target
    is half-open: at ``due_at`` itself the clock is breached.
    """

    at: datetime
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    target: timedelta
    spent: timedelta
    held: timedelta
    held_since: datetime | None
    met_at: datetime | None
    cancelled_at: datetime | None
    breached_at: datetime | None
    course: Course

    @property
    def remaining(self) -> timedelta:
        """Return the working time left; below zero it is the time overdrawn."""
        return self.target - self.spent

    @property
    def share(self) -> float:
        """Return the share of the target that is spent, 1.0 and more once breached."""
        return self.spent / self.target

    @property
    def is_stopped(self) -> bool:
        return self.met_at is not None or self.cancelled_at is not None

    @property
    def segments(self) -> tuple[Stretch, ...]:
        """Return all time from the start to ``at`` or the stop, labelled, without a gap."""
        stop = self.course.stop
        return tuple(stretches(self.course, until=self.at if stop is None else stop.start))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the arithmetic, for the page that answers "why is this due then?"."""
        return tuple(explain(self.course, at=self.at))


def reckon(
    events: Iterable[ClockEvent],
    *,
    calendar: WorkingCalendar,
    at: datetime,
    target: timedelta | None = None,
    calendars: Mapping[str, WorkingCalendar] = NO_CALENDARS,
) -> Reckoning:
    """Return the clock as it stood at ``at``; events after it have not happened yet.

    ``target`` and ``calendar`` are the terms at the start, unless the start event names its own;
    ``calendars`` is where events' calendar names are looked up. Raises IllegalEvent, NotStarted,
    BadTarget or UnknownCalendar.
    """
    course: Course | None = None
    for event in in_order(events, at=at):
        if course is None:
            course = Course.begin(event, target=target, calendar=calendar, calendars=calendars)
        else:
            course = course.after(event, calendars=calendars)
    if course is None:
        raise NotStarted
    return standing(course, at=at)


def standing(course: Course, *, at: datetime) -> Reckoning:
    """Return how a course stands at ``at``, which is not before its last event."""
    stop, hold, due_at = course.stop, course.hold, course.due_at()
    counted_to = at if stop is None else stop.start
    breached_at = due_at if due_at is not None and due_at <= counted_to else None
    return Reckoning(
        at=at,
        state=_state(course, is_breached=breached_at is not None),
        started_at=course.started_at,
        due_at=due_at,
        target=course.target,
        spent=course.spent(counted_to),
        held=course.held(counted_to) if course.pauses else ZERO,
        held_since=None if hold is None else hold.start,
        met_at=stop.start if stop is not None and stop.kind is PauseKind.MET else None,
        cancelled_at=stop.start if stop is not None and stop.kind is PauseKind.CANCELLED else None,
        breached_at=breached_at,
        course=course,
    )


def marks(
    clock: Reckoning, shares: Iterable[float] = SHARES
) -> tuple[tuple[float, datetime | None], ...]:
    """Return when each share of the target is spent; None when, as things stand, it never is."""
    return tuple((share, clock.course.reached(clock.target * share)) for share in shares)


def _state(course: Course, *, is_breached: bool) -> ClockState:
    match course.open_pause:
        case None:
            return ClockState.BREACHED if is_breached else ClockState.RUNNING
        case pause if pause.kind is PauseKind.CANCELLED:
            return ClockState.CANCELLED
        case pause if pause.kind is PauseKind.MET:
            return ClockState.MET_LATE if is_breached else ClockState.MET
        case _:
            return ClockState.BREACHED if is_breached else ClockState.HELD
