"""The roads an incident can take, and the proof that none of them goes round a guard."""

from contextlib import suppress
from itertools import product

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from musterpoint.domain.states import NEXT, OPEN, IllegalMove, Status, move

LEGAL = {
    ("logged", "acknowledged"),
    ("logged", "withdrawn"),
    ("acknowledged", "in_progress"),
    ("acknowledged", "on_hold"),
    ("acknowledged", "resolved"),
    ("acknowledged", "withdrawn"),
    ("in_progress", "on_hold"),
    ("in_progress", "resolved"),
    ("in_progress", "withdrawn"),
    ("on_hold", "in_progress"),
    ("on_hold", "resolved"),
    ("on_hold", "withdrawn"),
    ("resolved", "closed"),
    ("resolved", "in_progress"),
    ("closed", "in_progress"),
    ("withdrawn", "logged"),
}


@pytest.mark.parametrize(("present", "to"), list(product(Status, Status)))
def test_a_move_is_made_or_refused_by_name(present: Status, to: Status) -> None:
    if (present, to) in LEGAL:
        assert move(present, to=to) is to
    else:
        with pytest.raises(IllegalMove):
            move(present, to=to)


def test_a_refusal_says_what_is_allowed_from_here() -> None:
    with pytest.raises(IllegalMove) as refusal:
        move(Status.LOGGED, to=Status.RESOLVED)

    assert str(refusal.value) == (
        "An incident that is logged cannot become resolved."
        " From here it can become acknowledged or withdrawn."
    )
    assert refusal.value.allowed == (Status.ACKNOWLEDGED, Status.WITHDRAWN)


def test_states_are_spoken_of_in_plain_words() -> None:
    with pytest.raises(IllegalMove, match="that is on hold cannot become acknowledged"):
        move(Status.ON_HOLD, to=Status.ACKNOWLEDGED)


def test_every_state_has_a_way_on() -> None:
    assert set(NEXT) == set(Status)
    assert all(NEXT.values())


def reachable(start: Status, *, avoiding: Status) -> set[Status]:
    seen = {start}
    waiting = [start]
    while waiting:
        ahead = set(NEXT[waiting.pop()]) - seen - {avoiding}
        seen |= ahead
        waiting += ahead
    return seen


@pytest.mark.parametrize("guard", [Status.ACKNOWLEDGED, Status.RESOLVED])
def test_no_path_leads_to_closed_around_a_guard(guard: Status) -> None:
    assert Status.CLOSED not in reachable(Status.LOGGED, avoiding=guard)


def test_every_state_can_still_be_closed_in_the_end() -> None:
    for status in Status:
        assert Status.CLOSED in reachable(status, avoiding=Status.WITHDRAWN) | {status}


class AnyoneTryingAnything(RuleBasedStateMachine):
    """Try every move in every order and keep the history of what was let through."""

    def __init__(self) -> None:
        super().__init__()
        self.history = [Status.LOGGED]

    @rule(to=st.sampled_from(Status))
    def attempt(self, to: Status) -> None:
        with suppress(IllegalMove):
            self.history.append(move(self.history[-1], to=to))

    @invariant()
    def closed_came_after_acknowledged_and_resolved(self) -> None:
        if self.history[-1] is Status.CLOSED:
            assert self.history[-2] is Status.RESOLVED
            assert Status.ACKNOWLEDGED in self.history

    @invariant()
    def withdrawn_was_open_before(self) -> None:
        if self.history[-1] is Status.WITHDRAWN:
            assert self.history[-2] in OPEN


TestAnyoneTryingAnything = AnyoneTryingAnything.TestCase
