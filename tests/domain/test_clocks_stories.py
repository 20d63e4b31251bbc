"""Clocks in the situations people ask about, and every refusal by name."""

from datetime import datetime, timedelta

import pytest

from musterpoint.domain.calendars import ALWAYS, ZERO, NeverOpens, WorkingCalendar
from musterpoint.domain.clocks import (
    AlreadyHeld,
    AlreadyStarted,
    AlreadyStopped,
    BadTarget,
    ClockEvent,
    ClockState,
    Course,
    EventKind,
    IllegalEvent,
    Label,
    LineKind,
    NotHeld,
    NotStarted,
    NotStopped,
    OutOfOrder,
    Reckoning,
    StartsAfterStop,
    UnknownCalendar,
    WrongStart,
    marks,
    reckon,
)
from tests.domain.calendar_examples import HOUR, MINUTE
from tests.domain.clock_examples import (
    CALENDARS,
    FRIDAY_1630,
    MONDAY_0930,
    OFFICE,
    event,
    started,
)

HELD, RESUMED, MET = EventKind.HELD, EventKind.RESUMED, EventKind.MET
CANCELLED, REOPENED = EventKind.CANCELLED, EventKind.REOPENED
CORRECTED, RETARGETED = EventKind.CORRECTED, EventKind.RETARGETED

LATE = FRIDAY_1630 + 10 * timedelta(days=1)


def on_the_hour(
    *events: ClockEvent, at: datetime = LATE, target: timedelta = 4 * HOUR
) -> Reckoning:
    """Reckon on a calendar that is always open, from Friday 16:30."""
    return reckon(
        [started(), *events],
        target=target,
        calendar=ALWAYS,
        at=at,
        calendars=CALENDARS,
    )


def after(hours: float) -> datetime:
    return FRIDAY_1630 + hours * HOUR


def test_an_hour_on_friday_afternoon_is_due_on_monday_morning() -> None:
    clock = reckon([started()], target=HOUR, calendar=OFFICE, at=FRIDAY_1630)

    assert clock.due_at == MONDAY_0930
    assert marks(clock) == (
        (0.5, FRIDAY_1630 + HOUR / 2),
        (0.75, MONDAY_0930 - HOUR / 4),
        (1.0, MONDAY_0930),
    )


def test_the_weekend_is_shown_as_closed() -> None:
    clock = reckon([started()], target=HOUR, calendar=OFFICE, at=FRIDAY_1630)

    assert [(line.kind, line.start, line.span, line.total) for line in clock.lines] == [
        (LineKind.EVENT, FRIDAY_1630, None, ZERO),
        (LineKind.COUNTED, FRIDAY_1630, HOUR / 2, HOUR / 2),
        (LineKind.CLOSED, FRIDAY_1630 + HOUR / 2, 64 * HOUR, HOUR / 2),
        (LineKind.COUNTED, MONDAY_0930 - HOUR / 2, HOUR / 2, HOUR),
        (LineKind.DUE, MONDAY_0930, None, HOUR),
    ]


def test_a_clock_is_breached_at_the_due_instant_and_not_before() -> None:
    just_before = on_the_hour(at=after(4) - timedelta(microseconds=1))
    then = on_the_hour(at=after(4))

    assert (just_before.state, just_before.breached_at) == (ClockState.RUNNING, None)
    assert (then.state, then.breached_at) == (ClockState.BREACHED, after(4))


def test_what_is_done_in_time_is_met() -> None:
    clock = on_the_hour(event(MET, after(3)))

    assert (clock.state, clock.met_at, clock.breached_at) == (ClockState.MET, after(3), None)
    assert (clock.spent, clock.remaining, clock.due_at) == (3 * HOUR, HOUR, after(4))


@pytest.mark.parametrize("hours", [4, 5])
def test_what_is_done_at_the_due_instant_or_later_is_met_late(hours: int) -> None:
    clock = on_the_hour(event(MET, after(hours)))

    assert (clock.state, clock.met_at) == (ClockState.MET_LATE, after(hours))
    assert clock.breached_at == after(4)


def test_a_stopped_clock_counts_no_further() -> None:
    clock = on_the_hour(event(MET, after(3)), at=after(200))

    assert (clock.spent, clock.share) == (3 * HOUR, 0.75)


def test_a_held_clock_has_no_due_instant() -> None:
    clock = on_the_hour(event(HELD, after(3), reason="waiting for the supplier"))

    assert (clock.state, clock.due_at, clock.held_since) == (ClockState.HELD, None, after(3))
    assert marks(clock) == ((0.5, after(2)), (0.75, after(3)), (1.0, None))
    assert clock.lines[-1].kind is LineKind.REMAINING
    assert clock.lines[-1].span == HOUR


def test_a_breached_clock_that_is_held_stays_breached() -> None:
    clock = on_the_hour(event(HELD, after(5)))

    assert (clock.state, clock.due_at, clock.held_since) == (
        ClockState.BREACHED,
        after(4),
        after(5),
    )


def test_meeting_a_clock_on_hold_ends_the_hold() -> None:
    clock = on_the_hour(event(HELD, after(3)), event(MET, after(9)))

    assert (clock.state, clock.held, clock.held_since) == (ClockState.MET, 6 * HOUR, None)
    assert clock.due_at == after(10)


def test_time_between_a_stop_and_its_reopening_is_not_counted() -> None:
    clock = on_the_hour(event(MET, after(3)), event(REOPENED, after(20)), at=after(20.5))

    assert (clock.state, clock.spent, clock.due_at) == (ClockState.RUNNING, 3.5 * HOUR, after(21))
    assert (clock.met_at, clock.held) == (None, ZERO)
    assert [each.label for each in clock.segments] == [Label.COUNTED, Label.STOPPED, Label.COUNTED]


def test_a_withdrawal_that_is_undone_lets_the_clock_run_on() -> None:
    withdrawn = on_the_hour(event(CANCELLED, after(1)))
    undone = on_the_hour(event(CANCELLED, after(1)), event(REOPENED, after(2)), at=after(2))

    assert (withdrawn.state, withdrawn.cancelled_at) == (ClockState.CANCELLED, after(1))
    assert (undone.state, undone.due_at) == (ClockState.RUNNING, after(5))


def test_a_new_priority_keeps_the_time_spent() -> None:
    clock = on_the_hour(event(RETARGETED, after(1), target=8 * HOUR), at=after(1))

    assert (clock.target, clock.spent, clock.due_at) == (8 * HOUR, HOUR, after(8))


def test_a_shorter_target_can_be_breached_already() -> None:
    clock = on_the_hour(event(RETARGETED, after(3), target=2 * HOUR), at=after(3))

    assert (clock.state, clock.breached_at) == (ClockState.BREACHED, after(2))


def test_a_new_priority_can_bring_other_hours() -> None:
    clock = on_the_hour(event(RETARGETED, after(1), target=HOUR, calendar="office"), at=after(1))

    assert (clock.spent, clock.due_at) == (HOUR / 2, MONDAY_0930)


def test_the_start_can_bring_its_own_terms() -> None:
    clock = reckon(
        [started(target=HOUR, calendar="office")],
        calendar=ALWAYS,
        at=FRIDAY_1630,
        calendars=CALENDARS,
    )

    assert clock.due_at == MONDAY_0930


def test_a_correction_can_turn_met_into_met_late() -> None:
    correction = event(CORRECTED, after(4), was=after(0), began_at=after(-2))

    clock = on_the_hour(event(MET, after(3)), correction)

    assert (clock.state, clock.started_at, clock.breached_at) == (
        ClockState.MET_LATE,
        after(-2),
        after(2),
    )
    assert [each.kind for each in clock.course.events] == [EventKind.STARTED, MET, CORRECTED]


def test_a_hold_before_the_corrected_start_held_nothing() -> None:
    correction = event(CORRECTED, after(3), was=after(0), began_at=after(3))

    clock = on_the_hour(event(HELD, after(1)), event(RESUMED, after(2)), correction, at=after(4))

    assert (clock.spent, clock.held, clock.due_at) == (HOUR, ZERO, after(7))


def test_a_start_typed_in_the_future_can_be_corrected() -> None:
    events = [
        started(FRIDAY_1630 + HOUR),
        event(CORRECTED, after(0), was=after(1), began_at=after(-1)),
    ]

    clock = reckon(events, target=HOUR, calendar=ALWAYS, at=FRIDAY_1630)

    assert (clock.started_at, clock.spent, clock.due_at) == (after(-1), HOUR, after(0))


def test_a_clock_before_its_start_has_spent_nothing() -> None:
    clock = on_the_hour(at=after(-1))

    assert (clock.state, clock.spent, clock.due_at) == (ClockState.RUNNING, ZERO, after(4))
    assert clock.segments == ()


def test_what_lies_ahead_has_not_happened_yet() -> None:
    clock = on_the_hour(event(HELD, after(1)), event(RESUMED, after(2)), at=after(1.5))

    assert (clock.state, clock.due_at) == (ClockState.HELD, None)


def test_events_of_one_instant_follow_their_numbers() -> None:
    clock = on_the_hour(event(RESUMED, after(1), seq=2), event(HELD, after(1), seq=1), at=after(1))

    assert (clock.state, clock.due_at) == (ClockState.RUNNING, after(4))


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        ([started()], AlreadyStarted),
        ([event(RESUMED, after(1))], NotHeld),
        ([event(HELD, after(1)), event(HELD, after(2))], AlreadyHeld),
        ([event(MET, after(1)), event(MET, after(2))], AlreadyStopped),
        ([event(MET, after(1)), event(HELD, after(2))], AlreadyStopped),
        ([event(MET, after(1)), event(RESUMED, after(2))], AlreadyStopped),
        ([event(REOPENED, after(1))], NotStopped),
    ],
)
def test_an_event_that_cannot_happen_is_refused(
    events: list[ClockEvent], refusal: type[IllegalEvent]
) -> None:
    with pytest.raises(refusal):
        on_the_hour(*events)


@pytest.mark.parametrize("kind", [HELD, CANCELLED, RETARGETED])
def test_a_cancelled_clock_takes_nothing_but_reopening_and_corrections(kind: EventKind) -> None:
    with pytest.raises(AlreadyStopped):
        on_the_hour(event(CANCELLED, after(1)), event(kind, after(2)))


def test_a_refusal_says_what_when_and_why() -> None:
    with pytest.raises(NotHeld) as refusal:
        on_the_hour(event(RESUMED, after(1)))

    assert str(refusal.value) == "resumed at 2026-11-20T17:30:00+00:00: the clock is not on hold"


def test_a_correction_of_another_start_is_refused() -> None:
    with pytest.raises(WrongStart):
        on_the_hour(event(CORRECTED, after(1), was=after(0.5), began_at=after(-1)))
    with pytest.raises(WrongStart):
        on_the_hour(event(CORRECTED, after(1), was=after(0)))


def test_a_start_after_the_stop_is_refused() -> None:
    with pytest.raises(StartsAfterStop):
        on_the_hour(
            event(MET, after(1)), event(CORRECTED, after(2), was=after(0), began_at=after(2))
        )


def test_a_clock_without_a_start_is_refused() -> None:
    for events in ([], [event(HELD, after(1))]):
        with pytest.raises(NotStarted):
            reckon(events, target=HOUR, calendar=ALWAYS, at=LATE)


@pytest.mark.parametrize("target", [None, ZERO, -MINUTE])
def test_a_target_of_nothing_is_refused(target: timedelta | None) -> None:
    with pytest.raises(BadTarget):
        reckon([started()], target=target, calendar=ALWAYS, at=LATE)
    with pytest.raises(BadTarget):
        on_the_hour(event(RETARGETED, after(1), target=ZERO))


def test_hours_that_nobody_has_named_are_refused() -> None:
    with pytest.raises(UnknownCalendar, match="no calendar named 'moon'"):
        on_the_hour(event(RETARGETED, after(1), calendar="moon"))


def test_an_event_behind_the_last_one_is_refused_when_going_on() -> None:
    course = Course.begin(started(), target=HOUR, calendar=ALWAYS, calendars={})
    course = course.after(event(HELD, after(2)), calendars={})

    with pytest.raises(OutOfOrder):
        course.after(event(RESUMED, after(1)), calendars={})


def test_a_target_on_a_calendar_that_never_opens_is_refused() -> None:
    shut = WorkingCalendar(name="shut", zone="UTC", week=((),) * 7)

    with pytest.raises(NeverOpens):
        reckon([started()], target=HOUR, calendar=shut, at=LATE)
