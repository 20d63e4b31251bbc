"""Updates on a cadence: each one sent meets the present clock and starts the next."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.calendars import ALWAYS
from musterpoint.domain.clocks import (
    AlreadyStopped,
    ClockEvent,
    ClockState,
    EventKind,
    NotStarted,
    Reckoning,
    reckon_rounds,
)
from tests.domain.calendar_examples import HOUR, MINUTE
from tests.domain.clock_examples import CALENDARS, FRIDAY_1630, MONDAY_0930, event, started

MET = EventKind.MET


def rounds(*events: ClockEvent, at: datetime) -> tuple[Reckoning, ...]:
    return reckon_rounds(
        [started(), *events], target=HOUR, calendar=ALWAYS, at=at, calendars=CALENDARS
    )


def after(minutes: int) -> datetime:
    return FRIDAY_1630 + MINUTE * minutes


@given(st.lists(st.integers(0, 200), max_size=8))
def test_every_update_is_owed_one_target_after_the_one_before(gaps: list[int]) -> None:
    sent = [after(sum(gaps[: place + 1])) for place in range(len(gaps))]
    events = [event(MET, at, seq=seq) for seq, at in enumerate(sent, start=1)]

    *past, present = rounds(*events, at=after(2000))

    assert [each.due_at for each in (*past, present)] == [at + HOUR for at in (FRIDAY_1630, *sent)]
    assert [each.state for each in past] == [
        ClockState.MET if gap < 60 else ClockState.MET_LATE for gap in gaps
    ]
    assert not present.is_stopped


def test_new_terms_carry_over_to_the_next_round() -> None:
    slower = event(EventKind.RETARGETED, after(10), target=2 * HOUR, calendar="office")

    first, second = rounds(slower, event(MET, after(20)), at=after(20))

    assert (first.state, first.target) == (ClockState.MET, 2 * HOUR)
    assert second.due_at == MONDAY_0930 + HOUR + 20 * MINUTE


def test_an_update_sent_on_hold_does_not_end_the_hold() -> None:
    held = event(EventKind.HELD, after(10), reason="planned")
    resumed = event(EventKind.RESUMED, after(50))

    _, waiting = rounds(held, event(MET, after(20)), at=after(30))
    _, going_on = rounds(held, event(MET, after(20)), resumed, at=after(50))

    assert (waiting.state, waiting.held_since) == (ClockState.HELD, after(20))
    assert (going_on.state, going_on.due_at) == (ClockState.RUNNING, after(110))


def test_a_cadence_ends_and_can_be_taken_up_again() -> None:
    cancelled = event(EventKind.CANCELLED, after(70))
    reopened = event(EventKind.REOPENED, after(100))

    *_, ended = rounds(event(MET, after(50)), cancelled, at=after(90))
    *_, again = rounds(event(MET, after(50)), cancelled, reopened, at=after(100))

    assert (ended.state, ended.cancelled_at) == (ClockState.CANCELLED, after(70))
    assert (again.state, again.due_at) == (ClockState.RUNNING, after(140))


def test_an_update_after_the_end_is_refused() -> None:
    with pytest.raises(AlreadyStopped):
        rounds(event(EventKind.CANCELLED, after(10)), event(MET, after(20)), at=after(20))


def test_a_corrected_start_concerns_the_first_round_only() -> None:
    correction = event(EventKind.CORRECTED, after(55), was=after(0), began_at=after(-30))

    first, second = rounds(event(MET, after(50)), correction, at=after(60))

    assert (first.state, first.breached_at) == (ClockState.MET_LATE, after(30))
    assert second.started_at == after(50)


def test_a_cadence_without_a_start_is_refused() -> None:
    with pytest.raises(NotStarted):
        reckon_rounds([], target=HOUR, calendar=ALWAYS, at=FRIDAY_1630)
    with pytest.raises(NotStarted):
        reckon_rounds([event(MET, after(1))], target=HOUR, calendar=ALWAYS, at=after(2))
