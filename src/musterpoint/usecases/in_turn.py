"""Begin a change that comes after everything that has happened to the incident so far.

Clocks are sums of what happened in order, so nothing can be put in before what was counted already.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.domain.authority import Actor
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import begin

WAITED_AT_MOST = timedelta(minutes=1)
"""Two people press at once and the later one gets the lock first: that is no mistake of theirs."""


class TooEarly(Conflict):
    """Something that happened later is already recorded."""

    def __init__(self, *, at: datetime, last: datetime) -> None:
        self.last = last
        says = (
            f"Something later is already recorded ({last:%Y-%m-%d %H:%M} UTC), so nothing can be"
            f" put in at {at:%Y-%m-%d %H:%M} UTC."
        )
        super().__init__(Problem(field="at", says=says))


def begin_in_turn(
    incident_id: int, *, by: Actor, at: datetime, seen_version: int | None = None
) -> Record:
    """Lock the incident and return its record, put in its turn.

    Raises NoSuchIncident, StaleVersion and TooEarly.
    """
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    take_turn(record)
    return record


def take_turn(record: Record) -> None:
    """See to it that the record's ``at`` is not before what happened to the incident last.

    Somebody who waited for the lock is put right behind that. Raises TooEarly when their instant
    lies further back.
    """
    last = _last(record)
    if last - record.at > WAITED_AT_MOST:
        raise TooEarly(at=record.at, last=last)
    record.at = max(record.at, last)


def _last(record: Record) -> datetime:
    of_clocks = clocks.last_event_at(record)
    return max(at for at in (*_instants_of(record.incident), of_clocks) if at is not None)


def _instants_of(incident: Incident) -> tuple[datetime | None, ...]:
    return (
        incident.logged_at,
        incident.acknowledged_at,
        incident.assessed_at,
        incident.declared_at,
        incident.stood_down_at,
        incident.resolved_at,
        incident.closed_at,
    )
