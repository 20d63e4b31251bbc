"""The complaint's own clock: five working days and eight weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.calendars import ALWAYS, NeverOpens, Span, WorkingCalendar
from musterpoint.domain.complaints import ACKNOWLEDGE_WITHIN_WORKING_DAYS, due_dates

OFFICE = (Span(9 * 60, 12 * 60), Span(13 * 60, 17 * 60))
LONDON = WorkingCalendar(
    name="office",
    zone="Europe/London",
    week=(OFFICE,) * 5 + ((), ()),
    closed=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
)
WALL = ZoneInfo("Europe/London")

received = st.datetimes(
    min_value=datetime(2024, 1, 1), max_value=datetime(2029, 1, 1), timezones=st.just(UTC)
)


def test_easter_is_not_counted() -> None:
    came = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)  # Maundy Thursday

    due = due_dates(received_at=came, calendar=LONDON).value

    # 7, 8, 9, 10 and 13 April; closing at five in summer time.
    assert due.acknowledge_by == datetime(2026, 4, 13, 16, tzinfo=UTC)
    assert due.answer_by == datetime(2026, 5, 28, 8, 30, tzinfo=UTC)


def test_the_answer_is_due_at_the_same_hour_on_the_wall() -> None:
    came = datetime(2026, 3, 10, 12, tzinfo=UTC)

    due = due_dates(received_at=came, calendar=LONDON).value

    assert due.answer_by == datetime(2026, 5, 5, 11, tzinfo=UTC)


def test_both_dates_come_with_their_clause() -> None:
    decision = due_dates(received_at=datetime(2026, 3, 10, 12, tzinfo=UTC), calendar=LONDON)

    assert [one.clause for one in decision.because] == [
        "complaints.acknowledge",
        "complaints.answer",
    ]


def test_a_calendar_that_never_opens_is_refused() -> None:
    never = WorkingCalendar(name="never", zone="Europe/London", week=((),) * 7)

    with pytest.raises(NeverOpens):
        due_dates(received_at=datetime(2026, 3, 10, 12, tzinfo=UTC), calendar=never)


@given(came=received)
def test_five_working_days_lie_between(came: datetime) -> None:
    due = due_dates(received_at=came, calendar=LONDON).value.acknowledge_by

    first = came.astimezone(WALL).date() + timedelta(days=1)
    last = due.astimezone(WALL).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(bool(LONDON.hours_on(day)) for day in days) == ACKNOWLEDGE_WITHIN_WORKING_DAYS
    assert due.astimezone(WALL).time().hour == 17


@given(came=received)
def test_an_answer_is_due_after_the_acknowledgement_and_on_the_same_weekday(
    came: datetime,
) -> None:
    due = due_dates(received_at=came, calendar=LONDON).value

    assert came < due.acknowledge_by < due.answer_by
    assert due.answer_by.astimezone(WALL).weekday() == came.astimezone(WALL).weekday()


@given(came=received, later=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)))
def test_what_came_later_is_never_due_earlier(came: datetime, later: timedelta) -> None:
    first = due_dates(received_at=came, calendar=ALWAYS).value
    second = due_dates(received_at=came + later, calendar=ALWAYS).value

    assert first.acknowledge_by <= second.acknowledge_by
    assert first.answer_by <= second.answer_by
