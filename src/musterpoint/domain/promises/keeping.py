"""The life of a promise: offered, made, kept, broken, let go; and when its owner is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

REMIND_BEFORE = timedelta(minutes=15)


class PromiseState(StrEnum):
    """``offered`` was found in a text and waits for somebody to say that it is a promise."""

    OFFERED = "offered"
    OPEN = "open"
    BROKEN = "broken"
    KEPT = "kept"
    LET_GO = "let_go"


STANDING = frozenset({PromiseState.OPEN, PromiseState.BROKEN})
"""Somebody still owes these; a broken one is owed the more."""


class PromiseRefusal(ValueError):
    """The promise cannot change like this; ``field`` is what stands in the way."""

    field = "promise"


class AlreadySettled(PromiseRefusal):
    """It is over: kept, or let go."""

    def __init__(self, state: PromiseState) -> None:
        self.state = state
        super().__init__(f"This promise is {state.replace('_', ' ')} already.")


class NotYetMade(PromiseRefusal):
    """Nobody has said yet that it is a promise."""

    def __init__(self) -> None:
        super().__init__("Say first that it is a promise, to whom and by when.")


class NoTimeGiven(PromiseRefusal):
    """A promise without a time is no clock."""

    field = "due_at"

    def __init__(self) -> None:
        super().__init__("Say by when; a promise without a time cannot be kept.")


class TimeHasPassed(PromiseRefusal):
    """Nothing is promised for a time that is over."""

    field = "due_at"

    def __init__(self) -> None:
        super().__init__("The time must lie ahead.")


def require_standing(state: PromiseState) -> None:
    """Raise unless somebody owes it."""
    if state is PromiseState.OFFERED:
        raise NotYetMade
    if state not in STANDING:
        raise AlreadySettled(state)


def remind_at(made_at: datetime, due_at: datetime) -> datetime:
    """Return when its owner is reminded: a quarter of an hour before, but not in its first half."""
    return max(due_at - REMIND_BEFORE, made_at + (due_at - made_at) / 2)
