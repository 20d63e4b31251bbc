"""Two strategies and what really happened, side by side, incident by incident."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.replay.outcome import Outcome
from musterpoint.domain.replay.past import Happened, PastIncident
from musterpoint.domain.replay.playing import Player
from musterpoint.domain.replay.tally import Tally
from musterpoint.domain.wall_clock import zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An incident for which something differs: under the strategy, the other one, or in fact."""

    past: PastIncident
    outcome: Outcome
    against: Outcome | None


@dataclass(slots=True, kw_only=True)
class _Facts:
    """What really happened, counted."""

    priorities: Counter[str] = field(default_factory=Counter)
    clocks: Counter[ClockKind] = field(default_factory=Counter)
    breached: Counter[ClockKind] = field(default_factory=Counter)
    met_target: Counter[bool] = field(default_factory=Counter)

    def add(self, happened: Happened) -> None:
        self.priorities[happened.priority] += 1
        self.clocks.update(happened.clocks)
        self.breached.update(happened.breached)
        if happened.met_target is not None:
            self.met_target[happened.met_target] += 1

    def figures(self) -> dict[str, Any]:
        return {
            "priorities": dict(sorted(self.priorities.items())),
            "clocks": {
                str(kind): {"judged": self.clocks[kind], "breached": self.breached[kind]}
                for kind in sorted(self.clocks)
            },
            "source_met_target": {"yes": self.met_target[True], "no": self.met_target[False]},
        }


class Comparison:
    """Takes incidents one after another; keeps figures, and no incident."""

    def __init__(self, strategy: Strategy, against: Strategy | None) -> None:
        self._player = Player(strategy)
        self._other = None if against is None else Player(against)
        self._tally = _tally(strategy)
        self._other_tally = None if against is None else _tally(against)
        self._facts = _Facts()
        self._from_happened: Counter[tuple[str, str]] = Counter()
        self._from_against: Counter[tuple[str, str]] = Counter()
        self.count = 0

    def add(self, past: PastIncident) -> Change | None:
        """Play one incident under both; return it when anything about it differs."""
        outcome = self._player.play(past)
        against = None if self._other is None else self._other.play(past)
        self.count += 1
        self._facts.add(past.happened)
        self._tally.add(outcome)
        if self._other_tally is not None and against is not None:
            self._other_tally.add(against)
        if outcome.is_judged and outcome.priority != past.happened.priority:
            self._from_happened[past.happened.priority, outcome.priority] += 1
        both = against is not None and outcome.is_judged and against.is_judged
        if both and against is not None and against.priority != outcome.priority:
            self._from_against[against.priority, outcome.priority] += 1
        change = Change(past=past, outcome=outcome, against=against)
        return change if _differs(change) else None

    def figures(self) -> dict[str, Any]:
        """Return what it adds up to, as plain values."""
        sides: dict[str, Any] = {
            "policy": self._tally.figures(),
            "happened": self._facts.figures(),
        }
        changes = {"from_happened": _matrix(self._from_happened)}
        if self._other_tally is not None:
            sides["against"] = self._other_tally.figures()
            changes["from_against"] = _matrix(self._from_against)
        return {"incidents": self.count, "sides": sides, "priority_changes": changes}


def _differs(change: Change) -> bool:
    outcome, against, happened = change.outcome, change.against, change.past.happened
    if not outcome.is_judged:
        return True
    if outcome.priority != happened.priority:
        return True
    if against is None:
        return outcome.breached != happened.breached
    return (outcome.priority, outcome.breached, outcome.unanswered, len(outcome.told)) != (
        against.priority,
        against.breached,
        against.unanswered,
        len(against.told),
    )


def _tally(strategy: Strategy) -> Tally:
    waking = strategy.waking or strategy.high_priorities
    return Tally(zone=zone_named(strategy.zone), waking=waking)


def _matrix(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for (old, new), count in sorted(counts.items()):
        rows.setdefault(old, {})[new] = count
    return rows
