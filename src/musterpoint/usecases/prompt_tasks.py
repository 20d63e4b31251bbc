"""A task's time has passed and nobody did it: whoever has it in hand, else the owner, is told once.

One timer stands for an incident's tasks, armed for the next of their due times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident, RoleOnIncident, Task
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.states import OPEN
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import Owners, owners_of


@transaction.atomic
def prompt_tasks(due: Sequence[Claimed], at: datetime) -> None:
    """Tell of the tasks that fell due since each timer was armed for, and arm the next one.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    since = {timer.payload["incident"]: timer.due_at for timer in due}
    working = {pk: row for pk, row in locked.items() if row.status in OPEN}
    tasks = _open_tasks(working)
    owners = owners_of(working.values(), at=at)
    holders = _holders(working)
    records = []
    for pk, incident in working.items():
        record = Record(incident, at=at, actor=WORKER.key)
        mine = tasks.get(pk, [])
        late = [task for task in mine if task.due_at and since[pk] <= task.due_at <= at]
        if late:
            record.enter("tasks_due", says="; ".join(task.says for task in late)[:500])
            record.tell(
                _letter(incident, task, person)
                for task in late
                for person in _people(task, incident, holders, owners)
            )
        arm_for(record, [task.due_at for task in mine if task.due_at])
        records.append(record)
    keep_all(records, at=at)


def arm_next_task(record: Record) -> None:
    """Arm the timer for the next due time among the incident's open tasks."""
    tasks = _open_tasks([record.incident.pk]).get(record.incident.pk, [])
    arm_for(record, [task.due_at for task in tasks])


def arm_for(record: Record, due_times: Iterable[datetime | None]) -> None:
    """Arm the timer for the first of these that is still to come; none leaves it as it is."""
    ahead = [due_at for due_at in due_times if due_at is not None and due_at > record.at]
    if ahead:
        pk = record.incident.pk
        record.arm(TimerKind.TASK_DUE, str(pk), at=min(ahead), payload={"incident": pk})


def _open_tasks(ids: Iterable[int]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    rows = (
        Task.objects.select_related("person")
        .filter(incident__in=list(ids), done_at=None, not_needed_reason="", due_at__isnull=False)
        .order_by("incident_id", "due_at", "position")
    )
    for task in rows:
        found.setdefault(task.incident_id, []).append(task)
    return found


def _holders(ids: Iterable[int]) -> dict[tuple[int, str], Person]:
    rows = RoleOnIncident.objects.select_related("person").filter(
        incident__in=list(ids), closed_at=None, person__is_active=True
    )
    return {(row.incident_id, row.code): row.person for row in rows if row.person}


def _people(
    task: Task, incident: Incident, holders: dict[tuple[int, str], Person], owners: Owners
) -> list[Person]:
    if task.person is not None and task.person.is_active:
        return [task.person]
    holder = holders.get((incident.pk, task.role))
    return [holder] if holder is not None else owners.of(incident)


def _letter(incident: Incident, task: Task, person: Person) -> Letter:
    return Letter(
        key=f"task:{incident.pk}:{task.position}:{task.due_at:%Y%m%dT%H%M%S}:{person.pk}",
        stream=incident.stream,
        channel=Message.Channel.IN_PRODUCT,
        subject=wording.subject(
            priority=incident.priority,
            ref=incident.ref,
            summary=incident.summary,
            ending="a task is due",
            is_restricted=incident.restricted,
        ),
        body=task.says,
        recipient_id=person.pk,
        link=wording.page_of(incident.ref),
        urgency=3,
        purpose="task",
    )
