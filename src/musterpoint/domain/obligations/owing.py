"""What an incident owes by its category: each duty in the day's version, ours or not, and due when.

A clock starts provisionally, on suspicion, from when the incident was logged or began: nobody loses
hours while it is still being found out whether the duty applies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from musterpoint.domain.calendars import NeverOpens
from musterpoint.domain.clocks import UnknownCalendar
from musterpoint.domain.decisions import Decision
from musterpoint.domain.obligations.applying import applies, of_codes
from musterpoint.domain.obligations.counting import CannotCount, reckon
from musterpoint.domain.obligations.lines import Due
from musterpoint.domain.obligations.marking import BINDING
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Obligation, Starts
from musterpoint.domain.wall_clock import zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One duty of a category.

    ``due`` is None where it is not ours, has no clock, or nothing counts before a person says so;
    then ``anchor`` is None too.
    """

    rule: Obligation
    decision: Decision[bool]
    anchor: datetime | None
    due: Due | None

    @property
    def is_ours(self) -> bool:
        return self.decision.value


def owed(
    strategy: Strategy, codes: Iterable[str], *, began_at: datetime | None, logged_at: datetime
) -> tuple[Owed, ...]:
    """Return what these codes come to, ours or not; a tempting clock that is not ours stands still.

    Codes that the strategy does not have are left out.
    """
    found: dict[str, Owed] = {}
    for code in codes:
        if code in strategy.obligations:
            one = _owed(strategy, code, began_at=began_at, logged_at=logged_at)
            found.setdefault(one.rule.code, one)
    return tuple(found.values())


def anchored(strategy: Strategy, rule: Obligation, anchor: datetime) -> Due | None:
    """Return when the duty falls due; None without a clock, or where the strategy cannot count it.

    What was published cannot be refused any more, and logging must not fail for a duty's calendar.
    """
    if rule.clock is None:
        return None
    try:
        return reckon(rule.clock, anchor, calendars=strategy.calendars, zone=strategy.zone)
    except (CannotCount, UnknownCalendar, NeverOpens, OverflowError):
        return None


def binds(due: Due | None) -> bool:
    """Return whether the law, a rule or a contract stands behind this instant."""
    return due is not None and due.strength in BINDING


def day_of(strategy: Strategy, at: datetime) -> date:
    """Return the day on which the law is looked up, in the zone of the strategy."""
    return at.astimezone(zone_named(strategy.zone)).date()


def _owed(strategy: Strategy, code: str, *, began_at: datetime | None, logged_at: datetime) -> Owed:
    named = strategy.obligations[code]
    anchor = began_at if named.starts is Starts.BEGAN and began_at is not None else logged_at
    on = day_of(strategy, anchor)
    rule = of_codes(strategy, [code], on=on)[0]
    decision = applies(rule, we_are=strategy.we_are, on=on)
    counts = decision.value and rule.starts is not Starts.HAND
    due = anchored(strategy, rule, anchor) if counts else None
    return Owed(rule=rule, decision=decision, anchor=anchor if due else None, due=due)
