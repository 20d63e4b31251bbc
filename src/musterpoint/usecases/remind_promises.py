"""A promise falls due: its owner is reminded before; when it is broken, whoever leads hears of it.

One timer stands for each promise: first for the reminder, then for the time itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import OwnRecord, Recording
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.promises import PromiseState
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import Owners, owners_of
from musterpoint.usecases.working import who_see

PAGE = "/promises/"


@transaction.atomic
def remind_promises(due: Sequence[Claimed], at: datetime) -> None:
    """Remind, or mark as broken and tell; then arm what comes next.

    A promise that somebody is changing right now is left for the next batch.
    """
    wanted = {timer.payload["promise"]: timer.payload["incident"] for timer in due}
    locked = lock_free(pk for pk in wanted.values() if pk is not None)
    apart = promises.lock_free(wanted)
    found = [*promises.of_incidents(wanted, list(locked)), *apart]
    free = {one.pk for one in found}
    timers.leave([t for t in due if t.payload["promise"] not in free], until=at + BUSY_FOR)
    owners = owners_of(locked.values(), at=at)
    by_incident: defaultdict[int, list[Promise]] = defaultdict(list)
    for one in found:
        if one.incident_id is not None:
            by_incident[one.incident_id].append(one)
    records = []
    for pk, mine in by_incident.items():
        record = Record(locked[pk], at=at, actor=WORKER.key)
        for one in mine:
            _pass(record, one, locked[pk], owners)
        records.append(record)
    keep_all(records, at=at)
    for one in apart:
        own = OwnRecord(at=at, actor=WORKER.key)
        if _pass(own, one, None, owners):
            own.keep()


def _pass(record: Recording, promise: Promise, incident: Incident | None, owners: Owners) -> bool:
    """Do what its time asks for, and return whether it asked for anything."""
    if promise.state != PromiseState.OPEN or promise.due_at is None:
        return False
    if promise.due_at > record.at:
        record.enter("promise_reminded", says=promise.says)
        promises.change(record, promise, reminded_at=record.at)
        record.tell(_letters(record, promise, incident, owners, is_broken=False))
        return True
    record.enter("promise_broken", says=promise.says)
    promises.change(record, promise, state=PromiseState.BROKEN, broken_at=record.at)
    record.tell(_letters(record, promise, incident, owners, is_broken=True))
    return True


def _letters(
    record: Recording,
    promise: Promise,
    incident: Incident | None,
    owners: Owners,
    *,
    is_broken: bool,
) -> Iterator[Letter]:
    people = dict.fromkeys([promise.owner_id] if promise.owner_id else [])
    if is_broken:
        leaders = owners.standing if incident is None else owners.managing(incident)
        people |= dict.fromkeys(each.pk for each in leaders)
    told = list(people)
    if incident is not None and incident.restricted:
        told = who_see(incident.pk, told)
    assert promise.due_at is not None
    when = wording.clock_time(promise.due_at, now=record.at, zone=owners.zone)
    stage = "broken" if is_broken else "due"
    for person in told:
        yield Letter(
            key=f"promise:{promise.pk}:{stage}:{promise.due_at:%Y%m%dT%H%M%S}:{person}",
            stream=promise.stream,
            channel="in_product",
            subject=_subject(incident, when, is_broken=is_broken),
            body=f"{promise.says}\n{wording.address_of(PAGE)}",
            recipient_id=person,
            link=f"{PAGE}#promise-{promise.pk}",
            urgency=1 if is_broken else 3,
            purpose="promise",
        )


def _subject(incident: Incident | None, when: str, *, is_broken: bool) -> str:
    ending = f"a promise for {when} was not kept" if is_broken else f"promised by {when}"
    if incident is None:
        return ending.capitalize()
    return wording.subject(
        priority=incident.priority,
        ref=incident.ref,
        summary=incident.summary,
        ending=ending,
        is_restricted=incident.restricted,
    )
