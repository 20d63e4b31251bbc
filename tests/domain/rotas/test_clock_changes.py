"""Hand-overs on the days when clocks change, as instants worked out by hand, never by the code.

Elsewhere whole schedules moved by an hour after a change, and had to be made again.
"""

from datetime import UTC, date, datetime, time

import pytest

from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import Layer, cover, turns
from tests.domain.rotas.rota_examples import ASHA, BEN, CARA, DAY, MINUTE, layer, rota

NIGHT = (Span.parse("00:00-08:00"), Span.parse("20:00-24:00"))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+00:00")


def hand_overs(worked: Layer, first: str, last: str) -> list[datetime]:
    """Return when the layer hands over from just before the first instant until the last."""
    found = turns(rota(worked), instant(first) - MINUTE, instant(last) + MINUTE)
    return [turn.start for turn in found][1:]


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/London", "03-23T09:00", "03-30T08:00"),
        ("Europe/London", "10-19T08:00", "10-26T09:00"),
        ("America/New_York", "03-02T14:00", "03-09T13:00"),
        ("America/New_York", "10-26T13:00", "11-02T14:00"),
        ("Australia/Lord_Howe", "03-29T22:00", "04-05T22:30"),
        ("Australia/Lord_Howe", "09-27T22:30", "10-04T22:00"),
        ("Asia/Kathmandu", "03-23T03:15", "03-30T03:15"),
        ("Asia/Kathmandu", "10-19T03:15", "10-26T03:15"),
        ("Pacific/Chatham", "03-29T19:15", "04-05T20:15"),
        ("Pacific/Chatham", "09-20T20:15", "09-27T19:15"),
        ("America/St_Johns", "03-02T12:30", "03-09T11:30"),
        ("America/St_Johns", "10-26T11:30", "11-02T12:30"),
        ("Asia/Kolkata", "03-23T03:30", "03-30T03:30"),
        ("Asia/Kolkata", "10-19T03:30", "10-26T03:30"),
    ],
)
def test_a_weekly_layer_keeps_its_local_hour_when_clocks_change(
    zone: str, before: str, after: str
) -> None:
    """Monday at nine on the wall, on both sides of the change."""
    weekly = layer(zone=zone, first_date=date(2026, 1, 5), people=(ASHA, BEN, CARA))

    assert hand_overs(weekly, before, after) == [instant(before), instant(after)]


@pytest.mark.parametrize(
    ("zone", "reading", "day_before", "that_day", "day_after"),
    [
        ("Europe/London", time(1, 30), "03-28T01:30", "03-29T01:00", "03-30T00:30"),
        ("America/New_York", time(2, 30), "03-07T07:30", "03-08T07:00", "03-09T06:30"),
        ("Australia/Lord_Howe", time(2, 15), "10-02T15:45", "10-03T15:30", "10-04T15:15"),
        ("Pacific/Chatham", time(3, 15), "09-25T14:30", "09-26T14:00", "09-27T13:30"),
        ("America/St_Johns", time(2, 30), "03-07T06:00", "03-08T05:30", "03-09T05:00"),
        ("Asia/Kathmandu", time(1, 30), "03-27T19:45", "03-28T19:45", "03-29T19:45"),
        ("Asia/Kolkata", time(1, 30), "03-27T20:00", "03-28T20:00", "03-29T20:00"),
    ],
)
def test_a_hand_over_that_the_clocks_skip_takes_effect_at_the_first_instant_after(
    zone: str, reading: time, day_before: str, that_day: str, day_after: str
) -> None:
    daily = layer(zone=zone, first_date=date(2026, 1, 5), hands_over_at=(reading,), turn=1)

    assert hand_overs(daily, day_before, day_after) == [
        instant(each) for each in (day_before, that_day, day_after)
    ]


@pytest.mark.parametrize(
    ("zone", "reading", "day_before", "that_day", "day_after"),
    [
        ("Europe/London", time(1, 30), "10-24T00:30", "10-25T00:30", "10-26T01:30"),
        ("America/New_York", time(1, 30), "10-31T05:30", "11-01T05:30", "11-02T06:30"),
        ("Australia/Lord_Howe", time(1, 45), "04-03T14:45", "04-04T14:45", "04-05T15:15"),
        ("Pacific/Chatham", time(3, 15), "04-03T13:30", "04-04T13:30", "04-05T14:30"),
        ("America/St_Johns", time(1, 30), "10-31T04:00", "11-01T04:00", "11-02T05:00"),
        ("Asia/Kathmandu", time(1, 30), "10-24T19:45", "10-25T19:45", "10-26T19:45"),
        ("Asia/Kolkata", time(1, 30), "10-24T20:00", "10-25T20:00", "10-26T20:00"),
    ],
)
def test_a_hand_over_that_the_clocks_repeat_happens_once_at_its_first_reading(
    zone: str, reading: time, day_before: str, that_day: str, day_after: str
) -> None:
    daily = layer(zone=zone, first_date=date(2026, 1, 5), hands_over_at=(reading,), turn=1)

    assert hand_overs(daily, day_before, day_after) == [
        instant(each) for each in (day_before, that_day, day_after)
    ]


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "hours"),
    [
        ("Europe/London", "03-28T20:00", "03-29T07:00", 11),
        ("Europe/London", "10-24T19:00", "10-25T08:00", 13),
        ("America/New_York", "03-08T01:00", "03-08T12:00", 11),
        ("America/New_York", "11-01T00:00", "11-01T13:00", 13),
        ("Australia/Lord_Howe", "04-04T09:00", "04-04T21:30", 12.5),
        ("Australia/Lord_Howe", "10-03T09:30", "10-03T21:00", 11.5),
        ("Pacific/Chatham", "04-04T06:15", "04-04T19:15", 13),
        ("Pacific/Chatham", "09-26T07:15", "09-26T18:15", 11),
        ("America/St_Johns", "03-07T23:30", "03-08T10:30", 11),
        ("America/St_Johns", "10-31T22:30", "11-01T11:30", 13),
        ("Asia/Kathmandu", "03-28T14:15", "03-29T02:15", 12),
        ("Asia/Kolkata", "10-24T14:30", "10-25T02:30", 12),
    ],
)
def test_a_night_is_one_turn_and_as_long_as_it_really_was(
    zone: str, begins: str, ends: str, hours: float
) -> None:
    night = layer(
        zone=zone,
        first_date=date(2026, 1, 5),
        hands_over_at=(time(20),),
        turn=1,
        hours=(NIGHT,) * 7,
    )

    (duty,) = cover(rota(night), instant(begins)).answers

    assert (duty.since, duty.until) == (instant(begins), instant(ends))
    assert (duty.until - duty.since).total_seconds() == hours * 3600


def test_a_hand_over_at_midnight_happens_once_when_the_clock_goes_back_across_it() -> None:
    """In Moncton in 2006, 00:01 on 29 October became 23:01 on the 28th."""
    daily = layer(
        zone="America/Moncton",
        first_date=date(2006, 10, 27),
        hands_over_at=(time(0),),
        turn=1,
        people=(ASHA, BEN, CARA),
    )
    second_reading_of_the_28th = datetime(2006, 10, 29, 3, 31, tzinfo=UTC)

    (duty,) = cover(rota(daily), second_reading_of_the_28th).answers

    assert duty.person == CARA  # whose day is the 29th, which had already begun
    assert duty.since == datetime(2006, 10, 29, 3, tzinfo=UTC)
    assert duty.until == datetime(2006, 10, 30, 4, tzinfo=UTC)


def test_the_turn_of_a_date_that_a_country_left_out_has_no_length() -> None:
    """Apia went from 29 to 31 December 2011."""
    daily = layer(
        zone="Pacific/Apia",
        first_date=date(2011, 12, 29),
        hands_over_at=(time(0),),
        turn=1,
        people=(ASHA, BEN, CARA),
    )
    start = datetime(2011, 12, 29, 10, tzinfo=UTC)

    found = turns(rota(daily), start, start + 2 * DAY)

    assert [(turn.person, turn.start) for turn in found] == [
        (ASHA, start),
        (CARA, start + DAY),
    ]
