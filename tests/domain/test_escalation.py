from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.escalation import (
    RunIsOver,
    RunState,
    StopReason,
    UnknownTelling,
    acknowledge,
    collapse,
    due_tellings,
    ease,
    instead,
    is_exhausted,
    next_telling,
    rejoin,
    skipped,
    stop,
    tellings,
    told,
)
from musterpoint.domain.policy.document import FALLBACK, Path
from tests.domain.any_path import PRIORITIES, minutes, paths
from tests.domain.strategies import shipped

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAYS = timedelta(days=40)


def run(priority: str = "P1") -> RunState:
    return RunState(started_at=NINE, priority=priority)


priorities = st.sampled_from(PRIORITIES)
waits = st.lists(st.integers(0, 200), min_size=1, max_size=12)


def tell_due(path: Path, state: RunState, at: datetime) -> RunState:
    return told(path, state, collapse(path, state, at=at), at=at)


@given(path=paths(), priority=priorities, later=st.integers(0, 5000))
def test_nobody_is_told_before_the_time(path: Path, priority: str, later: int) -> None:
    at = NINE + minutes(later)

    due = due_tellings(path, run(priority), at=at)

    assert all(one.due_at <= at for one in due)
    assert all(one.due_at > at for one in tellings(path, run(priority)) if one not in due)


@given(path=paths(), priority=priorities)
def test_steps_begin_in_the_order_of_the_path(path: Path, priority: str) -> None:
    plan = tellings(path, run(priority))

    firsts = [one.step for one in plan if one.round == 0]
    expected = [step.code for step in path.steps if step.is_for(priority)]
    assert firsts == [*expected, FALLBACK]
    assert [one.due_at for one in plan] == sorted(one.due_at for one in plan)


@given(path=paths(), priority=priorities)
def test_somebody_is_always_told_and_the_fallback_comes_last(path: Path, priority: str) -> None:
    plan = tellings(path, run(priority))

    assert all(one.tell and one.because.clause for one in plan)
    assert plan[-1].is_fallback
    assert plan[-1].tell == (path.fallback,)


@given(path=paths(), priority=priorities, answered=st.integers(0, 400), later=st.integers(0, 9000))
def test_an_acknowledgement_stops_everything_later(
    path: Path, priority: str, answered: int, later: int
) -> None:
    at = NINE + minutes(answered)
    state = tell_due(path, run(priority), at)
    for person in ("ann", "bob", "cat"):
        if state.is_running:
            state = acknowledge(path, state, person=person, at=at)

    assert state.stopped_because is StopReason.ACKNOWLEDGED
    assert due_tellings(path, state, at=at + minutes(later)) == ()
    assert next_telling(path, state) is None


@given(path=paths(), priority=priorities, gaps=waits)
def test_whenever_the_worker_wakes_each_step_is_told_once_and_in_the_end_the_fallback(
    path: Path, priority: str, gaps: list[int]
) -> None:
    state, at = run(priority), NINE
    for gap in gaps:
        at += minutes(gap)
        state = tell_due(path, state, at)
    state = tell_due(path, state, NINE + DAYS)

    plan = {one.key for one in tellings(path, state)}
    assert is_exhausted(path, state)
    assert state.told.keys() | state.superseded == plan
    assert state.told.keys() & state.superseded == set()
    assert (FALLBACK, 0) in state.told
    assert {step for step, _ in state.told} == {step for step, _ in plan}


@given(path=paths(), priority=priorities, later=st.integers(0, 5000))
def test_after_an_outage_each_step_is_told_once_at_its_newest_round(
    path: Path, priority: str, later: int
) -> None:
    at = NINE + minutes(later)

    got = collapse(path, run(priority), at=at)

    steps = [one.step for one in got.tell]
    assert len(steps) == len(set(steps))
    assert {*got.tell, *got.superseded} == set(due_tellings(path, run(priority), at=at))
    newest = {one.step: one.round for one in got.tell}
    assert all(one.round < newest[one.step] for one in got.superseded)


@given(path=paths(), old=priorities, new=priorities, rose=st.integers(0, 500))
def test_after_a_rise_nobody_already_passed_is_told_again(
    path: Path, old: str, new: str, rose: int
) -> None:
    at = NINE + minutes(rose)
    before = tell_due(path, run(old), at)

    after = rejoin(path, before, priority=new, at=at)

    assert after.is_running
    assert after.priority == new
    assert next_telling(path, after) is not None
    due = due_tellings(path, after, at=at)
    assert len({one.step for one in due} - {FALLBACK}) <= 1


def test_the_shipped_path_waits_five_minutes_at_p1() -> None:
    plan = tellings(shipped().paths["technology"], run("P1"))

    assert [(one.step, one.due_at - NINE) for one in plan] == [
        ("service_desk", minutes(0)),
        ("duty_manager", minutes(5)),
        ("incident_manager", minutes(10)),
        ("head_of_operations", minutes(15)),
        ("supplier", minutes(20)),
        ("head_of_operations", minutes(25)),
        ("head_of_operations", minutes(35)),
        (FALLBACK, minutes(40)),
    ]


def test_steps_for_other_priorities_are_skipped_with_a_reason() -> None:
    got = skipped(shipped().paths["technology"], run("P4"))

    assert [one.step for one in got] == ["head_of_operations", "supplier"]
    assert got[0].because.says == "Only for P1, P2; this is P4."
    assert got[0].because.clause == "paths.technology.head_of_operations"


def pair() -> Path:
    """A path whose first step needs two people."""
    path = shipped().paths["technology"]
    return replace(path, steps=(replace(path.steps[0], need=2), *path.steps[1:]))


def test_a_step_that_needs_two_goes_on_until_two_have_answered() -> None:
    state = tell_due(pair(), run(), NINE)

    one = acknowledge(pair(), state, person="ann", at=NINE + minutes(1))
    again = acknowledge(pair(), one, person="ann", at=NINE + minutes(2))
    both = acknowledge(pair(), again, person="bob", at=NINE + minutes(3))

    assert one.is_running
    assert again.is_running
    assert both.stopped_at == NINE + minutes(3)
    assert both.answered == {"ann": NINE + minutes(1), "bob": NINE + minutes(3)}


def test_a_run_that_is_over_takes_no_answer_and_no_telling() -> None:
    path = shipped().paths["technology"]
    over = stop(run(), reason=StopReason.RESOLVED, at=NINE)

    with pytest.raises(RunIsOver, match="This run is over: resolved"):
        acknowledge(path, over, person="ann", at=NINE)
    with pytest.raises(RunIsOver):
        told(path, over, collapse(path, over, at=NINE), at=NINE)


def test_a_run_that_is_over_keeps_its_first_reason() -> None:
    over = stop(run(), reason=StopReason.WITHDRAWN, at=NINE)

    assert stop(over, reason=StopReason.RESOLVED, at=NINE + minutes(1)) == over
    assert not is_exhausted(shipped().paths["technology"], over)


def test_a_telling_the_path_does_not_have_is_refused() -> None:
    technology, safety = shipped().paths["technology"], shipped().paths["safety"]
    foreign = collapse(safety, run(), at=NINE)

    with pytest.raises(UnknownTelling, match="no round 0 of step 'on_the_spot'"):
        told(technology, run(), foreign, at=NINE)


def test_a_run_waiting_for_an_answer_goes_on_at_the_new_pace() -> None:
    path = shipped().paths["technology"]
    waiting = tell_due(path, run("P3"), NINE + minutes(61))

    risen = rejoin(path, waiting, priority="P1", at=NINE + minutes(90))

    due = due_tellings(path, risen, at=NINE + minutes(90))
    assert [one.step for one in due] == ["duty_manager"]
    after_that = next_telling(path, tell_due(path, risen, NINE + minutes(90)))
    assert after_that is not None
    assert (after_that.step, after_that.due_at) == ("incident_manager", NINE + minutes(95))


def test_a_run_that_was_answered_starts_again_when_the_priority_rises() -> None:
    path = shipped().paths["technology"]
    answered = acknowledge(path, tell_due(path, run("P3"), NINE), person="ann", at=NINE)

    risen = rejoin(path, answered, priority="P1", at=NINE + minutes(30))

    assert risen == RunState(started_at=NINE + minutes(30), priority="P1")


def test_a_fall_leaves_those_told_told_and_gives_the_rest_more_time() -> None:
    path = shipped().paths["technology"]
    state = tell_due(path, run("P1"), NINE + minutes(5))

    eased = ease(path, state, priority="P3", at=NINE + minutes(6))

    following = next_telling(path, eased)
    assert following is not None
    assert (following.step, following.due_at) == ("incident_manager", NINE + timedelta(hours=4))


def test_a_step_that_finds_nobody_tells_the_fallback_instead() -> None:
    path = shipped().paths["technology"]
    first = next_telling(path, run())
    assert first is not None

    got = instead(path, first)

    assert got.tell == (path.fallback,)
    assert got.key == first.key
    assert got.because.clause == "paths.technology.fallback"
