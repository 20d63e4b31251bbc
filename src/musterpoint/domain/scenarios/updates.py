"""The plan of communications against time: which row is first due at which minute."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Category, Strategy
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.scenarios.course import Course, Deed, DeedKind

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDue:
    """A row of the plan and the minute at which its first update is due."""

    row: CommsRule
    minute: int


def first_due(strategy: Strategy, course: Course) -> tuple[FirstDue, ...]:
    """Return every row that comes to hold, in the order of its first update.

    Time counts from logging. A row that holds only later, because the priority rises or a major
    incident is declared, is due then at the earliest.
    """
    found = (_first(row, course) for row in strategy.communications.values())
    return tuple(sorted((one for one in found if one), key=lambda one: one.minute))


def updates_of(strategy: Strategy, course: Course) -> Iterator[Deed]:
    """Yield the first update of each row as something the strategy does."""
    for one in first_due(strategy, course):
        row = one.row
        audience = strategy.audiences[row.audience]
        often = f", then every {span_text(row.every)}" if row.every else ""
        channels = ", ".join(row.channels)
        yield Deed(
            minute=one.minute,
            kind=DeedKind.UPDATE,
            says=f"{audience.name}: first update by {channels}{often}.",
            clause=f"communications.{row.code}",
            hears=f"{audience.name}. {audience.says}",
        )


def _first(row: CommsRule, course: Course) -> FirstDue | None:
    within = math.ceil(row.first_within / MINUTE)
    for start, end in _holds(row, course):
        minute = max(start, within)
        if end is None or minute < end:
            return FirstDue(row=row, minute=minute)
    return None


def _holds(row: CommsRule, course: Course) -> Iterator[tuple[int, int | None]]:
    """Yield the spans of minutes in which a row holds; the last one has no end."""
    since = _group_since(row, course)
    if since is None or (row.when_major and course.declared_at is None):
        return
    since = max(since, course.declared_at or 0) if row.when_major else since
    ends = [*(stage.minute for stage in course.stages[1:]), None]
    for stage, end in zip(course.stages, ends, strict=True):
        if row.priorities and stage.priority not in row.priorities:
            continue
        start = max(stage.minute, since)
        if end is None or start < end:
            yield start, end


def _group_since(row: CommsRule, course: Course) -> int | None:
    if not row.groups and not row.categories:
        return 0
    return next((minute for minute, kind in course.kinds if _is_of(row, kind)), None)


def _is_of(row: CommsRule, kind: Category) -> bool:
    return (not row.groups or kind.group in row.groups) and (
        not row.categories or kind.code in row.categories
    )
