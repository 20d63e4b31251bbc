"""Plays the sample centre's week through the use cases, each step at its own instant.

Timers fall due as the story goes on, so paths run and clocks are marked as they would have been.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces.console.sample.centre import DOMAIN, ZONE
from musterpoint.usecases.fire_path_steps import fire_path_steps
from musterpoint.usecases.mark_clocks import mark_clocks
from musterpoint.usecases.mark_duties import mark_duties
from musterpoint.usecases.prompt_reassessment import prompt_reassessment

HANDLERS = {
    TimerKind.CLOCK_MARK: mark_clocks,
    TimerKind.DUTY_MARK: mark_duties,
    TimerKind.PATH_STEP: fire_path_steps,
    TimerKind.REASSESS: prompt_reassessment,
}

Step = Callable[[datetime], object]


@dataclass
class Story:
    """Steps of all incidents, to be played in the order of their instants."""

    now: datetime
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _turn: count[int] = field(default_factory=count)
    _people: dict[str, Actor] = field(default_factory=dict)

    def who(self, key: str) -> Actor:
        """Return a colleague by the first part of their address."""
        if key not in self._people:
            person = accounts.by_email(f"{key}@{DOMAIN}")
            if person is None:
                raise LookupError(key)
            self._people[key] = accounts.actor_of(person)
        return self._people[key]

    def at(self, instant: datetime, step: Step) -> None:
        """Add a step."""
        self._steps.append((instant, next(self._turn), step))

    def local(self, *, days: int, clock: str) -> datetime:
        """Return the instant of a local time some days before now."""
        zone = ZoneInfo(ZONE)
        day = self.now.astimezone(zone).date() - timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)

    def play(self) -> None:
        """Play every step, firing the timers that fall due before it."""
        reached = min((instant for instant, _, _ in self._steps), default=self.now)
        for instant, _, step in sorted(self._steps, key=lambda each: each[:2]):
            _let_timers_fire(since=reached, until=instant)
            step(instant)
            reached = instant
        _let_timers_fire(since=reached, until=self.now)


def _let_timers_fire(*, since: datetime, until: datetime) -> None:
    while True:
        with transaction.atomic():
            due = timers.claim_due(at=until, limit=1)
            if not due:
                return
            timer = due[0]
            at = max(timer.due_at, since)
            handler = HANDLERS.get(TimerKind(timer.kind))
            if handler is not None:
                handler([timer], at)
            timers.fired([timer], at=at)


def minutes(start: datetime, after: float) -> datetime:
    """Return the instant ``after`` minutes from ``start``."""
    return start + timedelta(minutes=after)


def every(start: datetime, each: float, until: datetime) -> Sequence[datetime]:
    """Return instants each so many minutes after ``start``, before ``until``."""
    found = []
    at = minutes(start, each)
    while at < until:
        found.append(at)
        at = minutes(at, each)
    return found
