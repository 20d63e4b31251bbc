"""Withdraw an incident from work and bring it back: what a merge and a retyping have in common."""

from __future__ import annotations

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.operations import Record, clocks, duties, promises
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.clocks import ClockKind, ClockState
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.judgement import arm_reassessment, targets_of
from musterpoint.usecases.prompt_tasks import arm_next_task
from musterpoint.usecases.refusals import refusing

# The way back, one legal move after the other. Whoever held it must say anew that it waits.
_ROAD = (Status.LOGGED, Status.ACKNOWLEDGED, Status.IN_PROGRESS)
_TIMERS = (
    TimerKind.REASSESS,
    TimerKind.TRIAGE_DUE,
    TimerKind.TASK_DUE,
    TimerKind.DUTY_MARK,
    TimerKind.AUDIENCE_DUE,
)


def withdraw(record: Record, *, says: str) -> None:
    """End the incident without resolving it: clocks cancelled, path stopped, nothing lost.

    An entry must be open. Raises Conflict when it is resolved, closed or withdrawn.
    """
    with refusing():
        to = move(Status(record.incident.status), to=Status.WITHDRAWN)
    record.set(status=to, withdrawn_reason=says)
    clocks.cancel_all(record, reason=says)
    promises.cancel_all(record, reason=says)
    escalation.stop(record, reason=says)
    for kind in _TIMERS:
        record.disarm(kind, str(record.incident.pk))


def restore(record: Record, *, reason: str) -> None:
    """Bring a withdrawn incident back to where it stood; its clocks count on from here.

    An entry must be open. One that was on hold comes back in progress.
    """
    incident = record.incident
    said = incident.withdrawn_reason
    status = _back_to(record)
    record.set(status=status, withdrawn_reason="", merged_into=None, hold_reason="")
    with refusing():
        clocks.reopen(record, _cancelled(record, said), reason=reason)
        promises.restore(record, said=said, reason=reason)
    strategy = policies.get(incident.strategy_id).strategy
    duties.watch(record, strategy)
    if status is Status.LOGGED:
        priority = targets_of(incident, strategy)
        escalation.rejoin(record, strategy=strategy, priority=priority, at=record.at)
    arm_reassessment(record, strategy)
    arm_audiences(record, strategy)
    arm_next_task(record)


def _back_to(record: Record) -> Status:
    was = _status_before(record)
    last = Status.IN_PROGRESS if was is Status.ON_HOLD else was
    present = Status(record.incident.status)
    with refusing():
        for step in _ROAD[: _ROAD.index(last) + 1]:
            present = move(present, to=step)
    return present


def _status_before(record: Record) -> Status:
    """Return what the ledger says the incident was when it was withdrawn."""
    for entry in ledger.newest(record.incident.stream, limit=1000):
        for change in entry.data.get("changes", ()):
            if change.get("field") == "status" and change.get("new") == Status.WITHDRAWN:
                return Status(change["old"])
    return Status.LOGGED if record.incident.acknowledged_at is None else Status.ACKNOWLEDGED


def _cancelled(record: Record, reason: str) -> list[ClockKind]:
    """Return the kinds of the clocks that this withdrawal cancelled, and no other."""
    found = []
    for kind in ClockKind:
        clock = clocks.present(record, kind)
        if clock is None or clock.state != ClockState.CANCELLED:
            continue
        if clock.events[-1].get("reason") == reason:
            found.append(kind)
    return found
