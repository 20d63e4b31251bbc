"""What a published version is now, when it is read again, and who says that they have read it.

Knows instants and rules only; the text of a version and how it came to be are others' business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from musterpoint.domain.authority import Role
from musterpoint.domain.policy.document import Strategy


class Phase(StrEnum):
    """Where a version stands: published for later, in force, or replaced by another."""

    COMING = "coming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


def phases(starts: Mapping[int, datetime], *, at: datetime) -> dict[int, Phase]:
    """Return the phase of every version by number; ``starts`` are when each comes into force.

    Of the versions that have started, the latest start counts; of equal ones the higher number.
    """
    started = {number: start for number, start in starts.items() if start <= at}
    current = max(started, key=lambda number: (started[number], number), default=None)
    return {
        number: Phase.COMING
        if number not in started
        else Phase.IN_FORCE
        if number == current
        else Phase.SUPERSEDED
        for number in starts
    }


def superseded_at(starts: Mapping[int, datetime], number: int) -> datetime | None:
    """Return when another version takes the place of ``number``; None while none is to."""
    own = (starts[number], number)
    later = [start for other, start in starts.items() if (start, other) > own]
    return min(later, default=None)


def review_on(strategy: Strategy, *, in_force_from: datetime) -> date | None:
    """Return the day on which a version is read again by its own rule, or None without one."""
    rule = strategy.agreement
    if rule is None or rule.review_every is None:
        return None
    return (in_force_from.astimezone(ZoneInfo(strategy.zone)) + rule.review_every).date()


def is_asked_to_read(strategy: Strategy, account_roles: Collection[str]) -> bool:
    """Return whether people with these account roles are asked to say that they have read it.

    The rule names account roles, or roles of the strategy, which stand for whoever holds them; a
    word that is both means the account role.
    """
    if strategy.agreement is None:
        return False
    named = strategy.agreement.acknowledged_by
    others = (named & strategy.roles.keys()) - set(Role)
    held = {role for code in others for role in strategy.roles[code].held_by}
    return not (named | held).isdisjoint(account_roles)
