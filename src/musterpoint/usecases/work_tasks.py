"""Tasks of an incident: added, done, taken back, or dropped with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.models import Task
from musterpoint.apps.incidents.operations import parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Actor
from musterpoint.usecases.prompt_tasks import arm_next_task
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin_work_on, words


class TaskIsDone(Conflict):
    """Somebody has already finished this task."""

    def __init__(self, task: Task) -> None:
        says = f"Task {task.position} is already done: {task.says}"
        super().__init__(Problem(field="task", says=says))


class TaskWasDropped(Conflict):
    """The task was dropped; it has to be taken back first."""

    def __init__(self, task: Task) -> None:
        says = f"Task {task.position} was dropped: {task.not_needed_reason}"
        super().__init__(Problem(field="task", says=says))


class TaskIsOpen(Conflict):
    """There is nothing to take back: the task is still to be done."""

    def __init__(self, task: Task) -> None:
        says = f"Task {task.position} is still open: {task.says}"
        super().__init__(Problem(field="task", says=says))


@transaction.atomic
def add_task(
    *,
    incident_id: int,
    says: str,
    by: Actor,
    at: datetime,
    role: str = "",
    due_at: datetime | None = None,
    seen_version: int | None = None,
) -> int:
    """Add a task after the last one and return its position."""
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    text = words("says", says, says="Say what is to be done.", most=300)
    known = policies.get(record.incident.strategy_id).strategy.roles
    if role and role not in known:
        raise Refusal(Problem(field="role", says=f"There is no role {role!r} in the strategy."))
    record.enter("task_added")
    task = parts.add_task(record, says=text, role=role, due_at=due_at)
    arm_next_task(record)
    record.keep()
    return task.position


@transaction.atomic
def finish_task(
    *,
    incident_id: int,
    position: int,
    by: Actor,
    at: datetime,
    says: str = "",
    seen_version: int | None = None,
) -> int:
    """Mark a task as done. Raises NoSuchPart, TaskIsDone or TaskWasDropped."""
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    task = parts.task_at(record, position)
    _require_open(task)
    record.enter("task_done", says=says.strip())
    parts.change(record, task, done_at=at, done_by=by.person_id)
    record.keep()
    return incident_id


@transaction.atomic
def reopen_task(
    *,
    incident_id: int,
    position: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> int:
    """Take back that a task is done or dropped. Raises NoSuchPart or TaskIsOpen."""
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    task = parts.task_at(record, position)
    if task.done_at is None and not task.not_needed_reason:
        raise TaskIsOpen(task)
    record.enter("task_reopened", reason=reason.strip())
    parts.change(record, task, done_at=None, done_by=None, not_needed_reason="")
    arm_next_task(record)
    record.keep()
    return incident_id


@transaction.atomic
def drop_task(
    *,
    incident_id: int,
    position: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Drop a task that is not needed here; the reason stays with it.

    Raises Refusal without a reason, NoSuchPart, TaskIsDone or TaskWasDropped.
    """
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    why = words("reason", reason, says="Say why this task is not needed.", most=300)
    task = parts.task_at(record, position)
    _require_open(task)
    record.enter("task_dropped", reason=why)
    parts.change(record, task, not_needed_reason=why)
    record.keep()
    return incident_id


def _require_open(task: Task) -> None:
    if task.done_at is not None:
        raise TaskIsDone(task)
    if task.not_needed_reason:
        raise TaskWasDropped(task)
