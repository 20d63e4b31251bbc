"""Clocks of history: the source's states as events, and what they come to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.clocks import ClockKind, ClockState, EventKind, Reckoning, reckon
from musterpoint.domain.history import Point, clock_events
from tests.domain.strategies import shipped

MONDAY = datetime(2016, 2, 1, 10, 0, tzinfo=UTC)


def point(minutes: float, status: str, priority: str = "P1", reason: str = "") -> Point:
    at = MONDAY + timedelta(minutes=minutes)
    return Point(at=at, status=status, hold_reason=reason, priority=priority)


def restore(*points: Point, resolved_at: datetime | None = None) -> Reckoning:
    events = clock_events(points, strategy=shipped(), started_at=MONDAY, resolved_at=resolved_at)[
        ClockKind.RESTORE
    ]
    calendars = shipped().calendars
    at = max(points[-1].at, events[-1].at)
    return reckon(events, calendar=calendars["always"], calendars=calendars, at=at)


@given(st.integers(min_value=1, max_value=10_000))
def test_a_hold_moves_the_due_instant_by_exactly_the_time_held(minutes: int) -> None:
    held = restore(
        point(0, "in_progress"),
        point(30, "on_hold", reason="waiting_for_customer"),
        point(30 + minutes, "in_progress"),
    )

    assert held.due_at == MONDAY + timedelta(hours=4, minutes=minutes)


def test_a_hold_for_a_reason_the_strategy_does_not_allow_holds_nothing() -> None:
    held = restore(
        point(0, "in_progress"), point(30, "on_hold", reason="coffee"), point(90, "in_progress")
    )

    assert held.due_at == MONDAY + timedelta(hours=4)


def test_the_source_is_believed_about_when_it_was_resolved() -> None:
    clock = restore(
        point(0, "in_progress"), point(300, "resolved"), resolved_at=MONDAY + timedelta(hours=3)
    )

    assert (clock.state, clock.met_at) == (ClockState.MET, MONDAY + timedelta(hours=3))


def test_a_reopened_incident_counts_on_without_the_time_between() -> None:
    clock = restore(
        point(0, "in_progress"), point(60, "closed"), point(600, "in_progress"),
        point(660, "resolved"),
    )  # fmt: skip

    assert (clock.state, clock.spent) == (ClockState.MET, timedelta(hours=2))


def test_another_priority_brings_its_terms() -> None:
    events = clock_events(
        [point(0, "in_progress", "P1"), point(10, "in_progress", "P2")],
        strategy=shipped(),
        started_at=MONDAY,
        resolved_at=None,
    )

    kinds = [event.kind for event in events[ClockKind.RESTORE]]
    assert kinds == [EventKind.STARTED, EventKind.RETARGETED]


def test_no_update_clock_is_made_up() -> None:
    events = clock_events(
        [point(0, "closed")], strategy=shipped(), started_at=MONDAY, resolved_at=None
    )

    assert set(events) == {ClockKind.ACKNOWLEDGE, ClockKind.RESTORE}


STATES = st.sampled_from(["logged", "in_progress", "on_hold", "resolved", "closed"])
POINTS = st.lists(st.tuples(st.integers(0, 5_000), STATES, st.sampled_from(["P1", "P2", "P3"])))


@given(POINTS.filter(bool), st.one_of(st.none(), st.integers(-100, 6_000)))
def test_whatever_a_log_tells_its_clocks_can_be_reckoned(
    log: list[tuple[int, str, str]], resolved: int | None
) -> None:
    points = [
        point(minutes, status, priority, "waiting_for_supplier")
        for minutes, status, priority in sorted(log)
    ]
    resolved_at = None if resolved is None else MONDAY + timedelta(minutes=resolved)

    clock = restore(*points, resolved_at=resolved_at)

    assert clock.started_at == MONDAY
    assert clock.is_stopped == (points[-1].status in ("resolved", "closed"))
