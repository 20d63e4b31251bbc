"""How often one agent counts, and when many votes ask for a fresh look."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.contact_votes import (
    HOUR,
    MOST_AN_HOUR,
    NOT_AGAIN_WITHIN,
    Heard,
    asks_again,
    too_soon,
)
from tests.factories import NOON


def before(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("own", "until"),
    [
        ([], None),
        ([before(20)], None),
        ([before(19)], NOON + timedelta(seconds=1)),
        ([before(5), before(300)], NOON + timedelta(seconds=15)),
        ([before(3600)] * 90, None),
    ],
)
def test_one_customer_at_a_time(own: list[datetime], until: datetime | None) -> None:
    assert too_soon(own, at=NOON) == until


def test_no_more_than_so_many_an_hour() -> None:
    own = [before(60 + 50 * number) for number in range(MOST_AN_HOUR)]

    assert too_soon(own, at=NOON) == min(own) + HOUR
    assert too_soon(own[:-1], at=NOON) is None


@given(st.lists(st.integers(0, 7200), max_size=150))
def test_whoever_waits_as_long_as_they_are_told_may_vote(ages: list[int]) -> None:
    own = [before(age) for age in ages]
    until = too_soon(own, at=NOON)

    if until is not None:
        assert NOON < until <= NOON + HOUR
        assert too_soon(own, at=until) is None
    else:
        assert not own or max(own) <= NOON - NOT_AGAIN_WITHIN or max(own) > NOON


@pytest.mark.parametrize(
    ("lately", "people", "in_all", "asked", "asks"),
    [
        (10, 3, 10, 0, True),
        (9, 3, 30, 0, False),
        (10, 2, 10, 0, False),
        (19, 9, 19, 10, False),
        (20, 9, 20, 10, True),
        (10, 3, 39, 20, False),
        (10, 3, 40, 20, True),
    ],
)
def test_a_fresh_look_is_asked_for_at_ten_and_at_each_doubling(
    lately: int, people: int, in_all: int, asked: int, asks: bool
) -> None:
    heard = Heard(lately=lately, people_lately=people, in_all=in_all)

    assert asks_again(heard, asked_at_count=asked) is asks
