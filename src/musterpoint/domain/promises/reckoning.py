"""From words about time to an instant: whose wall clock, which day it is, when the day's work ends.

A reading that the clocks skip is taken as if they had not been put forward; of a repeated one, the
first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from musterpoint.domain.wall_clock import NaiveInstant, zone_named

DAY = timedelta(days=1)
WEEK = 7
FRIDAY, SATURDAY = 4, 5
NOON, MIDNIGHT = time(12), time(0)
LAST_READING = time(23, 59)
CLOSES = time(17)
EARLY_AFTERNOON = 7
"""On another day "by 4" is the afternoon's and "by 9" the morning's; seven begins the morning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """When and where the words were said. ``closes`` is when a day's work ends there.

    ``closed`` are weekdays on which nobody works. Raises UnknownZone or NaiveInstant.
    """

    at: datetime
    zone: str
    closes: time = CLOSES
    closed: frozenset[date] = frozenset()
    _wall: ZoneInfo = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise NaiveInstant(self.at)
        object.__setattr__(self, "_wall", zone_named(self.zone))

    @property
    def today(self) -> date:
        return self.at.astimezone(self._wall).date()

    def instant(self, day: date, reading: time) -> datetime:
        """Return when the wall clock shows ``reading`` on ``day``."""
        return datetime.combine(day, reading, tzinfo=self._wall).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Return midnight at the end of ``day``."""
        return self.instant(day + DAY, MIDNIGHT)

    def close_of(self, day: date) -> datetime:
        """Return the close of business on ``day``, or its end when that has passed."""
        close = self.instant(day, self.closes)
        return close if close > self.at else self.end_of(day)

    def after(self, span: timedelta) -> datetime:
        """Return the instant that long after the words were said; whole days keep the reading."""
        if span % DAY:
            return self.at + span
        local = self.at.astimezone(self._wall).replace(tzinfo=None) + span
        return self.instant(local.date(), local.time())

    def working_day(self, count: int) -> datetime:
        """Return the close of the ``count``-th working day after today."""
        day = self.today
        while count:
            day += DAY
            if day.weekday() < SATURDAY and day not in self.closed:
                count -= 1
        return self.close_of(day)

    def weekday(self, number: int, *, is_next: bool = False) -> date:
        """Return the coming weekday: today's own is a week away, "next" is in another week."""
        ahead = (number - self.today.weekday()) % WEEK or WEEK
        day = self.today + ahead * DAY
        in_this_week = self.today.weekday() < number
        return day + WEEK * DAY if is_next and in_this_week else day

    def friday(self, *, weeks: int = 0) -> date:
        """Return the Friday of this week, or of a later one; at a weekend that is the coming."""
        today = self.today
        ahead = (FRIDAY - today.weekday()) % WEEK
        return today + (ahead + weeks * WEEK) * DAY

    def dated(self, day: int, month: int, year: int | None) -> date | None:
        """Return that date, without a year the next one; None when there is no such day."""
        years = (year,) if year else (self.today.year, self.today.year + 1)
        for each in years:
            try:
                found = date(each, month, day)
            except ValueError:
                continue
            if year or found >= self.today:
                return found
        return None

    def read(self, readings: Iterable[time], day: date | None) -> datetime:
        """Return the instant of a reading on ``day``; without a day, the next one to come.

        Several readings are those of a clock of twelve hours, of which one is meant.
        """
        ways = sorted(readings)
        if day is None:
            return min(self._next(reading) for reading in ways)
        if len(ways) == 1:
            return self.instant(day, ways[0])
        return self.instant(day, self._likely(ways, day))

    def _next(self, reading: time) -> datetime:
        if reading == MIDNIGHT:
            return self.end_of(self.today)
        soon = self.instant(self.today, reading)
        return soon if soon > self.at else self.instant(self.today + DAY, reading)

    def _likely(self, ways: list[time], day: date) -> time:
        if day == self.today:
            ahead = [reading for reading in ways if self.instant(day, reading) > self.at]
            return ahead[0] if ahead else ways[-1]
        early, late = ways[0], ways[-1]
        return late if early.hour < EARLY_AFTERNOON else early
