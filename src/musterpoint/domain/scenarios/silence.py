"""A path run against time while nobody answers: who is told when, as the priority changes.

Nobody knows beforehand who will answer, so the longest way is shown. The rules are those of a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain import escalation, priority
from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation import RunState, Telling
from musterpoint.domain.escalation.turns import LeavesOut
from musterpoint.domain.policy.document import Path, Strategy

MOST_TURNS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """From this instant the path runs at this priority. ``anew`` begins it again where it stands.

    A path goes on anew when the priority rises and when a major incident is declared.
    """

    at: datetime
    priority: str
    anew: bool = False


def told_in_silence(
    strategy: Strategy, path: Path, paces: Sequence[Pace]
) -> Iterator[tuple[datetime, Telling]]:
    """Yield what is told and when. At one instant what was due is told before the pace changes."""
    first, *later = paces
    state = RunState(started_at=first.at, priority=first.priority)
    at = first.at
    for _ in range(MOST_TURNS):
        following = escalation.next_telling(path, state)
        if later and (following is None or max(at, following.due_at) > later[0].at):
            change = later.pop(0)
            at = max(at, change.at)
            state = _changed(strategy, path, state, change, at)
            continue
        if following is None:
            return
        at = max(at, following.due_at)
        now = escalation.turn(path, state, at=at, leaves_out=_leaving_out(path, strategy, at))
        yield from ((at, telling) for telling in now.tell)
        reached = {one.key: {tell.who for tell in one.tell} for one in now.tell}
        state = escalation.told(path, state, now, at=at, reached=reached)


def _changed(
    strategy: Strategy, path: Path, state: RunState, change: Pace, at: datetime
) -> RunState:
    if change.anew or priority.rises(strategy, old=state.priority, new=change.priority):
        return escalation.rejoin(path, state, priority=change.priority, at=at)
    return escalation.ease(path, state, priority=change.priority, at=at)


def _leaving_out(path: Path, strategy: Strategy, at: datetime) -> LeavesOut:
    calendars: Mapping[str, WorkingCalendar] = strategy.calendars

    def why(telling: Telling) -> Because | None:
        return escalation.left_out(
            path, telling, calendars=calendars, finds_nobody=lambda: False, at=at
        )

    return why
