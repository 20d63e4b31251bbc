"""When impact and urgency deserve a fresh look, and why.

A prompt changes nothing by itself: a person looks again, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """When somebody last judged the incident, and what has happened around it since."""

    priority: str
    assessed_at: datetime
    facts_changed_at: datetime | None = None
    update_missed_at: datetime | None = None


def next_prompt_at(strategy: Strategy, *, priority: str, since: datetime) -> datetime | None:
    """Return when the next prompt falls due, or None when this priority is not prompted."""
    every = strategy.reassess.every.get(priority)
    return None if every is None else since + every


def reasons(strategy: Strategy, looked: Looked, *, at: datetime) -> tuple[Because, ...]:
    """Return why a fresh look is due at ``at``; nothing when it is not."""
    rule, found = strategy.reassess, []
    changed, missed = looked.facts_changed_at, looked.update_missed_at
    if rule.on_new_facts and changed is not None and looked.assessed_at < changed <= at:
        says = "The facts have changed since the last assessment."
        found.append(Because(clause="reassess.on_new_facts", says=says))
    if rule.on_missed_update and missed is not None and looked.assessed_at < missed <= at:
        says = "An update was missed since the last assessment."
        found.append(Because(clause="reassess.on_missed_update", says=says))
    due_at = next_prompt_at(strategy, priority=looked.priority, since=looked.assessed_at)
    if due_at is not None and due_at <= at:
        minutes = int((due_at - looked.assessed_at).total_seconds() // 60)
        says = f"The last assessment is {minutes} min old or more."
        found.append(Because(clause=f"reassess.every.{looked.priority}", says=says))
    return tuple(found)
