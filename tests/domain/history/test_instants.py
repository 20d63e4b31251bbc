"""Reading dates: orders, notations, and the two hours a year that local time makes hard."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.history import DateOrder, NotAnInstant, Readings

UK = ZoneInfo("Europe/London")


def read(text: str, order: DateOrder = DateOrder.DAY_FIRST, zone: ZoneInfo | None = None) -> str:
    return Readings(order, zone or ZoneInfo("UTC")).read(text).text


@pytest.mark.parametrize(
    ("text", "order", "means"),
    [
        ("3/4/2016 9:05", DateOrder.DAY_FIRST, "2016-04-03T09:05:00.000000Z"),
        ("3/4/2016 9:05", DateOrder.MONTH_FIRST, "2016-03-04T09:05:00.000000Z"),
        ("03.04.2016 09:05:07", DateOrder.DAY_FIRST, "2016-04-03T09:05:07.000000Z"),
        ("3-Apr-2016 9:05 PM", DateOrder.MONTH_FIRST, "2016-04-03T21:05:00.000000Z"),
        ("3/4/16 12:00 am", DateOrder.DAY_FIRST, "2016-04-03T00:00:00.000000Z"),
        ("2016-04-03 09:05", DateOrder.DAY_FIRST, "2016-04-03T09:05:00.000000Z"),
        ("2016-04-03T09:05:00+02:00", DateOrder.ISO, "2016-04-03T07:05:00.000000Z"),
        ("2016-04-03 09:05:00 +0200", DateOrder.ISO, "2016-04-03T07:05:00.000000Z"),
        ("2016-04-03T09:05:00.123456789Z", DateOrder.ISO, "2016-04-03T09:05:00.123456Z"),
        ("2016-04-03 09:05:00 UTC", DateOrder.ISO, "2016-04-03T09:05:00.000000Z"),
        ("3/4/2016", DateOrder.DAY_FIRST, "2016-04-03T00:00:00.000000Z"),
        ("3/4/2016 09:05 +01:00", DateOrder.DAY_FIRST, "2016-04-03T08:05:00.000000Z"),
    ],
)
def test_a_date_is_read_in_the_order_of_its_source(text: str, order: DateOrder, means: str) -> None:
    assert read(text, order) == means


@pytest.mark.parametrize("text", ["13/13/2016 10:00", "31/2/2016", "soon", "1456790400", "10:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotAnInstant):
        read(text)


def test_a_slashed_date_is_refused_where_dates_are_iso() -> None:
    with pytest.raises(NotAnInstant, match="not an ISO date"):
        read("3/4/2016", DateOrder.ISO)


def test_a_local_time_that_came_twice_is_the_first_one() -> None:
    assert read("30/10/2016 01:30", zone=UK) == "2016-10-30T00:30:00.000000Z"


def test_a_local_time_that_never_came_is_shifted_and_noted() -> None:
    moment = Readings(DateOrder.DAY_FIRST, UK).read("27/3/2016 01:30")

    assert moment.text == "2016-03-27T01:30:00.000000Z"
    assert moment.note == "27/3/2016 01:30 does not exist in Europe/London; read as 02:30"


@given(
    st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2099, 1, 1)),
    st.sampled_from([DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST]),
)
def test_what_was_written_is_read_back(at: datetime, order: DateOrder) -> None:
    first, second = (at.day, at.month) if order is DateOrder.DAY_FIRST else (at.month, at.day)
    written = f"{first}/{second}/{at.year} {at:%H:%M:%S}"

    moment = Readings(order, ZoneInfo("UTC")).read(written)

    assert moment.at == at.replace(microsecond=0, tzinfo=UTC)
