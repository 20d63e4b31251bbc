"""Duty clocks to test with: the ways of counting that the law of a contact centre knows."""

from datetime import date, timedelta

from hypothesis import strategies as st

from musterpoint.domain.calendars import Span, WorkingCalendar
from musterpoint.domain.policy.duties import Counting, DutyClock, Strength, Unit

LONDON = "Europe/London"
OFFICE_HOURS = (Span.parse("09:00-17:00"),)
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
        "2027-08-30",
        "2027-12-27",
        "2027-12-28",
    )
)
ENGLAND = WorkingCalendar(
    name="england", zone=LONDON, week=(OFFICE_HOURS,) * 5 + ((), ()), closed=BANK_HOLIDAYS
)
CALENDARS = {"england": ENGLAND}


def hours(value: int) -> DutyClock:
    return _clock(Counting.ELAPSED, value, Unit.HOURS)


def days(value: int, *, counts_first_day: bool = False) -> DutyClock:
    return _clock(Counting.CALENDAR_DAYS, value, Unit.DAYS, counts_first_day=counts_first_day)


def business_days(value: int, *, counts_first_day: bool = False) -> DutyClock:
    return _clock(Counting.BUSINESS_DAYS, value, Unit.DAYS, counts_first_day=counts_first_day)


def weeks(value: int, *, counts_first_day: bool = False) -> DutyClock:
    return _clock(Counting.WEEKS, value, Unit.WEEKS, counts_first_day=counts_first_day)


def months(value: int, *, counts_first_day: bool = False) -> DutyClock:
    return _clock(Counting.CALENDAR_MONTHS, value, Unit.MONTHS, counts_first_day=counts_first_day)


def immediate(house: timedelta | None) -> DutyClock:
    return DutyClock(counting=Counting.IMMEDIATE, strength=Strength.STATUTE, house=house)


def _clock(
    counting: Counting, value: int, unit: Unit, *, counts_first_day: bool = False
) -> DutyClock:
    return DutyClock(
        counting=counting,
        strength=Strength.STATUTE,
        value=value,
        unit=unit,
        calendar="england" if counting is Counting.BUSINESS_DAYS else "",
        counts_first_day=counts_first_day,
    )


numbers = st.integers(0, 60)
clocks = st.one_of(
    st.builds(hours, numbers),
    st.builds(days, numbers, counts_first_day=st.booleans()),
    st.builds(business_days, numbers, counts_first_day=st.booleans()),
    st.builds(weeks, numbers, counts_first_day=st.booleans()),
    st.builds(months, numbers, counts_first_day=st.booleans()),
)
