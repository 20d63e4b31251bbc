"""When a duty falls due: nineteen reckoned cases, and what no way of counting may get wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.calendars import NeverOpens, WorkingCalendar
from musterpoint.domain.clocks import UnknownCalendar
from musterpoint.domain.obligations import CannotCount, LineKind, due_at, reckon, stands_behind
from musterpoint.domain.policy.duties import Counting, DutyClock, Strength, Unit
from tests.domain.calendar_examples import CHANGES, ZONES
from tests.domain.obligations.duty_examples import (
    CALENDARS,
    LONDON,
    business_days,
    clocks,
    days,
    hours,
    immediate,
    months,
    weeks,
)

CHRISTMAS_FRIDAY = "2026-12-18T15:00:00+00:00"

CASES: dict[str, tuple[DutyClock, str, str]] = {
    "72 h over Christmas": (
        hours(72),
        "2026-12-24T16:20:00+00:00",
        "2026-12-27T16:20:00+00:00",
    ),
    "72 h over the spring change": (
        hours(72),
        "2027-03-27T22:00:00+00:00",
        "2027-03-30T23:00:00+01:00",
    ),
    "72 h over the autumn change": (
        hours(72),
        "2026-10-24T22:00:00+01:00",
        "2026-10-27T21:00:00+00:00",
    ),
    "4 h in the night of the autumn change": (
        hours(4),
        "2026-10-25T00:30:00+01:00",
        "2026-10-25T03:30:00+00:00",
    ),
    "3 business days from a Friday": (
        business_days(3),
        "2026-11-20T15:00:00+00:00",
        "2026-11-25T23:59:59+00:00",
    ),
    "3 business days from the Friday before Christmas": (
        business_days(3),
        CHRISTMAS_FRIDAY,
        "2026-12-23T23:59:59+00:00",
    ),
    "3 business days from Christmas Eve": (
        business_days(3),
        "2026-12-24T10:00:00+00:00",
        "2026-12-31T23:59:59+00:00",
    ),
    "15 business days over Christmas and New Year": (
        business_days(15),
        CHRISTMAS_FRIDAY,
        "2027-01-13T23:59:59+00:00",
    ),
    "8 weeks from a Friday": (
        weeks(8),
        CHRISTMAS_FRIDAY,
        "2027-02-12T23:59:59+00:00",
    ),
    "6 weeks from a Saturday": (
        weeks(6),
        "2026-11-21T09:00:00+00:00",
        "2027-01-02T23:59:59+00:00",
    ),
    "8 weeks from a Saturday": (
        weeks(8),
        "2026-11-21T09:00:00+00:00",
        "2027-01-16T23:59:59+00:00",
    ),
    "10 days from an accident": (
        days(10),
        "2026-12-20T11:00:00+00:00",
        "2026-12-30T23:59:59+00:00",
    ),
    "15 days from an accident": (
        days(15),
        "2026-12-20T11:00:00+00:00",
        "2027-01-04T23:59:59+00:00",
    ),
    "30 days that begin with the day of receipt": (
        days(30, counts_first_day=True),
        "2026-11-21T12:00:00+00:00",
        "2026-12-20T23:59:59+00:00",
    ),
    "one month from the 31st": (
        months(1),
        "2027-01-31T12:00:00+00:00",
        "2027-02-28T23:59:59+00:00",
    ),
    "24 h from the time in a portal": (
        hours(24),
        "2026-11-19T16:51:00+00:00",
        "2026-11-20T16:51:00+00:00",
    ),
    "3 working days from Christmas Eve": (
        business_days(3),
        "2026-12-24T09:00:00+00:00",
        "2026-12-31T23:59:59+00:00",
    ),
    "10 working days over Christmas and New Year": (
        business_days(10),
        "2026-12-18T09:00:00+00:00",
        "2027-01-06T23:59:59+00:00",
    ),
    "11 h of rest on Christmas Eve": (
        hours(11),
        "2026-12-24T22:00:00+00:00",
        "2026-12-25T09:00:00+00:00",
    ),
}

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)

instants = st.datetimes(
    min_value=datetime(2026, 1, 1),
    max_value=datetime(2027, 12, 1),
    timezones=st.just(UTC),
)


def due(clock: DutyClock, anchor: datetime, *, zone: str = LONDON) -> datetime:
    found = due_at(clock, anchor, calendars=CALENDARS, zone=zone)
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_duty_falls_due_exactly_then(case: str) -> None:
    clock, anchor, expected = CASES[case]

    assert due(clock, datetime.fromisoformat(anchor)) == datetime.fromisoformat(expected)


@given(clocks, instants, st.sampled_from(ZONES))
def test_nothing_is_due_before_it_began(clock: DutyClock, anchor: datetime, zone: str) -> None:
    assert due(clock, anchor, zone=zone) >= anchor


@given(clocks, instants, instants, st.sampled_from(ZONES))
def test_what_begins_later_is_not_due_sooner(
    clock: DutyClock, one: datetime, other: datetime, zone: str
) -> None:
    earlier, later = sorted((one, other))

    assert due(clock, earlier, zone=zone) <= due(clock, later, zone=zone)


@given(clocks, instants, st.sampled_from(ZONES))
def test_one_more_to_count_is_not_due_sooner(clock: DutyClock, anchor: datetime, zone: str) -> None:
    more = replace(clock, value=(clock.value or 0) + 1)

    assert due(clock, anchor, zone=zone) <= due(more, anchor, zone=zone)


@given(clocks, instants, st.sampled_from(ZONES))
def test_days_end_with_their_last_second_on_the_wall(
    clock: DutyClock, anchor: datetime, zone: str
) -> None:
    anchor = anchor.replace(microsecond=0)
    wall = due(clock, anchor, zone=zone).astimezone(ZoneInfo(zone))

    if clock.counting is not Counting.ELAPSED:
        assert (wall.hour, wall.minute, wall.second) == (23, 59, 59)


@given(clocks, instants)
def test_the_last_line_of_the_sum_is_the_due_instant(clock: DutyClock, anchor: datetime) -> None:
    found = reckon(clock, anchor, calendars=CALENDARS, zone=LONDON)

    assert found is not None
    assert found.lines[0].at == anchor
    assert (found.lines[-1].kind, found.lines[-1].at) == (LineKind.DUE, found.at)


@pytest.mark.parametrize("zone", CHANGES)
def test_hours_are_elapsed_whatever_the_wall_does(zone: str) -> None:
    for change in CHANGES[zone]:
        anchor = change - timedelta(hours=36)

        assert due(hours(72), anchor, zone=zone) - anchor == timedelta(hours=72)


def test_the_day_is_that_of_the_wall_and_not_of_utc() -> None:
    just_before_midnight_in_utc = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 00:30 on 1 July

    found = due(days(1), just_before_midnight_in_utc)

    assert found == datetime(2026, 7, 2, 22, 59, 59, tzinfo=UTC)


def test_nothing_to_count_is_due_by_the_end_of_the_day() -> None:
    last_second = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)

    assert due(business_days(0), NOON) == last_second
    assert due(days(0), NOON) == last_second


def test_the_day_of_receipt_counts_only_where_the_duty_says_so() -> None:
    assert due(business_days(1), NOON).date() == date(2026, 11, 23)
    assert due(business_days(1, counts_first_day=True), NOON).date() == date(2026, 11, 20)
    assert due(business_days(1, counts_first_day=True), SATURDAY).date() == date(2026, 11, 23)


def test_a_week_may_begin_with_its_first_day() -> None:
    assert due(weeks(1, counts_first_day=True), NOON).date() == date(2026, 11, 26)
    assert due(months(1, counts_first_day=True), NOON).date() == date(2026, 12, 19)


def test_a_month_ends_with_a_leap_day_in_a_leap_year() -> None:
    assert due(months(1), datetime(2028, 1, 31, 12, tzinfo=UTC)).date() == date(2028, 2, 29)
    assert due(months(13), datetime(2026, 12, 31, 12, tzinfo=UTC)).date() == date(2028, 1, 31)


def test_where_the_law_gives_no_number_our_own_target_stands() -> None:
    clock = immediate(timedelta(minutes=5))

    found = reckon(clock, NOON, calendars=CALENDARS, zone=LONDON)

    assert found is not None
    assert (found.at, found.strength) == (NOON + timedelta(minutes=5), Strength.HOUSE)
    assert stands_behind(clock) is Strength.HOUSE


def test_a_tighter_house_target_stands_beside_the_law() -> None:
    clock = replace(days(10), house=timedelta(hours=1))

    found = reckon(clock, NOON, calendars=CALENDARS, zone=LONDON)

    assert found is not None
    assert found.at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    assert found.house_at == NOON + timedelta(hours=1)
    assert (found.strength, stands_behind(clock)) == (Strength.STATUTE, Strength.STATUTE)
    assert [line.kind for line in found.lines][-1] is LineKind.HOUSE


def test_a_house_target_later_than_the_law_is_no_target() -> None:
    found = reckon(
        replace(hours(1), house=timedelta(hours=2)), NOON, calendars=CALENDARS, zone=LONDON
    )

    assert found is not None
    assert found.house_at is None


@pytest.mark.parametrize("counting", [Counting.IMMEDIATE, Counting.NONE, Counting.ELAPSED])
def test_a_standing_duty_has_no_clock(counting: Counting) -> None:
    clock = DutyClock(counting=counting, strength=Strength.STATUTE)

    assert due_at(clock, NOON, calendars=CALENDARS, zone=LONDON) is None


def test_the_sum_says_which_days_were_closed() -> None:
    eve = datetime(2026, 12, 24, 10, tzinfo=UTC)

    found = reckon(business_days(3), eve, calendars=CALENDARS, zone=LONDON)

    assert found is not None
    assert [(line.kind, line.start, line.end, line.count) for line in found.lines[1:-1]] == [
        (LineKind.DAY_ZERO, date(2026, 12, 24), date(2026, 12, 24), 0),
        (LineKind.CLOSED, date(2026, 12, 25), date(2026, 12, 28), 0),
        (LineKind.COUNTED, date(2026, 12, 29), date(2026, 12, 31), 3),
    ]


def test_the_sum_says_that_the_clocks_changed() -> None:
    found = reckon(
        hours(72), datetime(2027, 3, 27, 22, tzinfo=UTC), calendars=CALENDARS, zone=LONDON
    )

    assert found is not None
    assert [(line.kind, line.span) for line in found.lines[1:3]] == [
        (LineKind.CLOCKS_CHANGE, timedelta(hours=1)),
        (LineKind.ELAPSED, timedelta(hours=72)),
    ]


def test_the_sum_says_that_a_month_had_no_such_day() -> None:
    found = reckon(
        months(1), datetime(2027, 1, 31, 12, tzinfo=UTC), calendars=CALENDARS, zone=LONDON
    )

    assert found is not None
    assert LineKind.CLAMPED in [line.kind for line in found.lines]


def test_a_calendar_that_nobody_has_is_refused() -> None:
    with pytest.raises(UnknownCalendar, match="there is no calendar named 'england'"):
        due_at(business_days(3), NOON, calendars={}, zone=LONDON)


def test_a_calendar_that_never_opens_is_refused() -> None:
    shut = WorkingCalendar(name="england", zone=LONDON, week=((),) * 7)

    with pytest.raises(NeverOpens):
        due_at(business_days(3), NOON, calendars={"england": shut}, zone=LONDON)


@pytest.mark.parametrize(
    ("clock", "says"),
    [
        (replace(hours(4), unit=Unit.MONTHS), "4 months cannot be counted in elapsed."),
        (replace(days(4), unit=Unit.HOURS), "4 hours cannot be counted in calendar_days."),
        (replace(weeks(4), unit=Unit.DAYS), "4 days cannot be counted in weeks."),
        (replace(months(4), unit=None), "4 no unit cannot be counted in calendar_months."),
        (replace(business_days(4), unit=Unit.WEEKS), "4 weeks cannot be counted in business_days."),
        (hours(-1), "-1 hours cannot be counted in elapsed."),
    ],
)
def test_a_unit_that_cannot_be_counted_so_is_refused(clock: DutyClock, says: str) -> None:
    with pytest.raises(CannotCount) as refusal:
        due_at(clock, NOON, calendars=CALENDARS, zone=LONDON)

    assert str(refusal.value) == says
