"""A past incident, as far as anybody knows it: what was judged, what was done, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.priority import Facts

REOPENED = ""
"""The reason of time that no clock counts under any strategy: resolved, and taken up again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was known of an incident from ``at`` on."""

    at: datetime
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Time in which the incident was held, and why; without an end it still was at the last."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What really came of an incident. ``clocks`` are those that were reckoned at all."""

    priority: str
    clocks: frozenset[ClockKind] = frozenset()
    breached: frozenset[ClockKind] = frozenset()
    met_target: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastIncident:
    """One incident. The first judgement holds from when it was logged.

    ``known`` are the clocks of whose end the history tells: a log without updates shows no first
    update. ``until`` is the instant up to which it is known; ``major_from`` when it was declared.
    """

    ref: str
    logged_at: datetime
    judgements: tuple[Judgement, ...]
    until: datetime
    happened: Happened
    key: int = 0
    began_at: datetime | None = None
    acknowledged_at: datetime | None = None
    updated_at: datetime | None = None
    restored_at: datetime | None = None
    ended_at: datetime | None = None
    major_from: datetime | None = None
    holds: tuple[Hold, ...] = ()
    known: frozenset[ClockKind] = frozenset({ClockKind.ACKNOWLEDGE, ClockKind.RESTORE})

    @property
    def answered_at(self) -> datetime | None:
        """When somebody had it in hand: acknowledged, or at its end at the latest."""
        instants = [at for at in (self.acknowledged_at, self.ended_at) if at is not None]
        return min(instants, default=None)
