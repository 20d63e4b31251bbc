"""Promises in texts: what is one, what is none, and by when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.promises import Reckoning, find, may_promise
from musterpoint.domain.promises.times import times
from musterpoint.domain.wall_clock import NaiveInstant, UnknownZone

LONDON = "Europe/London"
TUESDAY = datetime(2026, 3, 10, 12, 5, tzinfo=UTC)
NOW = Reckoning(at=TUESDAY, zone=LONDON)


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("says", "due_at"),
    [
        ("We will call you by 16:00.", march(10, 16)),
        ("We will call you back by 4pm today.", march(10, 16)),
        ("We will call you by 4.30 p.m.", march(10, 16, 30)),
        ("We will call you by 16.00.", march(10, 16)),
        ("We will call you by 1600hrs.", march(10, 16)),
        ("We will call you by four o'clock.", march(10, 16)),
        ("We will call you by 4.", march(10, 16)),
        ("We will call you by 4:30.", march(10, 16, 30)),
        ("A manager will ring her at half past four.", march(10, 16, 30)),
        ("I'll ring the customer within the hour.", march(10, 13, 5)),
        ("We will call you within the next hour or two.", march(10, 14, 5)),
        ("We will call you in half an hour.", march(10, 12, 35)),
        ("I will call you in an hour and a half.", march(10, 13, 35)),
        ("We will contact you in 10 minutes' time.", march(10, 12, 15)),
        ("You will hear from us within two to three hours.", march(10, 15, 5)),
        ("We’ll update you every 30 minutes.", march(10, 12, 35)),
        ("I will write 20 minutes from now.", march(10, 12, 25)),
        ("We will reply by close of business.", march(10, 17)),
        ("We will reply by COB on Thursday.", march(12, 17)),
        ("Our team will e-mail you by the end of the day on Friday.", march(13, 17)),
        ("Somebody will get back to you tomorrow by noon.", march(11, 12)),
        ("We will write tomorrow morning.", march(11, 12)),
        ("We will call you this afternoon.", march(10, 18)),
        ("We will call you at quarter to six tonight.", march(10, 17, 45)),
        ("We will be in touch by midnight.", march(11, 0)),
        ("We will call you on Tuesday.", march(17, 17)),
        ("We will call you by next Friday.", march(20, 17)),
        ("We will call you by 9 tomorrow.", march(11, 9)),
        ("We will call you by 4 tomorrow.", march(11, 16)),
        ("We will write to you by 12/03/2026.", march(12, 17)),
        ("We will write to you by 12 March at 9.30 am.", march(12, 9, 30)),
        ("Call-back booked for Thursday 12 March at 9.30 am.", march(12, 9, 30)),
        ("We will send the refund within 5 working days.", march(17, 17)),
        ("We will answer by the end of the week.", march(13, 17)),
        ("We will call you within 2 days.", march(12, 12, 5)),
        ("Told her we would ring before five.", march(10, 17)),
        ("Promised the customer a call back by 10 tomorrow.", march(11, 10)),
        ("Customers were told we'd phone by 15:00.", march(10, 15)),
        ("By 16:00 we will call you.", march(10, 16)),
        ("We will pay £16.50 by Monday.", march(16, 17)),
        ("We will call you by 11:00.", march(11, 11)),  # eleven is over: the next one
    ],
)
def test_a_promise_says_by_when(says: str, due_at: datetime) -> None:
    found = find(says, NOW)

    assert [one.due_at for one in found] == [due_at]


@pytest.mark.parametrize(
    "says",
    [
        "We will let you know as soon as possible.",
        "We will call you shortly.",
        "I will call you by 3 of our agents.",
        "We will call you by the end of your shift.",
    ],
)
def test_a_promise_without_a_time_says_that_it_has_none(says: str) -> None:
    assert [one.due_at for one in find(says, NOW)] == [None]


@pytest.mark.parametrize(
    "says",
    [
        "We will not call you before 16:00.",
        "Will you call me by 16:00?",
        "I called her at 11:00.",
        "The customer will call us by 16:00.",
        "You will need to restart the phone by 16:00.",
        "Calls dropped from 09:00 to 10:00 today.",
        "The line we will use is 0345 600 1600.",
        "",
    ],
)
def test_what_is_no_promise_of_ours_is_left_alone(says: str) -> None:
    assert find(says, NOW) == ()


def test_each_promise_has_the_time_beside_it() -> None:
    text = "By 16:00 we will call you, and we will send a letter tomorrow morning."

    first, second = find(text, NOW)

    assert (first.due_at, second.due_at) == (march(10, 16), march(11, 12))
    assert text[first.start : first.end] == "we will call you"


@pytest.mark.parametrize(
    ("says", "whom"),
    [
        ("We will call you by 16:00.", ""),
        ("I will ring her by 16:00.", "her"),
        ("We will update all agents at 15:00.", "all agents"),
        ("Promised the customer a call back by 10.", "the customer"),
        ("We will send the refund by Friday.", ""),
    ],
)
def test_whom_it_was_made_to_is_read_from_the_words(says: str, whom: str) -> None:
    assert [one.whom for one in find(says, NOW)] == [whom]


def test_in_summer_the_wall_clock_is_an_hour_on() -> None:
    july = Reckoning(at=datetime(2026, 7, 1, 12, tzinfo=UTC), zone=LONDON)

    (found,) = find("We will call you by 16:00.", july)

    assert found.due_at == datetime(2026, 7, 1, 15, tzinfo=UTC)


def test_tomorrow_at_the_same_reading_may_be_23_hours_away() -> None:
    eve = Reckoning(at=datetime(2026, 3, 28, 12, tzinfo=UTC), zone=LONDON)  # clocks go on at night

    (found,) = find("We will call you within 1 day.", eve)

    assert found.due_at == datetime(2026, 3, 29, 11, tzinfo=UTC)


def test_working_days_leave_out_weekends_and_closed_days() -> None:
    before_easter = Reckoning(
        at=datetime(2026, 4, 2, 9, tzinfo=UTC),
        zone=LONDON,
        closed=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
        closes=time(18),
    )

    (found,) = find("You will get a reply within two working days.", before_easter)

    assert found.due_at == datetime(2026, 4, 8, 17, tzinfo=UTC)


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(NaiveInstant):
        Reckoning(at=datetime(2026, 3, 10), zone=LONDON)  # that is the point
    with pytest.raises(UnknownZone):
        Reckoning(at=TUESDAY, zone="Mars/Olympus")


odd = st.text(
    alphabet=st.sampled_from(" .,:/-?'’0123456789wellcalyoubytmrnigh\n£½"), max_size=120
) | st.text(max_size=80)


@given(text=odd)
def test_no_text_is_too_odd(text: str) -> None:
    for one in find(f"We will call you {text}", NOW):
        assert one.due_at is None or one.due_at.utcoffset() == timedelta(0)
    for one in find(text, NOW):
        assert may_promise(text)
        assert 0 <= one.start < one.end <= len(text)


@given(
    minutes=st.integers(0, 60 * 24 * 366 * 2),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
def test_a_reading_without_a_day_is_the_next_one(minutes: int, hour: int, minute: int) -> None:
    now = Reckoning(at=TUESDAY + timedelta(minutes=minutes), zone=LONDON)

    (found,) = times(f"by {hour:02}:{minute:02}", now)

    assert now.at < found.due_at <= now.at + timedelta(hours=49)
