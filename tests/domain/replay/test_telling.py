"""Whom a path would have told until somebody answered: the same as a live run tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain import escalation
from musterpoint.domain.escalation import RunState, Telling
from musterpoint.domain.escalation.trying import Behind, Told, simulate
from musterpoint.domain.policy.document import Path
from musterpoint.domain.priority import rises
from musterpoint.domain.replay.telling import Pull, tell
from tests.domain.any_path import PRIORITIES, paths
from tests.domain.replay.examples import NOON, at
from tests.domain.strategies import shipped

NEVER = NOON + timedelta(days=30)
Shown = list[tuple[str, int, datetime]]
starts = st.integers(0, 7 * 24 * 60).map(at)


def there(telling: Telling, _at: datetime) -> Behind:
    people = tuple(
        Told(code=f"{telling.step} {n}", name="x", why="", ways=(), person=f"{telling.step} {n}")
        for n in range(telling.need)
    )
    return Behind(people=people)


def replayed(pulls: Sequence[Pull], until: datetime = NEVER) -> Shown:
    told, _ = tell(shipped(), pulls, until=until)
    return [(one.rung.step, one.rung.round, one.at) for one in told]


def simulated(path: Path, priority: str, start: datetime) -> Shown:
    trial = simulate(path, priority=priority, start=start, calendars=shipped().calendars, who=there)
    return [(one.step, one.round, one.at) for one in trial.tellings if not one.left_out]


@given(path=paths(conditional=True), priority=st.sampled_from(PRIORITIES), start=starts)
def test_a_replayed_path_tells_what_a_run_tells(path: Path, priority: str, start: datetime) -> None:
    assert replayed([Pull(start, path, priority)]) == simulated(path, priority, start)


@given(path=paths(conditional=True), priority=st.sampled_from(PRIORITIES), answered=starts)
def test_nobody_is_told_once_somebody_has_answered(
    path: Path, priority: str, answered: datetime
) -> None:
    told, was_at_its_end = tell(shipped(), [Pull(NOON, path, priority)], until=answered)

    every = simulated(path, priority, NOON)
    assert [(one.rung.step, one.rung.round, one.at) for one in told] == [
        one for one in every if one[2] < answered
    ]
    assert was_at_its_end == (every[-1][2] < answered)


@given(
    path=paths(),
    priorities=st.lists(st.sampled_from(PRIORITIES), min_size=2, max_size=3),
    gaps=st.lists(st.integers(1, 200), min_size=2, max_size=2),
)
def test_a_new_priority_does_to_a_replay_what_it_does_to_a_run(
    path: Path, priorities: list[str], gaps: list[int]
) -> None:
    instants = [at(sum(gaps[:place])) for place in range(len(priorities))]
    pulls = [Pull(when, path, code) for when, code in zip(instants, priorities, strict=True)]

    assert replayed(pulls) == _live(path, pulls)


def _live(path: Path, pulls: Sequence[Pull]) -> Shown:
    """Run the rules of a live run turn by turn, with everybody there and nobody answering."""
    state = RunState(started_at=pulls[0].at, priority=pulls[0].priority)
    shown: Shown = []
    for place, pull in enumerate(pulls):
        if pull.priority != state.priority:
            graver = rises(shipped(), old=state.priority, new=pull.priority)
            change = escalation.rejoin if graver else _eased
            state = change(path, state, priority=pull.priority, at=pull.at)
        until = pulls[place + 1].at if place + 1 < len(pulls) else NEVER
        state = _turns(path, state, shown, since=pull.at, until=until)
    return shown


def _eased(path: Path, state: RunState, *, priority: str, at: datetime) -> RunState:
    return escalation.ease(path, state, priority=priority, at=at)


def _turns(
    path: Path, state: RunState, shown: Shown, *, since: datetime, until: datetime
) -> RunState:
    while (following := escalation.next_telling(path, state)) is not None:
        moment = max(since, following.due_at)
        if moment >= until:
            break
        now = escalation.turn(path, state, at=moment, leaves_out=lambda _: None)
        shown += [(one.step, one.round, moment) for one in now.tell]
        reached = {one.key: {f"{one.step} {n}" for n in range(one.need)} for one in now.tell}
        state = escalation.told(path, state, now, at=moment, reached=reached)
    return state


def test_another_path_begins_anew() -> None:
    technology, data = (
        shipped().paths["technology"],
        replace(shipped().paths["technology"], code="another"),
    )

    pulls = [Pull(NOON, technology, "P2"), Pull(at(3), data, "P2")]

    assert [one for one in replayed(pulls) if one[2] >= at(3)] == simulated(data, "P2", at(3))
