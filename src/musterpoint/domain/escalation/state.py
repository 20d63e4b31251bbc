"""Where a run stands: what was told, left out, answered and declined so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.decisions import Because

ZERO = timedelta(0)
Key = tuple[str, int]
"""One round (0 is the first) of one step."""


class StopReason(StrEnum):
    """Why a run tells nobody any more."""

    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class RunIsOver(ValueError):
    """The run has stopped and takes no answer or telling any more."""

    def __init__(self, reason: StopReason | None) -> None:
        self.reason = reason
        super().__init__(f"This run is over: {reason or 'stopped'}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A telling that does not take part in this run, and why."""

    step: str
    round: int = 0
    because: Because

    @property
    def key(self) -> Key:
        return self.step, self.round


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """Where a run stands.

    ``told`` says when each round was told, ``reached`` which people that was. ``skipped`` were left
    out when their time came. What is left is due by ``brought_forward`` sooner than the path says.
    """

    started_at: datetime
    priority: str
    told: Mapping[Key, datetime] = field(default_factory=dict)
    reached: Mapping[Key, Collection[str]] = field(default_factory=dict)
    superseded: frozenset[Key] = frozenset()
    skipped: frozenset[Key] = frozenset()
    answered: Mapping[str, datetime] = field(default_factory=dict)
    declined: Mapping[str, datetime] = field(default_factory=dict)
    brought_forward: timedelta = ZERO
    stopped_at: datetime | None = None
    stopped_because: StopReason | None = None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_left(self, key: Key) -> bool:
        """Return whether this round is still to come."""
        return key not in self.told and key not in self.superseded and key not in self.skipped
