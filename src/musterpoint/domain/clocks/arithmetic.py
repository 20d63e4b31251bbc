"""The arithmetic of a clock, line by line: what happened, what counted, what did not, the sum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.calendars import ZERO
from musterpoint.domain.clocks.course import Course, PauseKind
from musterpoint.domain.clocks.events import ClockEvent, EventKind


class Label(StrEnum):
    """Closed time is closed, also in the middle of a hold: nothing was kept from counting."""

    COUNTED = "counted"
    HELD = "held"
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Real time from ``start`` up to ``end`` that the clock treated in one way."""

    label: Label
    start: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        return self.end - self.start


class LineKind(StrEnum):
    EVENT = "event"
    COUNTED = "counted"
    HELD = "held"
    STOPPED = "stopped"
    CLOSED = "closed"
    DUE = "due"
    REMAINING = "remaining"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sum; ``total`` is what has counted by the end of it.

    A ``due`` line's total is the target. On a clock that is held, or was stopped in time, a
    ``remaining`` line stands in its place; its span is what is missing to the target.
    """

    kind: LineKind
    start: datetime
    end: datetime | None = None
    span: timedelta | None = None
    total: timedelta = ZERO
    event: ClockEvent | None = None


def stretches(course: Course, *, until: datetime) -> Iterator[Stretch]:
    """Yield all time from the start to ``until``, labelled, without gap or overlap."""
    shut: Stretch | None = None
    for period in _periods(course, until=until):
        for stretch in _opened(course, period):
            if stretch.label is not Label.CLOSED:
                if shut is not None:
                    yield shut
                    shut = None
                yield stretch
            elif shut is None:
                shut = stretch
            else:  # one night, although a hold began or ended in it
                shut = Stretch(label=Label.CLOSED, start=shut.start, end=stretch.end)
    if shut is not None:
        yield shut


def explain(course: Course, *, at: datetime) -> list[Line]:
    """Return the sum from the start to the due instant, or to ``at`` when that is later."""
    stop, due_at = course.stop, course.due_at()
    until = stop.start if stop is not None else max(at, due_at or at)
    lines = [*_event_lines(course)]
    lines += _stretch_lines(_cut(stretches(course, until=until), due_at))
    if due_at is not None and due_at <= until:
        lines.append(Line(kind=LineKind.DUE, start=due_at, total=course.target))
    else:
        left = course.target - course.spent(until)
        lines.append(Line(kind=LineKind.REMAINING, start=until, span=left))
    lines.sort(key=lambda line: (line.start, _RANK.get(line.kind, _LAST)))
    return list(_running_totals(lines))


# Lines of one instant: what happened, the sum reached, then the time that follows from there.
_RANK = {LineKind.EVENT: 0, LineKind.DUE: 1, LineKind.REMAINING: 1}
_LAST = 2


def _periods(course: Course, *, until: datetime) -> Iterator[Stretch]:
    """Yield the time from the start to ``until`` by what the clock was doing, calendar aside."""
    reached = course.started_at
    for pause in course.pauses:
        label = Label.HELD if pause.kind is PauseKind.HELD else Label.STOPPED
        for each, ends_at in ((Label.COUNTED, pause.start), (label, pause.end or until)):
            end = min(until, ends_at)
            if reached < end:
                yield Stretch(label=each, start=reached, end=end)
                reached = end
    if reached < until:
        yield Stretch(label=Label.COUNTED, start=reached, end=until)


def _opened(course: Course, period: Stretch) -> Iterator[Stretch]:
    """Yield a period with its closed time cut out and labelled so."""
    reached = period.start
    for segment in course.calendar.segments(period.start, period.end):
        if reached < segment.start:
            yield Stretch(label=Label.CLOSED, start=reached, end=segment.start)
        yield Stretch(label=period.label, start=segment.start, end=segment.end)
        reached = segment.end
    if reached < period.end:
        yield Stretch(label=Label.CLOSED, start=reached, end=period.end)


def _cut(pieces: Iterable[Stretch], at: datetime | None) -> Iterator[Stretch]:
    """Yield the stretches, the one that ``at`` falls into in two."""
    for piece in pieces:
        if at is not None and piece.start < at < piece.end:
            yield Stretch(label=piece.label, start=piece.start, end=at)
            yield Stretch(label=piece.label, start=at, end=piece.end)
        else:
            yield piece


def _event_lines(course: Course) -> Iterator[Line]:
    for event in course.events:
        # The start is shown where it came to be; the corrections say where it was before.
        start = course.started_at if event.kind is EventKind.STARTED else event.at
        yield Line(kind=LineKind.EVENT, start=start, event=event)


def _stretch_lines(pieces: Iterable[Stretch]) -> Iterator[Line]:
    for piece in pieces:
        yield Line(kind=LineKind(piece.label), start=piece.start, end=piece.end, span=piece.span)


def _running_totals(lines: Iterable[Line]) -> Iterator[Line]:
    total = ZERO
    for line in lines:
        if line.kind is LineKind.COUNTED and line.span is not None:
            total += line.span
        yield Line(
            kind=line.kind,
            start=line.start,
            end=line.end,
            span=line.span,
            total=total,
            event=line.event,
        )
