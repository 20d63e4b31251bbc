"""Random histories of a run, played by the rules and by a simple model side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterpoint.domain import escalation as rules
from musterpoint.domain.escalation import (
    AlreadyAnswered,
    AlreadyDeclined,
    NotCalled,
    RunIsOver,
    RunState,
    StopReason,
    Telling,
)
from musterpoint.domain.policy.document import FALLBACK, Path
from tests.domain.any_path import PRIORITIES, minutes, paths
from tests.domain.run_model import Model
from tests.domain.strategies import shipped

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday: the offices close in six hours
PEOPLE = ("ann", "bob", "cat", "dan", "eve")
CALENDARS = shipped().calendars

people = st.sets(st.sampled_from(PEOPLE), max_size=3)
codes = st.sampled_from([f"step_{place}" for place in range(5)] + [FALLBACK])
events = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 400)),
    st.tuples(st.just("outage"), st.integers(30, 4000)),
    st.tuples(st.just("yes"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("no"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("no"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("climb"), st.sampled_from(PRIORITIES)),
    st.tuples(st.just("calm"), st.sampled_from(PRIORITIES)),
    st.tuples(st.just("cover"), st.tuples(codes, people)),
    st.tuples(st.just("stop"), st.none()),
)


class History:
    """One run under both; after every event they must agree."""

    def __init__(self, path: Path, priority: str, cover: dict[str, set[str]]) -> None:
        self.path, self.cover, self.minute, self.runs = path, dict(cover), 0, 0
        self.state = RunState(started_at=NOON, priority=priority)
        self.model = Model(path=path, priority=priority)
        self.rounds: set[tuple[int, str, int]] = set()

    @property
    def at(self) -> datetime:
        return NOON + minutes(self.minute)

    # What happens ------------------------------------------------------------------

    def wait(self, span: int) -> None:
        """Time goes by, and the worker wakes whenever something is due."""
        until = self.minute + span
        while (due := self.model.next_due()) is not None and due <= until:
            self.minute = max(self.minute, due)
            self.work()
        self.minute = until
        self.work()

    def outage(self, span: int) -> None:
        """Time goes by and nobody is there to tell anybody; then the worker is back."""
        self.minute += span
        self.work()

    def work(self) -> None:
        expected = self.model.work(self.minute, self._model_leaves_out)
        now = rules.turn(self.path, self.state, at=self.at, leaves_out=self._leaves_out)
        reached = {one.key: self._found(one.step) for one in now.tell}
        assert {one.step: one.round for one in now.tell} == expected
        for one in now.tell:
            self._is_told(one, reached[one.key])
        if self.state.is_running:
            self.state = rules.told(self.path, self.state, now, at=self.at, reached=reached)

    def yes(self, person: str) -> None:
        if self.state.is_running:
            self.state = rules.acknowledge(self.path, self.state, person=person, at=self.at)
            self.model.answer(person)

    def no(self, person: str) -> None:
        before = self.state
        called = any(person in found for found in before.reached.values())
        over = before.answered.keys() | before.declined.keys()
        if before.is_running and called and person not in over:
            self.state = rules.decline(self.path, before, person=person, at=self.at)
            self.model.refuse(person, self.minute)
            return
        with pytest.raises((RunIsOver, NotCalled, AlreadyAnswered, AlreadyDeclined)):
            rules.decline(self.path, before, person=person, at=self.at)

    def climb(self, priority: str) -> None:
        self.state = rules.rejoin(self.path, self.state, priority=priority, at=self.at)
        self.model.climb(priority, self.minute)
        self.runs += 1

    def calm(self, priority: str) -> None:
        self.state = rules.ease(self.path, self.state, priority=priority, at=self.at)
        if not self.model.is_over:
            self.model.calm(priority, self.minute)

    def cover_changes(self, change: tuple[str, set[str]]) -> None:
        self.cover[change[0]] = change[1]

    def stop(self, _: None) -> None:
        self.state = rules.stop(self.state, reason=StopReason.RESOLVED, at=self.at)
        self.model.is_over = True

    # What must hold ----------------------------------------------------------------

    def _is_told(self, one: Telling, reached: set[str]) -> None:
        key = (self.runs, *one.key)
        assert key not in self.rounds, "nobody is told twice for the same step and round"
        assert reached, "never nobody"
        assert one.due_at <= self.at
        self.rounds.add(key)

    def check(self) -> None:
        following = rules.next_telling(self.path, self.state)
        expected = self.model.next_due()
        assert self.state.is_running is not self.model.is_over
        assert (following and following.due_at) == (
            None if expected is None else NOON + minutes(expected)
        )
        if not self.state.is_running:
            assert rules.due_tellings(self.path, self.state, at=self.at + minutes(10**5)) == ()
        elif following is None:
            assert (FALLBACK, 0) in self.state.told, "it ends with the fallback, never in silence"
        elif rules.is_spent(self.path, self.state):
            assert following.due_at <= self.at, "a step that was declined never pauses the path"

    # Who is there ------------------------------------------------------------------

    def _found(self, step: str) -> set[str]:
        """Return whom a step tells: nobody who declined, unless nobody else is left."""
        there = self.cover.get(step, set()) - self.state.declined.keys()
        stand_in = self.cover.get(FALLBACK, set()) - self.state.declined.keys()
        found = there or stand_in or {"boss"}
        self.model.people.setdefault(step, set()).update(found)
        return found

    def _is_out(self, step: str) -> bool:
        rule = next(one for one in self.path.steps if one.code == step)
        nobody = not self.cover.get(step, set()) - self.state.declined.keys()
        return not rule.is_told_at(CALENDARS, self.at) or (rule.skip_when_absent and nobody)

    def _model_leaves_out(self, step: str, minute: int) -> bool:
        assert minute == self.minute
        return self._is_out(step)

    def _leaves_out(self, telling: Telling) -> Any:
        return rules.left_out(
            self.path,
            telling,
            calendars=CALENDARS,
            finds_nobody=lambda: (
                not self.cover.get(telling.step, set()) - self.state.declined.keys()
            ),
            at=self.at,
        )

    def does(self, name: str) -> Callable[[Any], None]:
        return getattr(self, {"cover": "cover_changes"}.get(name, name))  # type: ignore[no-any-return]  # by name


@settings(max_examples=400)
@given(
    path=paths(conditional=True),
    priority=st.sampled_from(PRIORITIES),
    cover=st.dictionaries(codes, people),
    story=st.lists(events, min_size=1, max_size=25),
)
def test_whatever_happens_the_run_does_what_the_model_says(
    path: Path, priority: str, cover: dict[str, set[str]], story: list[tuple[str, Any]]
) -> None:
    history = History(path, priority, cover)
    for name, said in story:
        history.does(name)(said)
        history.check()
    running = history.state.is_running
    history.outage(60 * 24 * 40)
    history.check()
    assert not running or rules.is_exhausted(path, history.state), "every run comes to its end"


@given(path=paths(), priority=st.sampled_from(PRIORITIES))
def test_a_path_whose_every_step_is_left_out_tells_the_fallback_at_once(
    path: Path, priority: str
) -> None:
    steps = tuple(replace(step, skip_when_absent=True) for step in path.steps)
    lonely = replace(path, steps=steps)
    history = History(lonely, priority, {FALLBACK: {"ann"}})

    history.work()

    assert history.state.told == {(FALLBACK, 0): history.at}
    expected = {step.code for step in steps if step.is_for(priority)}
    assert {step for step, _ in history.state.skipped} == expected
    assert rules.is_exhausted(lonely, history.state)
