"""When a test of a channel is sent, to whom, and what it proves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.proving import (
    Proof,
    Trial,
    Volunteer,
    in_turn,
    is_by_day,
    next_day,
    next_round,
    proof,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)

zones = st.sampled_from(
    ["Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", "UTC"]
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@given(instants, zones)
def test_the_next_round_is_the_first_tuesday_morning_to_come(after: datetime, zone: str) -> None:
    found = next_round(after=after, zone=zone)
    local = found.astimezone(ZoneInfo(zone))

    assert (local.weekday(), local.time()) == (1, time(10, 30))
    assert timedelta(0) < found - after <= timedelta(days=7, hours=1)
    assert is_by_day(found, zone=zone)


@given(instants, zones)
def test_what_waits_for_the_day_waits_no_longer_than_a_weekend(after: datetime, zone: str) -> None:
    found = next_day(after=after, zone=zone)

    assert timedelta(0) < found - after <= timedelta(days=3, hours=1)
    assert is_by_day(found, zone=zone)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 3, 10, 10, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 10, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 10, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 10, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 10, 3, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 14, 12, 0, tzinfo=UTC), False),  # a Saturday
    ],
)
def test_by_night_and_at_weekends_nobody_is_tested(at: datetime, expected: bool) -> None:
    assert is_by_day(at, zone="Europe/London") is expected


def judged(*trials: Trial, is_set_up: bool = True, volunteers: int = 1, days: float = 0) -> Proof:
    return proof(
        "sms", is_set_up=is_set_up, volunteers=volunteers, trials=trials, at=NOON + DAY * days
    )


ARRIVED = Trial(asked_at=NOON, proved_at=NOON + timedelta(minutes=1))
FAILED = Trial(asked_at=NOON + DAY, failed_at=NOON + DAY, why="No such number.")
SENT = Trial(asked_at=NOON)


@pytest.mark.parametrize(
    ("found", "says", "is_kept"),
    [
        (judged(is_set_up=False, volunteers=0), "It is not set up.", True),
        (judged(volunteers=0), "Nobody volunteers to take its weekly test.", False),
        (judged(), "It was not tried yet.", True),
        (judged(SENT), "The last test is on its way.", True),
        (judged(SENT, days=9), "No test arrived for eight days.", False),
        (judged(ARRIVED, days=8), "The last test arrived.", True),
        (judged(ARRIVED, days=9), "No test arrived for eight days.", False),
        (judged(FAILED, ARRIVED, days=2), "The last test failed: No such number.", True),
        (judged(ARRIVED, FAILED, days=9), "The last test failed: No such number.", False),
        (judged(FAILED, days=2), "The last test failed: No such number.", True),
    ],
)
def test_what_the_trials_say(found: Proof, says: str, is_kept: bool) -> None:
    assert (found.says, found.is_kept) == (says, is_kept)


def test_a_later_failure_does_not_take_the_last_proof_away() -> None:
    found = judged(ARRIVED, FAILED, days=1)

    assert found.last_proved_at == ARRIVED.proved_at
    assert found.failed_at == FAILED.failed_at


@given(st.integers(1, 6), st.integers(1, 30))
def test_volunteers_take_turns(count: int, rounds: int) -> None:
    asked: dict[int, datetime] = {}
    for number in range(rounds):
        volunteers = [Volunteer(address="x", method_id=pk, asked_at=asked.get(pk))
                      for pk in range(1, count + 1)]  # fmt: skip
        asked_now = in_turn(volunteers)[0].method_id or 0
        assert asked_now == number % count + 1
        asked[asked_now] = NOON + DAY * 7 * number
