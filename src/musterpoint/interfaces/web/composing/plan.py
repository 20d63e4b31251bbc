"""The rows of the plan that an incident is under, one for each audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.policy.communications import Audience, CommsRule, Template
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import fields_of, rows_for
from musterpoint.domain.updates.cadence import latest_next, leading
from musterpoint.domain.updates.pieces import NEXT, OPENING, WRONG
from musterpoint.usecases.composing import given_words

EVEN = timedelta(minutes=5)
GIVEN = frozenset({NEXT, WRONG})
"""The merge fields that the product fills in by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One audience, the row of the plan that speaks of it if one does, and words to start from."""

    audience: Audience
    rule: CommsRule | None = None
    template: Template | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """The product's own words by field: what a correction corrects, or that nothing is new."""

    @property
    def code(self) -> str:
        return self.audience.code

    @property
    def says(self) -> str:
        return self.template.says if self.template else ""

    @property
    def channels(self) -> tuple[str, ...]:
        return self.rule.channels if self.rule else ("in_product",)

    @property
    def fields(self) -> tuple[str, ...]:
        """The merge fields that somebody fills in."""
        return tuple(one for one in fields_of(self.says) if one not in GIVEN)

    def next_at(self, *, at: datetime) -> datetime | None:
        """Return the time to give for the next update: the latest that the plan allows, even."""
        last = latest_next(self.rule, at=at)
        if last is None:
            return None
        midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
        even = last - (last - midnight) % EVEN
        return even if even > at else last


def rows_of(strategy: Strategy, room: Room, *, at: datetime) -> dict[str, Row]:
    """Return a row for each audience of the plan as things stand, those asked soonest first."""
    found = rows_for(strategy, updates.stages(room.incident, strategy, at=at)[-1])
    codes = dict.fromkeys(one.audience for one in found)
    first = [leading(one for one in found if one.audience == code) for code in codes]
    asked = sorted((one for one in first if one), key=lambda one: one.first_within)
    return {rule.audience: row_of(strategy, rule) for rule in asked}


def row_of(strategy: Strategy, rule: CommsRule) -> Row:
    return Row(
        rule=rule,
        audience=strategy.audiences[rule.audience],
        template=strategy.templates.get(rule.template),
    )


def row_of_update(strategy: Strategy, update: Any) -> Row:
    """Return the row that a kept update was composed for, with the template it started from."""
    template = strategy.templates.get(update.template)
    given = given_words(update)
    if template is not None and WRONG in fields_of(template.says):
        given.pop(OPENING, None)
    return Row(
        rule=strategy.communications.get(update.rule),
        audience=strategy.audiences[update.audience],
        template=template,
        given=given,
    )


def fields_in(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return each merge field of these rows once, in the order in which they are met."""
    return tuple(dict.fromkeys(name for row in rows for name in row.fields))
