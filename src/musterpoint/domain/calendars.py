"""Working calendars: which instants count, and how much of a stretch of time was worked.

All working-time arithmetic of the product is here and nowhere else. Nothing in this file asks what
time it is, and nothing counts minutes one by one: a year is laid out once as a staircase of open
segments, and every question afterwards is a binary search in it.

Open is what the wall clock says: an instant is open exactly when the clock on the centre's wall
reads a time inside one of that day's spans. Three things follow on the days when clocks change:

* time is real elapsed time, so a 00:00-24:00 day has 23 or 25 hours;
* an opening in the skipped hour takes effect at the first instant after it;
* in the repeated hour the first reading opens and the last one closes, so a span that covers the
  hour counts it twice, and a break inside it is a break both times.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from musterpoint.domain.wall_clock import regimes, utc, zone_named

ZERO = timedelta(0)
DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60

HORIZON_YEARS = 5
"""How many years without an open minute make a calendar one that never opens."""


class BadSpan(ValueError):
    """Opening hours that no day can have."""


class NeverOpens(ValueError):
    def __init__(self, calendar: str, after: datetime) -> None:
        super().__init__(
            f"calendar {calendar!r} has no open minute in the {HORIZON_YEARS} years after"
            f" {after.isoformat()}"
        )


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from ``opens`` up to ``closes``, in minutes since local midnight; 24:00 is 1440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise BadSpan(f"{self} does not run forward within one day")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``09:00-17:30``, or raise BadSpan."""
        try:
            opens, closes = (_minutes(part) for part in text.split("-"))
        except ValueError:
            raise BadSpan(f"{text!r} is not written like 09:00-17:30") from None
        return cls(opens, closes)

    def __str__(self) -> str:
        return f"{_reading(self.opens)}-{_reading(self.closes)}"


WHOLE_DAY = Span(0, MINUTES_A_DAY)


@dataclass(frozen=True, slots=True)
class Segment:
    """Real time from ``start`` up to, not including, ``end``."""

    start: datetime
    end: datetime

    @property
    def span(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """A week of opening hours on one wall clock, with the dates that differ.

    ``week`` starts on Monday. ``special`` replaces the hours of its date, also on a closed one.
    """

    name: str
    zone: str
    week: tuple[tuple[Span, ...], ...]
    closed: frozenset[date] = frozenset()
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    _wall: ZoneInfo = field(init=False, repr=False, compare=False)
    _always: bool = field(init=False, repr=False, compare=False)
    # A memory, not a state: filled as years are asked for, and equal calendars lay out equal years.
    _years: dict[int, "_Year"] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise BadSpan(f"a week has 7 days, calendar {self.name!r} has {len(self.week)}")
        for hours in (*self.week, *self.special.values()):
            _refuse_overlap(hours)
        days = (*self.week, *self.special.values())
        closing = self.closed.difference(self.special)
        object.__setattr__(self, "special", MappingProxyType(dict(self.special)))
        object.__setattr__(self, "_wall", zone_named(self.zone))
        object.__setattr__(self, "_always", not closing and all(map(_is_whole_day, days)))

    def __hash__(self) -> int:
        return hash((self.name, self.zone, self.week))

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Return the opening hours that hold on one local date."""
        if day in self.special:
            return self.special[day]
        return () if day in self.closed else self.week[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        return self._always or self._year(utc(at).year).is_open(utc(at))

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from ``start`` up to ``end``; nothing when ``end`` is not later."""
        start, end = utc(start), utc(end)
        if end <= start:
            return ZERO
        if self._always:
            return end - start
        first, last = self._year(start.year), self._year(end.year)
        open_time = last.open_by(end) - first.open_by(start)
        for year in range(start.year, end.year):
            open_time += self._year(year).total
        return open_time

    def add(self, start: datetime, span: timedelta) -> datetime:
        """Return the first instant by which ``span`` of open time has run since ``start``.

        When a closing time and the next opening are both that far away, it is the closing time.
        Raises NeverOpens, and BadSpan for a negative span.
        """
        start = utc(start)
        if span < ZERO:
            raise BadSpan(f"working time cannot run backwards: {span}")
        if self._always or not span:
            return start + span
        wanted = span + self._year(start.year).open_by(start)
        for year in self._years_from(start):
            if wanted <= year.total:
                return year.reached(wanted)
            wanted -= year.total
        raise AssertionError("unreachable: the years end in NeverOpens")

    def next_opening(self, at: datetime) -> datetime:
        """Return ``at`` itself when open, otherwise the next opening; or raise NeverOpens."""
        at = utc(at)
        if self._always:
            return at
        for year in self._years_from(at):
            for segment in year.segments(at, year.ends_at):
                return segment.start
        raise AssertionError("unreachable: the years end in NeverOpens")

    def segments(self, start: datetime, end: datetime) -> Iterator[Segment]:
        """Yield the open segments from ``start`` up to ``end``, in UTC, in order, none touching."""
        start, end = utc(start), utc(end)
        if end <= start:
            return
        if self._always:
            yield Segment(start, end)
            return
        held: Segment | None = None
        for year in range(start.year, end.year + 1):
            for segment in self._year(year).segments(start, end):
                if held is not None and held.end == segment.start:  # midnight of the new year
                    held = Segment(held.start, segment.end)
                    continue
                if held is not None:
                    yield held
                held = segment
        if held is not None:
            yield held

    def _year(self, number: int) -> "_Year":
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = _lay_out(self, number)
        return year

    def _years_from(self, at: datetime) -> Iterator["_Year"]:
        """Yield the year of ``at`` and those after; raise NeverOpens after too many empty ones."""
        empty = 0
        number = at.year
        while empty <= HORIZON_YEARS:
            year = self._year(number)
            yield year
            empty = 0 if year.total else empty + 1
            number += 1
        raise NeverOpens(self.name, at)

    def open_on(self, day: date) -> Iterator[Segment]:
        """Yield the real time during which the wall clock reads an open time of ``day``."""
        return read_on(self._wall, day, self.hours_on(day))


def read_on(wall: ZoneInfo, day: date, spans: Iterable[Span]) -> Iterator[Segment]:
    """Yield the real time during which this wall clock reads ``day`` and a time in the spans."""
    spans = tuple(spans)
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    for since, until, offset in regimes(wall, day):
        for hours in spans:
            start = max(since, midnight + timedelta(minutes=hours.opens) - offset)
            end = min(until, midnight + timedelta(minutes=hours.closes) - offset)
            if start < end:
                yield Segment(start, end)


@dataclass(frozen=True, slots=True)
class _Year:
    """One UTC year as a staircase: ``before[i]`` is the open time of the year before step ``i``."""

    ends_at: datetime
    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[timedelta, ...]
    total: timedelta

    def is_open(self, at: datetime) -> bool:
        step = bisect_right(self.opens, at) - 1
        return step >= 0 and at < self.closes[step]

    def open_by(self, at: datetime) -> timedelta:
        """Return the open time of this year up to ``at``."""
        step = bisect_right(self.opens, at) - 1
        if step < 0:
            return ZERO
        return self.before[step] + (min(at, self.closes[step]) - self.opens[step])

    def reached(self, open_time: timedelta) -> datetime:
        """Return the first instant by which this much of the year (more than none) was open."""
        step = bisect_left(self.before, open_time) - 1
        return self.opens[step] + (open_time - self.before[step])

    def segments(self, start: datetime, end: datetime) -> Iterator[Segment]:
        for step in range(bisect_right(self.closes, start), len(self.opens)):
            if self.opens[step] >= end:
                return
            yield Segment(max(start, self.opens[step]), min(end, self.closes[step]))


def _lay_out(calendar: WorkingCalendar, number: int) -> _Year:
    """Lay out one year; local days reach over both ends of it, so they are cut to fit."""
    begins_at, ends_at = datetime(number, 1, 1, tzinfo=UTC), datetime(number + 1, 1, 1, tzinfo=UTC)
    day_count = (ends_at - begins_at).days
    days = ((begins_at + DAY * offset).date() for offset in range(-1, day_count + 1))
    opens: list[datetime] = []
    closes: list[datetime] = []
    for segment in _joined(piece for day in days for piece in calendar.open_on(day)):
        start, end = max(begins_at, segment.start), min(ends_at, segment.end)
        if start < end:
            opens.append(start)
            closes.append(end)
    before: list[timedelta] = []
    total = ZERO
    for start, end in zip(opens, closes, strict=True):
        before.append(total)
        total += end - start
    return _Year(ends_at, tuple(opens), tuple(closes), tuple(before), total)


def _joined(pieces: Iterable[Segment]) -> Iterator[Segment]:
    """Join pieces that touch, so that 24:00 and the next 00:00 are one instant without a seam."""
    # Sorted because a clock set back across midnight returns to a date it had left.
    ordered = iter(sorted(pieces, key=lambda piece: piece.start))
    held = next(ordered, None)
    if held is None:
        return
    for piece in ordered:
        if piece.start <= held.end:
            held = Segment(held.start, max(held.end, piece.end))
        else:
            yield held
            held = piece
    yield held


def _refuse_overlap(hours: tuple[Span, ...]) -> None:
    for earlier, later in pairwise(hours):
        if later.opens < earlier.closes:
            raise BadSpan(f"{later} begins before {earlier} has ended")


def _is_whole_day(hours: tuple[Span, ...]) -> bool:
    ends = [(0, 0), *((each.opens, each.closes) for each in hours), (MINUTES_A_DAY, 0)]
    return all(earlier[1] == later[0] for earlier, later in pairwise(ends))


def _minutes(text: str) -> int:
    hour, minute = text.strip().split(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def _reading(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


ALWAYS = WorkingCalendar(name="24x7", zone="UTC", week=((WHOLE_DAY,),) * 7)
"""Every minute of every day; all its answers are plain subtraction and addition."""

EVERY_HOUR = WorkingCalendar(name="every hour", zone="UTC", week=((WHOLE_DAY,),) * 7)
"""The same for clocks that count elapsed time; no strategy can give a calendar this name."""
