"""What would have come of one past incident under one strategy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation.plan import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockOutcome:
    """One clock. ``due_at`` is None where a hold kept it from ever being known."""

    kind: ClockKind
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    breached: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of the path, at its instant, before anybody answered."""

    at: datetime
    rung: Rung
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What would have come of it. ``not_judged`` says why nothing can be said; then all is empty.

    ``priority`` is the last one, ``first_priority`` the one it was logged with. ``typical`` says
    that nobody judged impact or urgency, so that the category's usual ones stand for them.
    ``unanswered``: the path ran to its end, fallback and all, before anybody really answered.
    """

    priority: str = ""
    first_priority: str = ""
    because: tuple[Because, ...] = ()
    typical: bool = False
    clocks: tuple[ClockOutcome, ...] = ()
    told: tuple[Told, ...] = ()
    unanswered: bool = False
    duties: tuple[str, ...] = ()
    not_judged: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether the strategy knows every code that the history uses."""
        return not self.not_judged

    @property
    def breached(self) -> frozenset[ClockKind]:
        """The clocks that would have run out."""
        return frozenset(clock.kind for clock in self.clocks if clock.breached)
