"""Working time: what no calendar may get wrong, and the days on which calendars usually do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from musterpoint.domain.calendars import (
    ALWAYS,
    ZERO,
    BadSpan,
    NeverOpens,
    Segment,
    Span,
    WorkingCalendar,
)
from musterpoint.domain.wall_clock import NaiveInstant, UnknownZone
from tests.domain.calendar_examples import (
    CHANGES,
    HOUR,
    MINUTE,
    calendars,
    daily,
    ever_open,
    instants,
    minute_by_minute,
    reads_open,
    weekly,
)

OFFICE = weekly("09:00-17:00")
FRIDAY_1630 = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
MONDAY_0930 = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@given(st.data())
def test_working_time_is_what_the_wall_clock_reads(data: st.DataObject) -> None:
    calendar = data.draw(calendars())
    start = data.draw(instants(calendar))
    end = start + MINUTE * data.draw(st.integers(0, 2000))

    assert calendar.worked(start, end) == minute_by_minute(calendar, start, end)


@given(st.data())
def test_a_calendar_is_open_when_its_wall_clock_says_so(data: st.DataObject) -> None:
    calendar = data.draw(calendars())
    at = data.draw(instants(calendar))

    assert calendar.is_open(at) == reads_open(calendar, at)


@given(st.data())
def test_working_time_adds_up_over_splits(data: st.DataObject) -> None:
    calendar = data.draw(calendars())
    start, middle, end = sorted(data.draw(instants(calendar)) for _ in range(3))

    whole = calendar.worked(start, end)

    assert whole == calendar.worked(start, middle) + calendar.worked(middle, end)


@given(st.data())
def test_adding_and_measuring_are_inverse(data: st.DataObject) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    start = data.draw(instants(calendar))
    span = timedelta(seconds=data.draw(st.integers(1, 90 * 24 * 3600)))

    reached = calendar.add(start, span)

    assert calendar.worked(start, reached) == span
    assert calendar.worked(start, reached - MINUTE / 60) < span


@given(st.data())
def test_more_work_is_never_done_sooner(data: st.DataObject) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    start = data.draw(instants(calendar))
    shorter, longer = sorted(data.draw(st.integers(0, 10_000)) for _ in range(2))

    assert calendar.add(start, MINUTE * shorter) <= calendar.add(start, MINUTE * longer)


@given(st.data())
def test_segments_are_the_open_time_in_order_and_apart(data: st.DataObject) -> None:
    calendar = data.draw(calendars())
    start, end = sorted(data.draw(instants(calendar)) for _ in range(2))

    segments = list(calendar.segments(start, end))

    assert sum((segment.span for segment in segments), ZERO) == calendar.worked(start, end)
    assert all(start <= each.start < each.end <= end for each in segments)
    assert all(one.end < two.start for one, two in pairwise(segments))


@given(st.data())
def test_the_next_opening_is_the_first_open_instant(data: st.DataObject) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    at = data.draw(instants(calendar))

    opening = calendar.next_opening(at)

    assert opening >= at
    assert calendar.is_open(opening)
    assert calendar.worked(at, opening) == ZERO


@given(st.data())
def test_the_answer_does_not_depend_on_the_zone_of_the_question(data: st.DataObject) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    start, end = sorted(data.draw(instants(calendar)) for _ in range(2))
    elsewhere = timezone(timedelta(hours=-7))

    asked = calendar.worked(start.astimezone(elsewhere), end.astimezone(elsewhere))

    assert asked == calendar.worked(start, end)
    assert calendar.add(start.astimezone(elsewhere), HOUR) == calendar.add(start, HOUR)


@pytest.mark.parametrize("zone", CHANGES)
@given(st.data())
def test_a_calendar_open_all_day_counts_every_second(zone: str, data: st.DataObject) -> None:
    all_day = daily("00:00-24:00", zone=zone)
    in_halves = daily("00:00-12:00", "12:00-24:00", zone=zone)
    # One closed date long ago, so that the years are laid out and not skipped over.
    laid_out = replace(all_day, closed=frozenset({date(1999, 1, 1)}))
    start, end = sorted(data.draw(instants(all_day)) for _ in range(2))

    for calendar in (all_day, in_halves, laid_out):
        assert calendar.worked(start, end) == end - start
        assert calendar.add(start, HOUR) == start + HOUR


def test_an_hour_on_friday_afternoon_ends_on_monday_morning() -> None:
    assert OFFICE.add(FRIDAY_1630, HOUR) == MONDAY_0930


def test_work_that_ends_at_closing_time_is_done_at_closing_time() -> None:
    assert OFFICE.add(FRIDAY_1630, HOUR / 2) == FRIDAY_1630 + HOUR / 2


def test_nothing_to_do_is_done_at_once() -> None:
    saturday = FRIDAY_1630 + timedelta(days=1)

    assert OFFICE.add(saturday, ZERO) == saturday


def test_counting_begins_at_the_next_opening() -> None:
    saturday = FRIDAY_1630 + timedelta(days=1)

    assert OFFICE.next_opening(saturday) == MONDAY_0930 - HOUR / 2
    assert OFFICE.add(saturday, HOUR / 2) == MONDAY_0930


def test_midnight_has_no_seam() -> None:
    weekdays = weekly("00:00-24:00")
    monday, saturday = datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)

    assert weekdays.worked(monday, saturday) == timedelta(days=5)
    assert list(weekdays.segments(monday, saturday)) == [Segment(monday, saturday)]


def test_new_year_has_no_seam() -> None:
    night = daily("00:00-06:00", "22:00-24:00")
    eve, morning = datetime(2026, 12, 31, 20, tzinfo=UTC), datetime(2027, 1, 1, 8, tzinfo=UTC)

    assert list(night.segments(eve, morning)) == [Segment(eve + 2 * HOUR, morning - 2 * HOUR)]
    assert night.add(eve, 5 * HOUR) == datetime(2027, 1, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_new_year_comes_at_its_own_hour_everywhere(zone: str) -> None:
    calendar = daily("00:00-03:00", "09:00-17:00", zone=zone)
    start, end = datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 1, 3, tzinfo=UTC)

    assert calendar.worked(start, end) == minute_by_minute(calendar, start, end)


def test_lunch_does_not_count() -> None:
    with_lunch = weekly("09:00-12:30", "13:15-17:00")
    monday_noon = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert with_lunch.add(monday_noon, HOUR) == datetime(2026, 11, 23, 13, 45, tzinfo=UTC)
    assert not with_lunch.is_open(datetime(2026, 11, 23, 12, 30, tzinfo=UTC))


def test_a_bank_holiday_does_not_count() -> None:
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    closing_soon = datetime(2026, 12, 24, 16, 30, tzinfo=UTC)

    reached = weekly("09:00-17:00", closed=christmas).add(closing_soon, HOUR)

    assert reached == datetime(2026, 12, 29, 9, 30, tzinfo=UTC)


def test_special_hours_replace_those_of_a_week_day_and_of_a_closed_date() -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    calendar = weekly(
        "09:00-17:00",
        closed=frozenset({christmas}),
        special={eve: (Span.parse("09:00-12:00"),), christmas: (Span.parse("10:00-11:00"),)},
    )
    begin = datetime(2026, 12, 24, tzinfo=UTC)

    assert calendar.worked(begin, begin + timedelta(days=2)) == 4 * HOUR


@pytest.mark.parametrize(
    ("zone", "shortest", "longest"),
    [
        ("Europe/London", 23 * HOUR, 25 * HOUR),
        ("America/New_York", 23 * HOUR, 25 * HOUR),
        ("Asia/Kathmandu", 24 * HOUR, 24 * HOUR),
        ("Australia/Lord_Howe", 23.5 * HOUR, 24.5 * HOUR),
        ("Pacific/Chatham", 23 * HOUR, 25 * HOUR),
        ("America/St_Johns", 23 * HOUR, 25 * HOUR),
    ],
)
def test_a_whole_day_is_as_long_as_it_really_was(
    zone: str, shortest: timedelta, longest: timedelta
) -> None:
    lengths = set()
    for change in CHANGES[zone]:
        day = change.astimezone(ZoneInfo(zone)).date()
        calendar = WorkingCalendar(
            name="one day", zone=zone, week=((),) * 7, special={day: (Span(0, 1440),)}
        )
        lengths.add(calendar.worked(change - timedelta(days=3), change + timedelta(days=3)))

    assert lengths == {shortest, longest}


def test_an_opening_in_the_skipped_hour_takes_effect_right_after_it() -> None:
    calendar = daily("01:30-04:00")
    springs_forward = datetime(2026, 3, 29, 1, tzinfo=UTC)

    assert list(calendar.segments(springs_forward - HOUR, springs_forward + 5 * HOUR)) == [
        Segment(springs_forward, springs_forward + 2 * HOUR)
    ]


def test_hours_that_lie_wholly_in_the_skipped_hour_do_not_happen() -> None:
    springs_forward = datetime(2026, 3, 29, 1, tzinfo=UTC)

    assert daily("01:15-01:45").worked(springs_forward - HOUR, springs_forward + HOUR) == ZERO


def test_the_repeated_hour_counts_twice_when_the_hours_cover_it() -> None:
    falls_back = datetime(2026, 10, 25, 1, tzinfo=UTC)

    assert list(daily("00:30-03:00").segments(falls_back - 3 * HOUR, falls_back + 5 * HOUR)) == [
        Segment(falls_back - 1.5 * HOUR, falls_back + 2 * HOUR)
    ]


def test_a_break_in_the_repeated_hour_is_a_break_both_times() -> None:
    calendar = daily("00:00-01:15", "01:30-03:00")
    falls_back = datetime(2026, 10, 25, 1, tzinfo=UTC)

    assert list(calendar.segments(falls_back - HOUR, falls_back + HOUR)) == [
        Segment(falls_back - HOUR, falls_back - HOUR + 15 * MINUTE),
        Segment(falls_back - HOUR / 2, falls_back + 15 * MINUTE),
        Segment(falls_back + HOUR / 2, falls_back + HOUR),
    ]


def test_clocks_set_back_across_midnight_return_to_the_day_before() -> None:
    """In Moncton in 2006, 00:01 on 29 October became 23:01 on the 28th."""
    falls_back = datetime(2006, 10, 29, 3, 1, tzinfo=UTC)
    late = daily("23:00-24:00", zone="America/Moncton")

    assert list(late.segments(falls_back - 2 * HOUR, falls_back + 2 * HOUR)) == [
        Segment(falls_back - 61 * MINUTE, falls_back - MINUTE),
        Segment(falls_back, falls_back + 59 * MINUTE),
    ]


def test_a_date_that_a_country_left_out_has_no_hours() -> None:
    apia = daily("00:00-24:00", zone="Pacific/Apia")
    no_such_day = WorkingCalendar(
        name="left out",
        zone="Pacific/Apia",
        week=((),) * 7,
        special={date(2011, 12, 30): (Span(0, 1440),)},
    )
    start, end = datetime(2011, 12, 1, tzinfo=UTC), datetime(2012, 1, 31, tzinfo=UTC)

    assert no_such_day.worked(start, end) == ZERO
    assert apia.worked(start, end) == end - start


@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(min_value=ZERO, max_value=1000 * HOUR))
def test_around_the_clock_is_plain_addition(start: datetime, span: timedelta) -> None:
    assume(start.year < 9999)

    assert ALWAYS.add(start, span) == start + span
    assert ALWAYS.worked(start, start + span) == span
    assert ALWAYS.is_open(start)
    assert ALWAYS.next_opening(start) == start
    assert not ALWAYS._years  # never laid out


def test_time_does_not_run_backwards() -> None:
    assert OFFICE.worked(MONDAY_0930, FRIDAY_1630) == ZERO
    assert list(OFFICE.segments(MONDAY_0930, FRIDAY_1630)) == []


def test_a_calendar_of_many_years_adds_up() -> None:
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    by_year = [
        OFFICE.worked(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
        for year in range(2020, 2027)
    ]

    assert OFFICE.worked(start, end) == sum(by_year, ZERO)
    assert OFFICE.add(start, sum(by_year, ZERO)) == datetime(2026, 12, 31, 17, tzinfo=UTC)


def test_equal_calendars_are_one_key() -> None:
    again = weekly("09:00-17:00")
    OFFICE.worked(FRIDAY_1630, MONDAY_0930)

    assert again == OFFICE
    assert hash(again) == hash(OFFICE)
    assert weekly("09:00-17:30") != OFFICE


def test_a_calendar_that_never_opens_says_so() -> None:
    shut = WorkingCalendar(name="shut", zone="UTC", week=((),) * 7)

    with pytest.raises(NeverOpens, match="'shut' has no open minute in the 5 years after 2026-11"):
        shut.add(FRIDAY_1630, MINUTE)
    with pytest.raises(NeverOpens):
        shut.next_opening(FRIDAY_1630)
    assert shut.worked(FRIDAY_1630, MONDAY_0930) == ZERO


def test_negative_working_time_is_refused() -> None:
    with pytest.raises(BadSpan, match="cannot run backwards"):
        OFFICE.add(FRIDAY_1630, -MINUTE)


def test_an_instant_without_a_zone_is_refused() -> None:
    for ask in (OFFICE.is_open, OFFICE.next_opening, ALWAYS.next_opening):
        with pytest.raises(NaiveInstant, match="2026-11-20T16:30:00 has no zone"):
            ask(FRIDAY_1630.replace(tzinfo=None))


@pytest.mark.parametrize("zone", ["Europe/Camelot", "../etc/passwd", "", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZone):
        WorkingCalendar(name="lost", zone=zone, week=((),) * 7)


@pytest.mark.parametrize(
    "text", ["09:00", "9-17", "17:00-09:00", "09:00-24:01", "a-b", "09:60-10:00"]
)
def test_hours_that_no_day_has_are_refused(text: str) -> None:
    with pytest.raises(BadSpan):
        Span.parse(text)


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_hours_read_as_they_are_written(opens: int, closes: int) -> None:
    assume(opens < closes)

    assert Span.parse(str(Span(opens, closes))) == Span(opens, closes)


def test_overlapping_hours_are_refused() -> None:
    with pytest.raises(BadSpan, match="11:00-13:00 begins before 09:00-12:00 has ended"):
        weekly("09:00-12:00", "11:00-13:00")


def test_a_week_of_six_days_is_refused() -> None:
    with pytest.raises(BadSpan, match="a week has 7 days, calendar 'short' has 6"):
        WorkingCalendar(name="short", zone="UTC", week=((),) * 6)
