"""Target clocks against the slow truth: every minute asked of the wall clock, one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from musterpoint.domain.calendars import ALWAYS, ZERO
from musterpoint.domain.clocks import (
    ClockState,
    Course,
    EventKind,
    Label,
    LineKind,
    Reckoning,
    marks,
    reckon,
    standing,
)
from tests.domain.calendar_examples import (
    CHANGES,
    HOUR,
    MINUTE,
    ZONES,
    calendars,
    daily,
    ever_open,
    instants,
)
from tests.domain.clock_examples import (
    History,
    count_minutes,
    event,
    histories,
    started,
    targets,
)


def reckoned(history: History, *, at: datetime | None = None) -> Reckoning:
    return reckon(
        history.events, target=history.target, calendar=history.calendar, at=at or history.at
    )


@given(histories())
def test_a_clock_never_counts_a_closed_a_held_or_a_stopped_minute(history: History) -> None:
    clock = reckoned(history)

    truth = count_minutes(history)

    assert clock.spent == truth.spent
    assert clock.held == truth.held
    assert clock.breached_at == truth.due_at


@given(histories(), st.data())
def test_a_hold_moves_the_due_instant_by_exactly_the_time_held(
    history: History, data: st.DataObject
) -> None:
    calendar, target, first = history.calendar, history.target, history.events[0]
    due_before = calendar.add(first.at, target)
    until_due = (due_before - first.at) // MINUTE
    held_at = first.at + MINUTE * data.draw(st.integers(0, max(0, until_due - 1)))
    resumed_at = held_at + MINUTE * data.draw(st.integers(0, 4000))
    hold = [event(EventKind.HELD, held_at), event(EventKind.RESUMED, resumed_at)]

    clock = reckon([first, *hold], target=target, calendar=calendar, at=resumed_at)

    assert clock.due_at is not None
    assume(calendar.worked(first.at, held_at) < target)
    assert calendar.worked(due_before, clock.due_at) == calendar.worked(held_at, resumed_at)
    assert clock.held == calendar.worked(held_at, resumed_at)


@given(st.data())
def test_a_hold_outside_working_hours_moves_nothing(data: st.DataObject) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    start = data.draw(instants(calendar))
    target = data.draw(targets)
    due_at = calendar.add(start, target)
    open_time = list(calendar.segments(start, due_at))
    assume(len(open_time) > 1)
    evening, morning = data.draw(st.sampled_from(list(pairwise(open_time))))
    hold = [event(EventKind.HELD, evening.end), event(EventKind.RESUMED, morning.start)]

    clock = reckon([started(start), *hold], target=target, calendar=calendar, at=morning.start)

    assert clock.due_at == due_at
    assert clock.held == ZERO


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: History, random: object) -> None:
    shuffled = list(history.events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands out a Random

    clock = reckon(shuffled, target=history.target, calendar=history.calendar, at=history.at)

    assert clock == reckoned(history)


@given(histories())
def test_reckoning_again_equals_going_on_from_before(history: History) -> None:
    first, *rest = history.events
    course = Course.begin(first, target=history.target, calendar=history.calendar, calendars={})

    for each in rest:
        course = course.after(each, calendars={})
        so_far = reckoned(history, at=each.at)
        if so_far.course.events[-1] == each:  # others of the same instant are still to come
            assert standing(course, at=each.at) == so_far

    assert standing(course, at=history.at) == reckoned(history)


@given(histories())
def test_spent_and_remaining_make_up_the_target(history: History) -> None:
    clock = reckoned(history)

    assert clock.spent + clock.remaining == clock.target
    assert (clock.spent >= clock.target) == (clock.breached_at is not None)
    assert (clock.share >= 1) == (clock.breached_at is not None)


@given(histories(), st.integers(-3, 3))
def test_a_clock_is_breached_from_its_due_instant_on(history: History, minutes: int) -> None:
    due_at = reckoned(history).due_at
    assume(due_at is not None)
    assert due_at is not None
    at = max(due_at + MINUTE * minutes, history.events[-1].at)

    clock = reckoned(history, at=at)

    if clock.state in {ClockState.RUNNING, ClockState.BREACHED}:
        assert (clock.state is ClockState.BREACHED) == (at >= due_at)


@given(histories(), st.integers(0, 100_000))
def test_waiting_alone_does_not_move_the_due_instant(history: History, minutes: int) -> None:
    later = reckoned(history, at=history.at + MINUTE * minutes)

    assert later.due_at == reckoned(history).due_at


@given(histories(), st.lists(st.floats(0.01, 1.0), min_size=1, max_size=5))
def test_marks_come_in_order_and_say_when_a_share_is_spent(
    history: History, shares: list[float]
) -> None:
    clock = reckoned(history)

    instants_of_marks = [mark for _, mark in marks(clock, sorted(shares)) if mark is not None]

    assert instants_of_marks == sorted(instants_of_marks)
    for share, mark in marks(clock, shares):
        if mark is not None:
            assert clock.course.spent(mark) == clock.target * share


@given(histories())
def test_the_last_mark_is_the_due_instant(history: History) -> None:
    clock = reckoned(history)

    (_, half), (_, three_quarters), (_, whole) = marks(clock)

    if not clock.is_stopped:
        assert whole == clock.due_at
    assert whole is None or (half is not None and three_quarters is not None)


@given(histories())
def test_segments_leave_no_gap_and_add_up(history: History) -> None:
    clock = reckoned(history)
    ends_at = clock.met_at or clock.cancelled_at or clock.at

    segments = clock.segments

    assert all(one.end == two.start for one, two in pairwise(segments))
    assert all(
        one.label != two.label or one.label != Label.CLOSED for one, two in pairwise(segments)
    )
    assert sum((each.span for each in segments), ZERO) == ends_at - clock.started_at
    assert span_of(Label.COUNTED, clock) == clock.spent
    assert span_of(Label.HELD, clock) == clock.held


@given(histories())
def test_the_arithmetic_adds_up_to_the_target(history: History) -> None:
    clock = reckoned(history)

    (total,) = [line for line in clock.lines if line.kind in {LineKind.DUE, LineKind.REMAINING}]

    assert total.total + (total.span or ZERO) == clock.target
    if total.kind is LineKind.DUE:
        assert total.start == clock.due_at


@given(histories())
def test_the_arithmetic_names_every_event_and_runs_forward(history: History) -> None:
    lines = reckoned(history).lines

    assert [line.event for line in lines if line.event] == list(history.events)
    assert all(one.start <= two.start for one, two in pairwise(lines))
    assert all(one.total <= two.total for one, two in pairwise(lines))


@given(histories(), targets, st.data())
def test_new_terms_hold_as_if_they_always_had(
    history: History, target: timedelta, data: st.DataObject
) -> None:
    calendar = data.draw(calendars().filter(ever_open))
    clock = reckoned(history)
    assume(not clock.is_stopped)
    retargeted = event(
        EventKind.RETARGETED, history.at, seq=99, target=target, calendar="new hours"
    )

    after = reckon(
        [*history.events, retargeted],
        target=history.target,
        calendar=history.calendar,
        at=history.at,
        calendars={"new hours": calendar},
    )

    untouched = [each for each in history.events if each.kind is not EventKind.RETARGETED]
    always = reckon(untouched, target=target, calendar=calendar, at=history.at)
    assert (after.due_at, after.spent, after.held) == (always.due_at, always.spent, always.held)
    assert after.state == always.state


@given(histories(), st.integers(-3000, 3000))
def test_a_corrected_start_reckons_as_if_it_had_been_right(history: History, minutes: int) -> None:
    clock = reckoned(history)
    began_at = clock.started_at + MINUTE * minutes
    assume(began_at <= (clock.met_at or clock.cancelled_at or history.at))
    correction = event(
        EventKind.CORRECTED, history.at, seq=99, was=clock.started_at, began_at=began_at
    )

    corrected = reckon(
        [*history.events, correction],
        target=history.target,
        calendar=history.calendar,
        at=history.at,
    )

    begun_rightly = replace(history, events=(started(began_at), *history.events[1:]))
    truth = count_minutes(begun_rightly)
    assert corrected.state == reckoned(begun_rightly).state
    assert (corrected.spent, corrected.held) == (truth.spent, truth.held)
    assert corrected.breached_at == truth.due_at
    assert corrected.course.events == (*history.events, correction)  # old and new both kept


@pytest.mark.parametrize("zone", ZONES)
def test_a_clock_that_always_runs_ignores_both_clock_changes(zone: str) -> None:
    for change in CHANGES[zone]:
        for calendar in (ALWAYS, daily("00:00-24:00", zone=zone)):
            clock = reckon(
                [started(change - 6 * HOUR)], target=12 * HOUR, calendar=calendar, at=change
            )

            assert clock.due_at == change + 6 * HOUR
            assert clock.spent == 6 * HOUR


@pytest.mark.parametrize(
    ("zone", "date", "reads"),
    [
        ("Europe/London", (2026, 3, 29), "09:00 BST"),
        ("Europe/London", (2026, 10, 25), "07:00 GMT"),
        ("America/New_York", (2026, 3, 8), "09:00 EDT"),
        ("America/New_York", (2026, 11, 1), "07:00 EST"),
        ("Asia/Kathmandu", (2026, 3, 29), "08:00 +0545"),
        ("Australia/Lord_Howe", (2026, 10, 4), "08:30 +11"),
        ("Australia/Lord_Howe", (2026, 4, 5), "07:30 +1030"),
        ("Pacific/Chatham", (2026, 9, 27), "09:00 +1345"),
        ("Pacific/Chatham", (2026, 4, 5), "07:00 +1245"),
        ("America/St_Johns", (2026, 3, 8), "09:00 NDT"),
        ("America/St_Johns", (2026, 11, 1), "07:00 NST"),
    ],
)
def test_seven_hours_from_an_opening_on_the_night_the_clocks_change(
    zone: str, date: tuple[int, int, int], reads: str
) -> None:
    """Seven real hours of work and an hour of break, whatever the wall clock did meanwhile."""
    calendar = daily("00:00-04:30", "05:30-24:00", zone=zone)
    midnight = datetime(*date, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    clock = reckon([started(midnight)], target=7 * HOUR, calendar=calendar, at=midnight)

    assert clock.due_at is not None
    assert f"{clock.due_at.astimezone(ZoneInfo(zone)):%H:%M %Z}" == reads


def span_of(label: Label, clock: Reckoning) -> timedelta:
    return sum((each.span for each in clock.segments if each.label is label), ZERO)
