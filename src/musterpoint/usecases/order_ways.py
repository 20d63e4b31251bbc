"""Keep the order in which somebody wants to be reached, and when they are not to be woken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.operations import Ordered
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import BadSpan, Span
from musterpoint.domain.delivery import When
from musterpoint.domain.wall_clock import UnknownZone, zone_named
from musterpoint.usecases import own_ways
from musterpoint.usecases.refusals import Problem, Refusal, refuse_if

LONGEST_AFTER = timedelta(hours=24)
MOST_ENTRIES = 30
DAYS = 7


class NotTheirWay(Refusal):
    """The order names a way that is not there, or not verified yet."""

    def __init__(self) -> None:
        says = "Only ways that are verified can stand in the order."
        super().__init__(Problem(field="method", says=says))


class NoQuietWeek(Refusal):
    """This is no week of quiet hours."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="quiet", says=says))


@transaction.atomic
def order_ways(*, entries: Sequence[Ordered], by: Actor, at: datetime) -> None:
    """Put the actor's order in place of the one there was; none at all uses every way at once.

    Raises NotTheirWay, or Refusal for a wait that is no wait or too many entries.
    """
    own_ways.must_look_after(by.key, by)
    person_id = by.person_id or 0
    accounts.lock_person(person_id)
    known = {m.pk for m in queries.methods_of(by.key) if m.is_verified}
    if any(one.method_id is not None and one.method_id not in known for one in entries):
        raise NotTheirWay
    refuse_if(_problems(entries))
    old = [_plain(row.method_id, row.after, row.priorities, row.when)
           for row in queries.order_of(person_id)]  # fmt: skip
    new = [_plain(one.method_id, one.after, one.priorities, one.when) for one in entries]
    if old != new:
        notifications.order(person_id, entries)
        _enter("ways_ordered", field="order", old=old, new=new, by=by, at=at)


@transaction.atomic
def keep_quiet_hours(*, zone: str, week: Sequence[Sequence[str]], by: Actor, at: datetime) -> None:
    """Keep when the actor is not to be woken by what need not wake. Raises NoQuietWeek."""
    own_ways.must_look_after(by.key, by)
    person_id = by.person_id or 0
    accounts.lock_person(person_id)
    days = _judged(zone, week)
    present = queries.quiet_hours_of(person_id)
    old = {"zone": present.zone, "week": present.week} if present else None
    new = {"zone": zone, "week": days} if any(days) else None
    if old != new:
        notifications.keep_quiet_hours(person_id, zone=zone, week=days)
        _enter("quiet_hours_kept", field="quiet_hours", old=old, new=new, by=by, at=at)


def _problems(entries: Sequence[Ordered]) -> list[Problem]:
    found = []
    if len(entries) > MOST_ENTRIES:
        found.append(Problem(field="order", says=f"At most {MOST_ENTRIES} lines."))
    if any(not timedelta() <= one.after <= LONGEST_AFTER for one in entries):
        found.append(Problem(field="after", says="Wait at least 0 minutes and at most a day."))
    if any(one.when not in set(When) for one in entries):
        found.append(Problem(field="when", says="Say always, by day, or at night."))
    return found


def _judged(zone: str, week: Sequence[Sequence[str]]) -> list[list[str]]:
    if len(week) != DAYS:
        raise NoQuietWeek("A week has seven days.")
    try:
        zone_named(zone)
        spans = [[Span.parse(text) for text in day] for day in week]
    except (BadSpan, UnknownZone) as problem:
        raise NoQuietWeek(str(problem)) from problem
    if sum(span.closes - span.opens for day in spans for span in day) >= DAYS * 24 * 60:
        raise NoQuietWeek("Leave some time in the week in which you may be woken.")
    return [list(day) for day in week]


def _plain(method_id: int | None, after: timedelta, priorities: Sequence[str], when: str) -> object:
    return {
        "way": method_id,
        "after_seconds": int(after.total_seconds()),
        "priorities": list(priorities),
        "when": str(when),
    }


def _enter(kind: str, *, field: str, old: object, new: object, by: Actor, at: datetime) -> None:
    changes = [{"of": "person", "field": field, "old": old, "new": new}]
    draft = ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changes})
    ledger.append(stream=by.key, drafts=[draft], recorded_at=at)
