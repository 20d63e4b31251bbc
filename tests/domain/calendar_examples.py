"""Calendars and instants to test time with: six zones, both of their clock changes, odd hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from musterpoint.domain.calendars import Span, WorkingCalendar

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Kathmandu",  # +5:45, no change of clocks
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "Pacific/Chatham",  # +12:45
    "America/St_Johns",  # -3:30
)

CHANGES = {
    "Europe/London": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Asia/Kathmandu": (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 12, 31, 18, tzinfo=UTC)),
    "Australia/Lord_Howe": (
        datetime(2026, 4, 4, 15, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    ),
    "Pacific/Chatham": (
        datetime(2026, 4, 4, 14, tzinfo=UTC),
        datetime(2026, 9, 26, 14, tzinfo=UTC),
    ),
    "America/St_Johns": (
        datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 4, 30, tzinfo=UTC),
    ),
    # Clocks that change at midnight, or a minute past it, and a country that left out a whole date.
    "Asia/Beirut": (
        datetime(2024, 3, 30, 22, tzinfo=UTC),
        datetime(2024, 10, 26, 21, tzinfo=UTC),
    ),
    "America/Havana": (
        datetime(2026, 3, 8, 5, tzinfo=UTC),
        datetime(2026, 11, 1, 5, tzinfo=UTC),
    ),
    "America/Moncton": (
        datetime(2006, 4, 2, 4, 1, tzinfo=UTC),
        datetime(2006, 10, 29, 3, 1, tzinfo=UTC),
    ),
    "Pacific/Apia": (datetime(2011, 12, 30, 10, tzinfo=UTC),),
}


def weekly(
    *hours: str,
    zone: str = "Europe/London",
    closed: frozenset[date] = frozenset(),
    special: dict[date, tuple[Span, ...]] | None = None,
) -> WorkingCalendar:
    """Make a Monday-to-Friday calendar from texts such as ``09:00-17:00``."""
    working_day = tuple(Span.parse(each) for each in hours)
    return WorkingCalendar(
        name="desk",
        zone=zone,
        week=(working_day,) * 5 + ((), ()),
        closed=closed,
        special=special or {},
    )


def daily(*hours: str, zone: str = "Europe/London") -> WorkingCalendar:
    day = tuple(Span.parse(each) for each in hours)
    return WorkingCalendar(name="daily", zone=zone, week=(day,) * 7)


def reads_open(calendar: WorkingCalendar, at: datetime) -> bool:
    """Answer whether the wall clock reads an open time: the slow truth to compare with."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    reading = local.hour * 60 + local.minute
    return any(span.opens <= reading < span.closes for span in calendar.hours_on(local.date()))


def minute_by_minute(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    count = int((end - start) / MINUTE)
    return MINUTE * sum(reads_open(calendar, start + MINUTE * step) for step in range(count))


def _day(ends: list[int]) -> tuple[Span, ...]:
    ends = sorted(set(ends))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return tuple(Span(opens * 15, closes * 15) for opens, closes in pairs)


days = st.lists(st.integers(0, 96), max_size=8).map(_day) | st.just((Span(0, 1440),))


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = tuple(CHANGES)) -> WorkingCalendar:
    """Draw a calendar whose odd dates lie around the clock changes of its zone."""
    zone = draw(st.sampled_from(zones))
    near = [
        (change + timedelta(days=offset)).astimezone(ZoneInfo(zone)).date()
        for change in CHANGES[zone]
        for offset in (-1, 0, 1)
    ]
    return WorkingCalendar(
        name="drawn",
        zone=zone,
        week=tuple(draw(st.lists(days, min_size=7, max_size=7))),
        closed=frozenset(draw(st.sets(st.sampled_from(near), max_size=2))),
        special=draw(st.dictionaries(st.sampled_from(near), days, max_size=2)),
    )


@st.composite
def instants(draw: st.DrawFn, calendar: WorkingCalendar) -> datetime:
    """Draw a whole minute within two days of a clock change of the calendar's zone."""
    change = draw(st.sampled_from(CHANGES[calendar.zone]))
    return change + MINUTE * draw(st.integers(-2880, 2880))


def ever_open(calendar: WorkingCalendar) -> bool:
    return any(calendar.week)
