"""What the use cases of the promise ledger share: its record, its times, who may owe one."""

from __future__ import annotations

from datetime import datetime, time

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import OwnRecord, Recording
from musterpoint.apps.communications.queries import promises as known
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import MINUTES_A_DAY
from musterpoint.domain.complaints import calendar_of
from musterpoint.domain.promises import Reckoning
from musterpoint.domain.promises.reckoning import CLOSES
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import begin, who_see


class NobodyToKeepIt(Refusal):
    """A promise is owed by somebody who works here and may see what it is about."""

    def __init__(self) -> None:
        says = "Choose somebody who works here and may see what this is about."
        super().__init__(Problem(field="owner", says=says))


def lock_promise(promise_id: int, *, by: Actor, at: datetime) -> tuple[Recording, Promise]:
    """Lock a promise, after its incident if it has one, and return the record of both.

    Raises NoSuchPromise.
    """
    among = known.visible(by)
    incident = among.filter(pk=promise_id).values_list("incident", flat=True).first()
    record: Recording
    record = OwnRecord(at=at, actor=by.key) if incident is None else begin(incident, by=by, at=at)
    return record, promises.lock(among, promise_id)


def require_owner(person_id: int, incident: Incident | None) -> int:
    """Return the person who shall keep it, or raise NobodyToKeepIt."""
    if person_id not in accounts.active([person_id]):
        raise NobodyToKeepIt
    if incident is not None and not who_see(incident.pk, [person_id]):
        raise NobodyToKeepIt
    return person_id


def reckoning(at: datetime) -> Reckoning:
    """Return how words about time are read here: the centre's zone and its working days."""
    calendar = calendar_of(policies.in_force(at=at).strategy)
    zone = organisation.centre().zone
    hours = calendar.hours_on(Reckoning(at=at, zone=zone).today)
    closing = hours[-1].closes if hours else MINUTES_A_DAY
    ends = CLOSES if closing == MINUTES_A_DAY else time(*divmod(closing, 60))
    return Reckoning(at=at, zone=zone, closes=ends, closed=frozenset(calendar.closed))
