"""The clock on a wall in some zone: what it reads, and when it is put forward or back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class NaiveInstant(ValueError):
    """An instant came without a zone, so nobody can say when it was."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"{at.isoformat()} has no zone; give an aware instant")


class UnknownZone(ValueError):
    def __init__(self, zone: str) -> None:
        super().__init__(f"There is no time zone {zone!r}. Write it like Europe/London.")


Regime = tuple[datetime, datetime, timedelta]
_ALL_TIME = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@lru_cache(maxsize=8192)
def regimes(wall: ZoneInfo, day: date) -> tuple[Regime, ...]:
    """Return (since, until, offset) for each offset the wall clock has during a local date.

    A date on which clocks change has two. Two changes on one date are not expected of any zone.
    """
    midnight = datetime.combine(day, time())
    morning = wall.utcoffset(midnight)
    # The last reading of 24:00, for clocks that are set back from a minute past midnight.
    evening = wall.utcoffset((midnight + DAY).replace(fold=1))
    if morning is None or evening is None:
        raise UnknownZone(wall.key)
    if morning == evening:
        return ((*_ALL_TIME, morning),)
    changes_at = _change(wall, day, evening)
    return ((_ALL_TIME[0], changes_at, morning), (changes_at, _ALL_TIME[1], evening))


@lru_cache(maxsize=1024)
def _change(wall: ZoneInfo, day: date, after: timedelta) -> datetime:
    """Return the instant at which the clock changes to ``after`` on this date, to the second."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    low, high = -48 * 3600, 48 * 3600
    while low < high:
        middle = (low + high) // 2
        if (noon + timedelta(seconds=middle)).astimezone(wall).utcoffset() == after:
            high = middle
        else:
            low = middle + 1
    return noon + timedelta(seconds=low)


def utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise NaiveInstant(at)
    return at.astimezone(UTC)


def day_in(zone: str, at: datetime) -> date:
    """Return which day it is in ``zone`` at ``at``."""
    return at.astimezone(ZoneInfo(zone)).date()


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a missing file, a malformed key, an unknown one
        raise UnknownZone(name) from None
