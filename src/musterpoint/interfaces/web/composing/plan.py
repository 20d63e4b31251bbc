"""The rows of the plan that an incident is under, one for each audience."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.policy.communications import Audience, CommsRule, Template
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Stage, fields_of, rows_for
from musterpoint.domain.updates.cadence import latest_next, leading
from musterpoint.domain.updates.pieces import NEXT

EVEN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One audience with the row of the plan that speaks of it, and the words to start from."""

    rule: CommsRule
    audience: Audience
    template: Template | None

    @property
    def says(self) -> str:
        return self.template.says if self.template else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The merge fields that somebody fills in; the time of the next update fills its own."""
        return tuple(one for one in fields_of(self.says) if one != NEXT)

    def next_at(self, *, at: datetime) -> datetime | None:
        """Return the time to give for the next update: the latest that the plan allows, even."""
        last = latest_next(self.rule, at=at)
        if last is None:
            return None
        seconds = (last - last.replace(hour=0, minute=0, second=0, microsecond=0)) % EVEN
        even = last - seconds
        return even if even > at else last


def rows_of(strategy: Strategy, room: Room, *, at: datetime) -> dict[str, Row]:
    """Return the rows by code in the order of the plan, one for each audience."""
    incident = room.incident
    category = strategy.categories.get(incident.category)
    stage = Stage(
        since=at,
        priority=incident.priority or "",
        group=category.group if category else "",
        category=incident.category,
        is_major=incident.is_major,
    )
    found = rows_for(strategy, stage)
    first = (leading(one for one in found if one.audience == code) for code in _audiences(found))
    return {rule.code: row_of(strategy, rule) for rule in first if rule is not None}


def row_of(strategy: Strategy, rule: CommsRule) -> Row:
    return Row(
        rule=rule,
        audience=strategy.audiences[rule.audience],
        template=strategy.templates.get(rule.template),
    )


def fields_in(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return each merge field of these rows once, in the order in which they are met."""
    return tuple(dict.fromkeys(name for row in rows for name in row.fields))


def _audiences(rows: Iterable[CommsRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.audience for row in rows))
