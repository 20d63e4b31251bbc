"""What a replay adds up to for one strategy, as plain figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from musterpoint.domain.replay.outcome import Outcome, Told

NIGHT_FROM, NIGHT_TO = 22, 7
"""On the wall of the centre's zone."""

HOURS_A_WEEK = 168
QUARTER = 900


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts outcomes. ``waking`` are the priorities at which people are woken."""

    zone: ZoneInfo
    waking: frozenset[str] = frozenset()
    judged: int = 0
    not_judged: Counter[str] = field(default_factory=Counter)
    typical: int = 0
    priorities: Counter[str] = field(default_factory=Counter)
    clocks: Counter[str] = field(default_factory=Counter)
    breached: Counter[str] = field(default_factory=Counter)
    tellings: int = 0
    at_night: int = 0
    nights: Counter[str] = field(default_factory=Counter)
    load: dict[str, list[int]] = field(default_factory=lambda: defaultdict(_empty_week))
    unanswered: int = 0
    duties: Counter[str] = field(default_factory=Counter)
    _hours: dict[int, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if not outcome.is_judged:
            self.not_judged[outcome.not_judged] += 1
            return
        self.judged += 1
        self.typical += outcome.typical
        self.priorities[outcome.priority] += 1
        for clock in outcome.clocks:
            self.clocks[clock.kind] += 1
            self.breached[clock.kind] += clock.breached
        for telling in outcome.told:
            self.tell(telling, waking=self.waking)
        self.unanswered += outcome.unanswered
        self.duties.update(outcome.duties)

    def tell(self, telling: Told, *, waking: frozenset[str]) -> None:
        """Count one telling; at a priority in ``waking`` it wakes people."""
        hour = self.hour_of_week(telling.at)
        wakes = telling.priority in waking and is_night(hour)
        self.tellings += 1
        self.at_night += wakes
        for tell in telling.rung.tell:
            name = f"{tell.kind.value}:{tell.who}"
            self.load[name][hour] += 1
            if wakes:
                self.nights[name] += 1

    def hour_of_week(self, at: datetime) -> int:
        """Return the hour on the wall, counted from Monday 00:00."""
        # No zone changes its offset within a quarter of an hour, and most quarters come up again.
        quarter = int(at.timestamp()) // QUARTER
        hour = self._hours.get(quarter)
        if hour is None:
            local = at.astimezone(self.zone)
            hour = self._hours[quarter] = local.weekday() * 24 + local.hour
        return hour

    def figures(self) -> dict[str, Any]:
        """Return the counts as plain values, for JSON and for pages."""
        return {
            "judged": self.judged,
            "not_judged": sum(self.not_judged.values()),
            "not_judged_because": _plain(self.not_judged),
            "typical_values": self.typical,
            "priorities": _plain(self.priorities),
            "clocks": {
                kind: {"judged": count, "breached": self.breached[kind]}
                for kind, count in sorted(self.clocks.items())
            },
            **self.calls(),
            "unanswered": self.unanswered,
            "duties": _plain(self.duties),
        }

    def calls(self) -> dict[str, Any]:
        """Return the counts of tellings alone."""
        return {
            "tellings": self.tellings,
            "at_night": self.at_night,
            "at_night_by": _plain(self.nights),
            "load": {name: self.load[name] for name in sorted(self.load)},
        }


def is_night(hour_of_week: int) -> bool:
    """Return whether people sleep at this hour of the wall."""
    hour = hour_of_week % 24
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def _empty_week() -> list[int]:
    return [0] * HOURS_A_WEEK


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    return {str(name): counts[name] for name in sorted(counts)}
