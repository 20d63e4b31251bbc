"""When a duty falls due. Hours are elapsed and exact; days end with their last second.

Everything is added in UTC and read on the wall of the strategy's zone, so a change of clocks moves
what the wall reads and never what was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from musterpoint.domain.calendars import HORIZON_YEARS, NeverOpens, WorkingCalendar
from musterpoint.domain.clocks import UnknownCalendar
from musterpoint.domain.obligations.lines import Due, Line, LineKind
from musterpoint.domain.policy.duties import Counting, DutyClock, Strength, Unit
from musterpoint.domain.wall_clock import utc, zone_named

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
MONTHS_A_YEAR = 12

Calendars = Mapping[str, WorkingCalendar]


class CannotCount(ValueError):
    """The clock names a unit that its way of counting does not know, or a time below nothing."""

    def __init__(self, clock: DutyClock) -> None:
        self.clock = clock
        unit = "no unit" if clock.unit is None else clock.unit.value
        super().__init__(f"{clock.value} {unit} cannot be counted in {clock.counting.value}.")


def due_at(
    clock: DutyClock, anchor: datetime, *, calendars: Calendars, zone: str
) -> datetime | None:
    """Return when the duty falls due, or None where there is no clock at all.

    Where the law gives no number it is our own target. Raises CannotCount, UnknownCalendar or
    NeverOpens.
    """
    due = reckon(clock, anchor, calendars=calendars, zone=zone)
    return None if due is None else due.at


def reckon(clock: DutyClock, anchor: datetime, *, calendars: Calendars, zone: str) -> Due | None:
    """Return the due instant with its arithmetic; it is never before ``anchor``. Raises as above"""
    anchor, wall = utc(anchor), zone_named(zone)
    house_at = None if clock.house is None else anchor + clock.house
    head = Line(kind=LineKind.ANCHOR, at=anchor)
    if clock.value is None or clock.counting not in _COUNTING:
        if house_at is None:
            return None
        return Due(
            at=house_at,
            strength=Strength.HOUSE,
            lines=(head, _house(clock, house_at), Line(kind=LineKind.DUE, at=house_at)),
        )
    lines = tuple(_COUNTING[clock.counting](clock, anchor, wall, calendars))
    at = max(anchor, _end_of(lines[-1], wall))
    tighter = house_at if house_at is not None and house_at < at else None
    tail = () if tighter is None else (_house(clock, tighter),)
    return Due(
        at=at,
        strength=clock.strength,
        house_at=tighter,
        lines=(head, *lines, Line(kind=LineKind.DUE, at=at), *tail),
    )


def stands_behind(clock: DutyClock) -> Strength:
    """Return what stands behind the due instant: our own choice wherever there is no number."""
    return Strength.HOUSE if clock.value is None and clock.house is not None else clock.strength


def _house(clock: DutyClock, at: datetime) -> Line:
    return Line(kind=LineKind.HOUSE, at=at, span=clock.house)


def _end_of(line: Line, wall: ZoneInfo) -> datetime:
    """Return the instant a sum ends at: its own, or the last second of its last day."""
    if line.at is not None:
        return line.at
    if line.end is None:
        raise AssertionError("a sum ends at an instant or with a day")
    # fold: where clocks go back at midnight, the last reading of 23:59:59 ends the day.
    return datetime.combine(line.end, LAST_SECOND, tzinfo=wall).replace(fold=1).astimezone(UTC)


def _elapsed(
    clock: DutyClock, anchor: datetime, wall: ZoneInfo, _calendars: Calendars
) -> Iterator[Line]:
    span = _one(clock, _SPANS) * _value(clock)
    at = anchor + span
    shift = _offset(at, wall) - _offset(anchor, wall)
    if shift:
        yield Line(kind=LineKind.CLOCKS_CHANGE, span=shift)
    yield Line(kind=LineKind.ELAPSED, at=at, span=span)


def _calendar_days(
    clock: DutyClock, anchor: datetime, wall: ZoneInfo, _calendars: Calendars
) -> Iterator[Line]:
    _one(clock, {Unit.DAYS: DAY})
    first, value = anchor.astimezone(wall).date(), _value(clock)
    yield _first_day(clock, first)
    start = first if clock.counts_first_day else first + DAY
    last = max(first, start + DAY * (value - 1))
    yield Line(kind=LineKind.COUNTED, start=min(start, last), end=last, count=value)


def _business_days(
    clock: DutyClock, anchor: datetime, wall: ZoneInfo, calendars: Calendars
) -> Iterator[Line]:
    """Count days on which the calendar opens at all; nothing to count ends with the first day."""
    _one(clock, {Unit.DAYS: DAY})
    if clock.calendar not in calendars:
        raise UnknownCalendar(clock.calendar)
    first, value = anchor.astimezone(wall).date(), _value(clock)
    yield _first_day(clock, first)
    if value == 0:
        yield Line(kind=LineKind.COUNTED, start=first, end=first)
        return
    start = first if clock.counts_first_day else first + DAY
    yield from _counted(calendars[clock.calendar], start, value)


def _counted(calendar: WorkingCalendar, start: date, value: int) -> Iterator[Line]:
    """Yield runs of open and of closed days, from ``start`` until ``value`` open ones are over."""
    day, count = start, 0
    while count < value:
        is_open, since = bool(calendar.hours_on(day)), day
        while bool(calendar.hours_on(day)) == is_open and count < value:
            count += is_open
            day += DAY
            if not is_open and (day - since).days > 365 * HORIZON_YEARS:
                raise NeverOpens(calendar.name, datetime.combine(since, time(), tzinfo=UTC))
        kind = LineKind.COUNTED if is_open else LineKind.CLOSED
        yield Line(kind=kind, start=since, end=day - DAY, count=count)


def _weeks(
    clock: DutyClock, anchor: datetime, wall: ZoneInfo, _calendars: Calendars
) -> Iterator[Line]:
    _one(clock, {Unit.WEEKS: DAY})
    first, value = anchor.astimezone(wall).date(), _value(clock)
    yield _first_day(clock, first)
    last = _less_first_day(clock, first, first + DAY * 7 * value)
    yield Line(kind=LineKind.WEEKS, start=first, end=last, count=value)


def _months(
    clock: DutyClock, anchor: datetime, wall: ZoneInfo, _calendars: Calendars
) -> Iterator[Line]:
    """Take the same day of a later month, or the last day of one that has no such day."""
    _one(clock, {Unit.MONTHS: DAY})
    first, value = anchor.astimezone(wall).date(), _value(clock)
    yield _first_day(clock, first)
    years, month = divmod(first.month - 1 + value, MONTHS_A_YEAR)
    last = _day_of(first.year + years, month + 1, first.day)
    if last.day != first.day:
        yield Line(kind=LineKind.CLAMPED, end=last)
    last = _less_first_day(clock, first, last)
    yield Line(kind=LineKind.MONTHS, start=first, end=last, count=value)


def _day_of(year: int, month: int, day: int) -> date:
    following = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    return date(year, month, min(day, (following - DAY).day))


def _less_first_day(clock: DutyClock, first: date, last: date) -> date:
    return max(first, last - DAY) if clock.counts_first_day else last


def _first_day(clock: DutyClock, day: date) -> Line:
    kind = LineKind.DAY_ONE if clock.counts_first_day else LineKind.DAY_ZERO
    return Line(kind=kind, start=day, end=day)


def _value(clock: DutyClock) -> int:
    if clock.value is None or clock.value < 0:
        raise CannotCount(clock)
    return clock.value


def _one(clock: DutyClock, spans: Mapping[Unit, timedelta]) -> timedelta:
    if clock.unit is None or clock.unit not in spans:
        raise CannotCount(clock)
    return spans[clock.unit]


def _offset(at: datetime, wall: ZoneInfo) -> timedelta:
    return at.astimezone(wall).utcoffset() or timedelta(0)


_SPANS: Mapping[Unit, timedelta] = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: DAY,
    Unit.WEEKS: DAY * 7,
}

_Counting = Callable[[DutyClock, datetime, ZoneInfo, Calendars], Iterator[Line]]
_COUNTING: Mapping[Counting, _Counting] = {
    Counting.ELAPSED: _elapsed,
    Counting.CALENDAR_DAYS: _calendar_days,
    Counting.BUSINESS_DAYS: _business_days,
    Counting.WEEKS: _weeks,
    Counting.CALENDAR_MONTHS: _months,
}
"""IMMEDIATE and NONE are missing: there is nothing to count."""
