"""When each audience is owed its next word: the plan against what it was told.

Knows no clock of the incident and holds nothing up: while work waits for somebody, people are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How the incident stood from ``since`` on, as far as the plan asks."""

    since: datetime
    priority: str
    group: str
    category: str
    is_major: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An update that went out to an audience; ``next_at`` is the time it gave for the next."""

    at: datetime
    next_at: datetime | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """The next word to an audience. ``rule`` is the row of the plan that sets the time."""

    audience: str
    rule: str
    due_at: datetime
    is_first: bool
    since: datetime

    def is_late(self, *, at: datetime) -> bool:
        return self.due_at <= at


def rows_for(strategy: Strategy, stage: Stage, audience: str = "") -> tuple[CommsRule, ...]:
    """Return the rows of the plan that hold, of all audiences or of one, in the plan's order."""
    return tuple(
        row
        for row in strategy.communications.values()
        if (not audience or row.audience == audience)
        and row.audience in strategy.audiences
        and row.is_for(
            priority=stage.priority,
            group=stage.group,
            category=stage.category,
            is_major=stage.is_major,
        )
    )


def owed(
    strategy: Strategy, stages: Sequence[Stage], told: Mapping[str, Sequence[Told]]
) -> tuple[Owed, ...]:
    """Return what each audience is owed as things stand in the last stage, the soonest first.

    The first word counts from logging, or from when the row came to hold; the next ones from the
    last update, and never later than that one promised. Who has had the last word is owed nothing.
    """
    now = stages[-1]
    audiences = dict.fromkeys((*(row.audience for row in rows_for(strategy, now)), *told))
    found = (_owed(strategy, stages, one, told.get(one, ())) for one in audiences)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.due_at, one.audience)))


def latest_next(rule: CommsRule | None, *, at: datetime) -> datetime | None:
    """Return the latest time that an update sent at ``at`` may give for the next one."""
    return at + rule.every if rule is not None and rule.every is not None else None


def leading(rows: Iterable[CommsRule]) -> CommsRule | None:
    """Return the row that asks for a first word soonest: it gives the words and the approver."""
    return min(rows, key=lambda row: (row.first_within, row.code), default=None)


def _owed(
    strategy: Strategy, stages: Sequence[Stage], audience: str, told: Sequence[Told]
) -> Owed | None:
    rows = rows_for(strategy, stages[-1], audience)
    if told:
        return _next(rows, audience, told)
    firsts = [(_since(row, stages), row) for row in rows]
    dues = [(since + row.first_within, row.code, since) for since, row in firsts]
    if not dues:
        return None
    due_at, rule, since = min(dues)
    return Owed(audience=audience, rule=rule, due_at=due_at, is_first=True, since=since)


def _next(rows: Sequence[CommsRule], audience: str, told: Sequence[Told]) -> Owed | None:
    last = max(told, key=lambda one: one.at)
    if last.is_final:
        return None
    dues = [(last.at + row.every, row.code) for row in rows if row.every is not None]
    if last.next_at is not None:
        by_promise = next((row.code for row in rows), "")
        dues.append((last.next_at, by_promise))
    if not dues:
        return None
    due_at, rule = min(dues)
    return Owed(audience=audience, rule=rule, due_at=due_at, is_first=False, since=last.at)


def _since(row: CommsRule, stages: Sequence[Stage]) -> datetime:
    """Return since when the row has held without a break."""
    since = stages[-1].since
    for stage in reversed(stages):
        if not row.is_for(
            priority=stage.priority,
            group=stage.group,
            category=stage.category,
            is_major=stage.is_major,
        ):
            break
        since = stage.since
    return since


def warned_at(one: Owed, *, share: float = 0.75) -> datetime:
    """Return when whoever writes is told that a word will soon be owed."""
    return one.since + share * (one.due_at - one.since)
