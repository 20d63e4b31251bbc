"""When a promise reminds, and how it may change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.promises import (
    STANDING,
    AlreadySettled,
    NotYetMade,
    PromiseState,
    remind_at,
    require_standing,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_its_owner_is_reminded_a_quarter_of_an_hour_before() -> None:
    due_at = NOON + timedelta(hours=4)

    assert remind_at(NOON, due_at) == due_at - timedelta(minutes=15)


def test_a_short_promise_reminds_at_its_half() -> None:
    assert remind_at(NOON, NOON + timedelta(minutes=10)) == NOON + timedelta(minutes=5)


@given(seconds=st.integers(1, 10**8))
def test_the_reminder_lies_between_the_promise_and_its_time(seconds: int) -> None:
    due_at = NOON + timedelta(seconds=seconds)

    assert NOON < remind_at(NOON, due_at) < due_at


@pytest.mark.parametrize("state", list(PromiseState))
def test_only_what_is_owed_can_be_settled(state: PromiseState) -> None:
    if state in STANDING:
        require_standing(state)
        return
    with pytest.raises(NotYetMade if state is PromiseState.OFFERED else AlreadySettled):
        require_standing(state)
