"""What stands between an incident and its closure, and whether a closed one may be reopened.

Every unmet requirement is listed at once; nobody should have to press the button five times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from musterpoint.domain.policy.document import Strategy

RESOLVED = "resolved"


class RiskReview(StrEnum):
    """What an incident says of the risk register."""

    KNOWN = "known"
    CHANGED = "changed"
    NEW = "new"
    NONE = "none"


class ClosingRefused(ValueError):
    """The incident may not be closed yet."""

    def __init__(self, guards: tuple[Guard, ...]) -> None:
        self.guards = guards
        super().__init__(" ".join(guard.says for guard in guards))


class ReopenRefused(ValueError):
    """The time in which this incident could be reopened is over."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__("The time for reopening is over; log a new incident and link it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One thing that is missing. ``code`` names the field to fill."""

    code: str
    says: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """What the closing rules look at. ``gravest_priority`` is the gravest it ever had."""

    status: str
    gravest_priority: str
    was_major: bool = False
    major_running: bool = False
    resolution: str = ""
    resolved_by: str = ""
    resolved_date: date | None = None
    verified_by: str = ""
    open_obligations: tuple[str, ...] = ()
    distress: bool = False
    welfare_outcome: str = ""
    review_date: date | None = None
    risk_review: str = ""
    risk_review_reason: str = ""
    held_roles: tuple[str, ...] = ()


def guards(strategy: Strategy, facts: ClosingFacts) -> tuple[Guard, ...]:
    """Return everything that is missing; nothing means that the incident may be closed."""
    return tuple(_missing(strategy, facts))


def require_closable(strategy: Strategy, facts: ClosingFacts) -> None:
    """Raise ClosingRefused with every guard that is not met."""
    found = guards(strategy, facts)
    if found:
        raise ClosingRefused(found)


def review_asked(strategy: Strategy, *, gravest_priority: str, was_major: bool) -> bool:
    """Return whether this incident must have a date for its review."""
    rule = strategy.closing
    return gravest_priority in rule.review_for or (was_major and rule.review_for_major)


def review_is_late(strategy: Strategy, *, resolved_date: date, review_date: date) -> bool:
    """Return whether the review comes later than the strategy wants.

    It is said, not refused: a refusal would teach people to write dates they do not mean to keep.
    """
    return review_date > resolved_date + strategy.closing.review_within


def reopen_until(strategy: Strategy, *, closed_at: datetime) -> datetime:
    return closed_at + strategy.closing.reopen_within


def require_reopenable(strategy: Strategy, *, closed_at: datetime, at: datetime) -> None:
    """Raise ReopenRefused when the window for reopening is over."""
    until = reopen_until(strategy, closed_at=closed_at)
    if at >= until:
        raise ReopenRefused(until)


def _missing(strategy: Strategy, facts: ClosingFacts) -> Iterator[Guard]:
    rule = strategy.closing
    if facts.status != RESOLVED:
        says = "Resolve the incident first."
        yield Guard(code="status", says=says, clause="closing.status")
    if facts.major_running:
        says = "Stand the major incident down first."
        yield Guard(code="major", says=says, clause="major.stand_down")
    if not facts.resolution.strip():
        says = "Say how it was resolved."
        yield Guard(code="resolution", says=says, clause="closing.resolution")
    yield from _unverified(strategy, facts)
    if rule.obligations_settled:
        for code in facts.open_obligations:
            says = f"Settle the obligation {_obligation(strategy, code)}"
            yield Guard(code=f"obligation:{code}", says=says, clause="closing.obligations_settled")
    if rule.welfare_when_distress and facts.distress and not facts.welfare_outcome.strip():
        says = "Distress was flagged: say what was done for the colleague."
        yield Guard(code="welfare_outcome", says=says, clause="closing.welfare_when_distress")
    yield from _unreviewed(strategy, facts)
    yield from _risks(strategy, facts)
    if rule.roles_released and facts.held_roles:
        names = ", ".join(facts.held_roles)
        says = f"Release the roles still held: {names}."
        yield Guard(code="roles", says=says, clause="closing.roles_released")


def _unverified(strategy: Strategy, facts: ClosingFacts) -> Iterator[Guard]:
    verified_by = facts.verified_by.strip()
    if not verified_by:
        says = "Say who verified that the service is back."
        yield Guard(code="verified_by", says=says, clause="closing.verified_by")
    elif strategy.closing.verified_by_another and _same_name(verified_by, facts.resolved_by):
        says = "Somebody other than the one who resolved it must verify the restoration."
        yield Guard(code="verified_by", says=says, clause="closing.verified_by_another")


def _same_name(one: str, other: str) -> bool:
    """Return whether both name one person, however it was typed."""
    return one.casefold().split() == other.casefold().split()


def _unreviewed(strategy: Strategy, facts: ClosingFacts) -> Iterator[Guard]:
    asked = review_asked(
        strategy, gravest_priority=facts.gravest_priority, was_major=facts.was_major
    )
    if not asked:
        return
    by_priority = facts.gravest_priority in strategy.closing.review_for
    clause = "closing.review_for" if by_priority else "closing.review_for_major"
    if facts.review_date is None:
        kind = facts.gravest_priority if by_priority else "major"
        says = f"A {kind} incident needs a date for its review."
        yield Guard(code="review_date", says=says, clause=clause)
    elif facts.resolved_date is not None and facts.review_date < facts.resolved_date:
        says = "The review cannot be before the incident was resolved."
        yield Guard(code="review_date", says=says, clause=clause)


def _risks(strategy: Strategy, facts: ClosingFacts) -> Iterator[Guard]:
    if facts.gravest_priority not in strategy.closing.risk_review_for:
        return
    clause = "closing.risk_review_for"
    if facts.risk_review not in set(RiskReview):
        says = "Say what it means for the risks: known, changed, new or none."
        yield Guard(code="risk_review", says=says, clause=clause)
    elif not facts.risk_review_reason.strip():
        says = "Say why it means that for the risks."
        yield Guard(code="risk_review_reason", says=says, clause=clause)


def _obligation(strategy: Strategy, code: str) -> str:
    found = strategy.obligations.get(code)
    return f"{code}: {found.says}" if found is not None else f"{code}."
