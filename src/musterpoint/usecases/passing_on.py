"""Let one item of a handover really pass, or say why there is nothing left to pass.

The record has an open entry and its incident's lock.
"""

from __future__ import annotations

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.operations import promises
from musterpoint.apps.incidents.models import Clock, HandoverItem, Task
from musterpoint.apps.incidents.operations import Record, clocks, parts
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.incidents.queries.one import missing
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.clocks import ClockState
from musterpoint.domain.promises import STANDING
from musterpoint.usecases.work_roles import let_hold
from musterpoint.usecases.working import OVER


def gone(record: Record, item: HandoverItem, *, giver: int) -> str:
    """Return what became of the thing since it was offered; empty when it is still there."""
    incident = record.incident
    if incident.status in OVER:
        return f"The incident is {incident.status}."
    kind, _sep, key = item.part.partition(":")
    try:
        match kind:
            case "role":
                return _role_gone(record, key, giver)
            case "task":
                return _task_gone(record, int(key), giver)
            case "promise":
                return _promise_gone(record, int(key), giver)
            case "clock":
                return _clock_gone(record, key)
            case "obligation":
                duty = parts.obligation_of(record, key)
                return "" if duty.state == "open" else f"It is {duty.state.replace('_', ' ')}."
            case "help":
                call = parts.help_of(record, int(key))
                return "" if call.answered_at is None else "It was answered."
            case "gap":
                version = policies.get(incident.strategy_id)
                return "" if key in missing(incident, version) else "It is known now."
    except NoSuchPart as absent:
        return str(absent)
    return ""


def pass_on(record: Record, item: HandoverItem, *, giver: int, receiver: Person) -> None:
    """Give the thing to the receiver, or raise RoleNotAllowed.

    What belongs to the incident as a whole (clocks, duties, gaps) follows its incident manager; the
    receiver's word for it stands with the item.
    """
    kind, _sep, key = item.part.partition(":")
    if kind == "role":
        _pass_role(record, key, giver=giver, receiver=receiver)
    elif kind == "task":
        task = parts.task_at(record, int(key))
        holds = task.role in parts.held_by(record, receiver.pk)
        parts.change(record, task, person=None if holds else receiver.pk)
    elif kind == "promise":
        promises.change(record, _promise(record, int(key)), owner=receiver.pk)


def _pass_role(record: Record, code: str, *, giver: int, receiver: Person) -> None:
    """Let the receiver hold the role. Its tasks that were not accepted stay with the giver."""
    strategy = policies.get(record.incident.strategy_id).strategy
    let_hold(record, strategy, code, receiver, parts.role_of(record, code))
    for task in _open_tasks(record, code):
        if task.person_id is None:
            parts.change(record, task, person=giver)
        elif task.person_id == receiver.pk:
            parts.change(record, task, person=None)


def _open_tasks(record: Record, role: str) -> list[Task]:
    rows = Task.objects.filter(
        incident=record.incident, role=role, done_at=None, not_needed_reason=""
    )
    return list(rows.order_by("position"))


def _role_gone(record: Record, code: str, giver: int) -> str:
    row = parts.role_of(record, code)
    if row.closed_at is not None:
        return "The role is closed."
    if row.person_id == giver:
        return ""
    if row.person_id is None:
        return "The role was released; nobody holds it."
    return f"{_name(row.person_id)} holds it now."


def _task_gone(record: Record, position: int, giver: int) -> str:
    task = parts.task_at(record, position)
    if task.done_at is not None:
        return "It is done."
    if task.not_needed_reason:
        return "It was dropped."
    if task.person_id not in (None, giver):
        return f"{_name(task.person_id)} has it in hand now."
    holder = _holder(record, task.role)
    if task.person_id is None and holder not in (None, giver):
        return f"{_name(holder)} holds its role now."
    return ""


def _promise_gone(record: Record, pk: int, giver: int) -> str:
    promise = _promise(record, pk)
    if promise.state not in STANDING:
        return f"It is {promise.state.replace('_', ' ')}."
    return "" if promise.owner_id == giver else f"{_name(promise.owner_id)} owes it now."


def _promise(record: Record, pk: int) -> Promise:
    found = Promise.objects.filter(incident=record.incident, pk=pk).first()
    if found is None:
        raise NoSuchPart(f"promise {pk}")
    return found


def _holder(record: Record, role: str) -> int | None:
    row = parts.roles_of(record).get(role)
    return row.person_id if row is not None and row.closed_at is None else None


def _clock_gone(record: Record, key: str) -> str:
    kind, _sep, cycle = key.partition(":")
    rows = Clock.objects.filter(incident=record.incident, kind=kind, cycle=int(cycle))
    clock = rows.first()
    if clock is None or clock.state == ClockState.CANCELLED:
        return "It does not run any more."
    return "It is met." if clock.state in clocks.STOPPED else ""


def _name(person_id: int | None) -> str:
    return accounts.names([person_id or 0]).get(person_id or 0, "Somebody")
