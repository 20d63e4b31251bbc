"""The course of a clock: what its events come to, before anybody asks at which instant.

Everything that interrupts counting is a pause: a hold until it is resumed, and also the time
between a stop and its reopening. A clock has stopped when its last pause is a stop without an end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from musterpoint.domain.calendars import ZERO, WorkingCalendar
from musterpoint.domain.clocks.events import (
    AlreadyHeld,
    AlreadyStarted,
    AlreadyStopped,
    BadTarget,
    ClockEvent,
    EventKind,
    NotHeld,
    NotStarted,
    NotStopped,
    OutOfOrder,
    StartsAfterStop,
    UnknownCalendar,
    WrongStart,
)

Calendars = Mapping[str, WorkingCalendar]


class PauseKind(StrEnum):
    HELD = "held"
    MET = "met"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Time that is not counted; without an end it is still going on."""

    kind: PauseKind
    start: datetime
    end: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A clock up to its last event. New terms hold from the start, as if they always had."""

    started_at: datetime
    target: timedelta
    calendar: WorkingCalendar
    pauses: tuple[Pause, ...] = ()
    events: tuple[ClockEvent, ...] = ()

    def __post_init__(self) -> None:
        if self.target <= ZERO:
            raise BadTarget(self.target)

    @classmethod
    def begin(
        cls,
        event: ClockEvent,
        *,
        target: timedelta | None,
        calendar: WorkingCalendar,
        calendars: Calendars,
    ) -> Self:
        """Start a clock; terms that the event carries go before the ones given. Or raise."""
        if event.kind is not EventKind.STARTED:
            raise NotStarted
        target = target if event.target is None else event.target
        if target is None:
            raise BadTarget(target)
        return cls(
            started_at=event.at,
            target=target,
            calendar=_named(event.calendar, calendars) or calendar,
            events=(event,),
        )

    def after(self, event: ClockEvent, *, calendars: Calendars) -> Self:
        """Return the course with one more event, or raise IllegalEvent or UnknownCalendar."""
        last = self.events[-1]
        if event.at < last.at and last.kind is not EventKind.STARTED:
            raise OutOfOrder(event)
        if event.kind is EventKind.RETARGETED:
            return self._retargeted(event, calendars)
        if event.kind is EventKind.CORRECTED:
            return self._corrected(event)
        return self._with(event, pauses=_PAUSING[event.kind](self, event))

    @property
    def open_pause(self) -> Pause | None:
        return self.pauses[-1] if self.pauses and self.pauses[-1].end is None else None

    @property
    def stop(self) -> Pause | None:
        """Return the stop that stands, met or cancelled, if the clock has stopped."""
        pause = self.open_pause
        return None if pause is None or pause.kind is PauseKind.HELD else pause

    @property
    def hold(self) -> Pause | None:
        """Return the hold that stands, if the clock is on hold."""
        pause = self.open_pause
        return pause if pause is not None and pause.kind is PauseKind.HELD else None

    def spent(self, at: datetime) -> timedelta:
        """Return the working time counted up to ``at``, or up to the stop."""
        return self.calendar.worked(self.started_at, at) - self._paused(self.pauses, at)

    def held(self, at: datetime) -> timedelta:
        """Return the working time that holds have kept from counting up to ``at``."""
        holds = tuple(pause for pause in self.pauses if pause.kind is PauseKind.HELD)
        return self._paused(holds, at)

    def reached(self, amount: timedelta) -> datetime | None:
        """Return the instant at which ``amount`` is spent, or None when a pause is in the way."""
        return self._reached(amount, self.pauses)

    def due_at(self) -> datetime | None:
        """Return when the target is spent; None on hold; once stopped, when it would have been."""
        pauses = self.pauses if self.stop is None else self.pauses[:-1]
        return self._reached(self.target, pauses)

    def _reached(self, amount: timedelta, pauses: tuple[Pause, ...]) -> datetime | None:
        counting_from, left = self.started_at, amount
        for pause in pauses:
            counted = self.calendar.worked(counting_from, pause.start)
            if left <= counted:
                break
            if pause.end is None:
                return None
            left -= counted
            counting_from = max(counting_from, pause.end)
        return self.calendar.add(counting_from, left)

    def _paused(self, pauses: tuple[Pause, ...], at: datetime) -> timedelta:
        paused = ZERO
        for pause in pauses:
            start = max(self.started_at, pause.start)
            end = at if pause.end is None else min(at, pause.end)
            paused += self.calendar.worked(start, end)
        return paused

    def _retargeted(self, event: ClockEvent, calendars: Calendars) -> Self:
        if self.stop is not None:
            raise AlreadyStopped(event)
        return self._with(event, target=event.target, calendar=_named(event.calendar, calendars))

    def _corrected(self, event: ClockEvent) -> Self:
        """Move the start. A stopped clock too: its verdict rests on when it began."""
        if event.began_at is None or event.was != self.started_at:
            raise WrongStart(event)
        if self.stop is not None and self.stop.start < event.began_at:
            raise StartsAfterStop(event)
        return self._with(event, started_at=event.began_at)

    def _with(
        self,
        event: ClockEvent,
        *,
        started_at: datetime | None = None,
        target: timedelta | None = None,
        calendar: WorkingCalendar | None = None,
        pauses: tuple[Pause, ...] | None = None,
    ) -> Self:
        # Spelled out: a replay takes this step for every update, and replace() doubles its cost.
        return type(self)(
            started_at=self.started_at if started_at is None else started_at,
            target=self.target if target is None else target,
            calendar=self.calendar if calendar is None else calendar,
            pauses=self.pauses if pauses is None else pauses,
            events=(*self.events, event),
        )


def _named(name: str | None, calendars: Calendars) -> WorkingCalendar | None:
    if name is None:
        return None
    if name not in calendars:
        raise UnknownCalendar(name)
    return calendars[name]


def _hold(course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    if course.stop is not None:
        raise AlreadyStopped(event)
    if course.hold is not None:
        raise AlreadyHeld(event)
    return (*course.pauses, Pause(kind=PauseKind.HELD, start=event.at, reason=event.reason))


def _resume(course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    if course.stop is not None:
        raise AlreadyStopped(event)
    if course.hold is None:
        raise NotHeld(event)
    return _ended(course, event)


def _stop(course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    """Stop the clock; a hold that stands ends with it."""
    if course.stop is not None:
        raise AlreadyStopped(event)
    before = course.pauses if course.hold is None else _ended(course, event)
    return (*before, Pause(kind=PauseKind(event.kind), start=event.at, reason=event.reason))


def _reopen(course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    if course.stop is None:
        raise NotStopped(event)
    return _ended(course, event)


def _refuse_second_start(_course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    raise AlreadyStarted(event)


def _ended(course: Course, event: ClockEvent) -> tuple[Pause, ...]:
    last = course.pauses[-1]
    ended = Pause(kind=last.kind, start=last.start, end=event.at, reason=last.reason)
    return (*course.pauses[:-1], ended)


_PAUSING: Mapping[EventKind, Callable[[Course, ClockEvent], tuple[Pause, ...]]] = {
    EventKind.STARTED: _refuse_second_start,
    EventKind.HELD: _hold,
    EventKind.RESUMED: _resume,
    EventKind.MET: _stop,
    EventKind.CANCELLED: _stop,
    EventKind.REOPENED: _reopen,
}
