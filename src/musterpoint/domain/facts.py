"""What is held to be true during an incident: claimed, verified or withdrawn, and by whom.

Says what a fact is and how it may change. Whether an update may carry it is decided in
``domain.updates``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations


class FactState(StrEnum):
    CLAIMED = "claimed"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    """What a fact speaks of. Two standing facts about one of the first six may contradict."""

    WHAT = "what"
    SINCE = "since"
    AFFECTED = "affected"
    CAUSE = "cause"
    REPAIR_TIME = "repair_time"
    SAFETY = "safety"
    EFFECT = "effect"
    WAY_ROUND = "way_round"
    DOING = "doing"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement with its source. ``estimate_of`` names whose estimate it is, or is empty.

    ``good_until`` is the instant from which it must be checked again; None holds until withdrawn.
    """

    number: int
    says: str
    state: FactState
    about: About = About.OTHER
    source: str = ""
    estimate_of: str = ""
    claimed_at: datetime | None = None
    verified_at: datetime | None = None
    good_until: datetime | None = None
    contradicts: frozenset[int] = frozenset()

    @property
    def is_estimate(self) -> bool:
        return bool(self.estimate_of)

    @property
    def is_standing(self) -> bool:
        return self.state is not FactState.WITHDRAWN

    def needs_check(self, *, at: datetime) -> bool:
        """Return whether it was verified for no longer than until ``at``."""
        is_over = self.good_until is not None and self.good_until <= at
        return is_over and self.state is FactState.VERIFIED


ONE_ANSWER = frozenset({
    About.WHAT, About.SINCE, About.AFFECTED, About.CAUSE, About.REPAIR_TIME, About.SAFETY,
})  # fmt: skip
"""Questions to which only one answer is true, so that two of them deserve a look."""


class FactRefusal(ValueError):
    """The fact cannot change like this; ``field`` is what stands in the way."""

    field = "fact"


class FactIsWithdrawn(FactRefusal):
    """What was withdrawn stays withdrawn; the same may be claimed anew."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Fact {number} was withdrawn. Claim it anew if it holds after all.")


class ContradictsVerified(FactRefusal):
    """A verified fact says otherwise, and only one of them can be true."""

    def __init__(self, number: int, other: int) -> None:
        says = f"Fact {other} is verified and contradicts fact {number}."
        super().__init__(f"{says} Withdraw one, or say that both hold.")


class GoodUntilPassed(FactRefusal):
    """Nothing is verified for a time that is over."""

    field = "good_until"

    def __init__(self) -> None:
        super().__init__("Until when it is good must lie ahead.")


class NoContradiction(FactRefusal):
    """These two cannot contradict each other, or nobody says that they do."""

    field = "other"


def verify(
    fact: Fact,
    board: Mapping[int, Fact],
    *,
    at: datetime,
    good_for: timedelta | None = None,
    good_until: datetime | None = None,
) -> Fact:
    """Return the fact as verified now, for the first time or again.

    It holds until ``good_until``, else for ``good_for``, else until it is withdrawn. Raises
    FactIsWithdrawn, ContradictsVerified or GoodUntilPassed.
    """
    if not fact.is_standing:
        raise FactIsWithdrawn(fact.number)
    for other in sorted(fact.contradicts):
        if board[other].state is FactState.VERIFIED:
            raise ContradictsVerified(fact.number, other)
    if good_until is not None and good_until <= at:
        raise GoodUntilPassed
    until = good_until or (None if good_for is None else at + good_for)
    return replace(fact, state=FactState.VERIFIED, verified_at=at, good_until=until)


def withdraw(fact: Fact) -> Fact:
    """Return the fact as withdrawn, or raise FactIsWithdrawn."""
    if not fact.is_standing:
        raise FactIsWithdrawn(fact.number)
    return replace(fact, state=FactState.WITHDRAWN)


def contradict(one: Fact, other: Fact) -> None:
    """Raise unless these two may be said to contradict each other."""
    if one.number == other.number:
        raise NoContradiction("A fact does not contradict itself. Choose another one.")
    for fact in (one, other):
        if not fact.is_standing:
            raise FactIsWithdrawn(fact.number)
    if other.number in one.contradicts:
        says = f"That facts {one.number} and {other.number} contradict is noted already."
        raise NoContradiction(says)


def answered_twice(
    board: Iterable[Fact], *, settled: frozenset[frozenset[int]] = frozenset()
) -> tuple[tuple[int, int], ...]:
    """Return pairs of standing facts that answer one question, for somebody to look at.

    Left out are pairs that are noted as contradictions, or ``settled``: somebody said that both
    hold.
    """
    asked = [fact for fact in board if fact.is_standing and fact.about in ONE_ANSWER]
    return tuple(
        (one.number, other.number)
        for one, other in combinations(sorted(asked, key=lambda fact: fact.number), 2)
        if one.about is other.about
        and other.number not in one.contradicts
        and frozenset({one.number, other.number}) not in settled
    )


def next_check(board: Sequence[Fact], *, at: datetime) -> datetime | None:
    """Return when the next verified fact asks to be checked again, of those still to come."""
    ahead = [
        fact.good_until
        for fact in board
        if fact.state is FactState.VERIFIED and fact.good_until and fact.good_until > at
    ]
    return min(ahead, default=None)
