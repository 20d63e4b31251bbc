"""Start, answer, decline, rejoin and stop the run of a path, while the incident is held.

What these write belongs to the record's open entry. Nothing here tells anybody: the worker does,
when the timer that is armed here falls due. A run that is over has no timer and tells nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from musterpoint.apps.escalation import run_state
from musterpoint.apps.escalation.models import Acknowledgement, Decline, Run, Telling
from musterpoint.apps.escalation.wording import PURPOSE
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.notifications import operations as notifications
from musterpoint.domain import escalation
from musterpoint.domain.escalation import RunState
from musterpoint.domain.policy.document import FALLBACK, Path, Strategy
from musterpoint.domain.timer_kinds import TimerKind

_WAITING = (run_state.RUNNING, run_state.EXHAUSTED)


def start(record: Record, *, strategy: Strategy, priority: str, at: datetime) -> Run:
    """Start the run of the category's path; its first step is told by the worker."""
    path = path_for(record.incident, strategy)
    return _begin(record, path, RunState(started_at=at, priority=priority))


def path_for(incident: Incident, strategy: Strategy) -> Path:
    """Return the path of the incident's category, or that of the generic one."""
    category = strategy.categories[incident.category or strategy.generic_category]
    return strategy.paths[category.path]


def answer(record: Record, *, person_id: int | None, by_way_of: str, at: datetime) -> bool:
    """Record who answered; return whether that ends the run.

    It ends when as many people answered as the step told last asks for. Then no timer is left that
    could tell anybody, and what was queued and not yet sent is superseded.
    """
    run = waiting(record.incident)
    if run is None:
        return False
    if person_id is not None:
        Acknowledgement.objects.bulk_create(
            [Acknowledgement(run=run, person_id=person_id, at=at, by_way_of=by_way_of)],
            ignore_conflicts=True,
        )
    if not _is_enough(run):
        _silence(record, person_id)
        return False
    _end(record, run, run_state.ACKNOWLEDGED, reason="", person_id=person_id, at=at)
    return True


def decline(record: Record, *, person_id: int, reason: str, by_way_of: str, at: datetime) -> bool:
    """Record who declined; return whether the next step comes at once because of it.

    What waits to be sent to them is superseded. Raises what ``domain.escalation.decline`` does.
    """
    run = waiting(record.incident)
    if run is None:
        raise escalation.RunIsOver(None)
    path, before = run_state.path_of(run), state_of(run)
    state = escalation.decline(path, before, person=str(person_id), at=at)
    row = Decline.objects.create(
        run=run, person_id=person_id, at=at, reason=reason, by_way_of=by_way_of
    )
    record.note_child(
        run_state.decline_name(run.pk, person_id),
        at=(None, row.at),
        reason=(None, row.reason),
        by_way_of=(None, row.by_way_of),
    )
    _silence(record, person_id)
    return _go_on(record, run, path, before=before, after=state)


def reached_nobody(record: Record, *, people: Collection[int], at: datetime) -> bool:
    """Bring the next step forward when too few are left whom the present one could have reached.

    ``people`` are those whose every message failed. Return whether anything was brought forward.
    """
    run = waiting(record.incident)
    if run is None:
        return False
    path, before = run_state.path_of(run), state_of(run)
    lost = frozenset(str(pk) for pk in people)
    state = escalation.move_on(path, before, at=at, lost=lost)
    return _go_on(record, run, path, before=before, after=state)


def rejoin(record: Record, *, strategy: Strategy, priority: str, at: datetime) -> Run:
    """Go on at a higher priority: from the step the run stands at, told anew now.

    A run that is over, or told nobody yet, gives way to one from the first step.
    """
    path = path_for(record.incident, strategy)
    run = waiting(record.incident)
    state = RunState(started_at=at, priority=priority)
    if run is not None:
        if run.path == path.code:
            state = escalation.rejoin(path, state_of(run), priority=priority, at=at)
        _end(record, run, run_state.STOPPED, reason=f"rejoined at {priority}", at=at)
    return _begin(record, path, state)


def ease(record: Record, *, priority: str) -> None:
    """Give the rest of a running path the time of a lower priority; who was told stays told."""
    run = waiting(record.incident)
    if run is None or run.state != run_state.RUNNING or run.priority == priority:
        return
    before, path = state_of(run), run_state.path_of(run)
    state = escalation.ease(path, before, priority=priority, at=record.at)
    record.note_child(run_state.part_name(run.pk), priority=(run.priority, priority))
    run.priority = priority
    run.save(update_fields=["priority"])
    _go_on(record, run, path, before=before, after=state)


def restart(record: Record, *, strategy: Strategy, at: datetime) -> Run:
    """Start anew, due at once, past the steps that earlier runs told unless they told them all."""
    incident = record.incident
    path = path_for(incident, strategy)
    plan = escalation.tellings(path, RunState(started_at=at, priority=incident.priority))
    told = Telling.objects.filter(run__incident=incident, run__path=path.code, state=run_state.TOLD)
    passed = set(told.exclude(step=FALLBACK).values_list("step", flat=True))
    if all(one.step in passed or one.is_fallback for one in plan):
        passed = set()
    first = next(one for one in plan if one.step not in passed)
    state = RunState(
        started_at=at - (first.due_at - at),
        priority=incident.priority,
        superseded=frozenset(one.key for one in plan if one.step in passed),
    )
    present = waiting(incident)
    if present is not None:
        _end(record, present, run_state.STOPPED, reason="escalated by hand", at=at)
    return _begin(record, path, state)


def stop(record: Record, reason: str) -> None:
    """End the incident's run, if it has one, because nobody needs to be told any more."""
    run = waiting(record.incident)
    if run is not None:
        _end(record, run, run_state.STOPPED, reason=reason, at=record.at)


def _begin(record: Record, path: Path, state: RunState) -> Run:
    """Write a run and arm its next telling."""
    run = Run.objects.create(
        incident=record.incident,
        strategy_id=record.incident.strategy_id,
        path=path.code,
        priority=state.priority,
        state=run_state.RUNNING,
        started_at=state.started_at,
    )
    record.note_child(
        run_state.part_name(run.pk),
        strategy=(None, run.strategy_id),
        path=(None, run.path),
        priority=(None, run.priority),
        state=(None, run.state),
        started_at=(None, run.started_at),
    )
    _carry_over(record, run, path, state)
    _arm_next(record, run, path, state)
    return run


def _go_on(record: Record, run: Run, path: Path, *, before: RunState, after: RunState) -> bool:
    """Write what a run passed over and by how much it was brought forward; arm what comes next."""
    dropped = [one for one in escalation.tellings(path, before) if one.key in after.superseded]
    _pass_over(
        record,
        run,
        [one for one in dropped if one.key not in before.superseded],
        says="nobody is left to answer this step",
    )
    sooner = after.brought_forward != before.brought_forward
    if sooner:
        note_brought_forward(record, run, after.brought_forward)
        run.save(update_fields=["brought_forward"])
    if run.state == run_state.RUNNING:
        _arm_next(record, run, path, after)
    return sooner


def note_brought_forward(record: Record, run: Run, span: timedelta) -> None:
    """Set by how much the rest of a run is due sooner, and record it; the caller saves the run."""
    was, run.brought_forward = run.brought_forward or None, span
    record.note_child(run_state.part_name(run.pk), brought_forward=(was, span or None))


def _silence(record: Record, person_id: int | None) -> None:
    """Take back what waits to be sent to somebody who has answered, whatever they said."""
    if person_id is not None:
        notifications.supersede_about(
            [record.incident.stream], purpose=PURPOSE, recipient_id=person_id
        )


def _arm_next(record: Record, run: Run, path: Path, state: RunState) -> None:
    following = escalation.next_telling(path, state)
    if following is None:
        record.disarm(TimerKind.PATH_STEP, str(run.pk))
        return
    record.arm(
        TimerKind.PATH_STEP,
        str(run.pk),
        at=max(following.due_at, record.at),
        payload={"incident": record.incident.pk},
    )


def _carry_over(record: Record, run: Run, path: Path, state: RunState) -> None:
    """Write the steps a new run has passed already, and the answers it keeps."""
    passed = [one for one in escalation.tellings(path, state) if one.key in state.superseded]
    _pass_over(record, run, passed, says="passed before this run began")
    if state.answered:
        Acknowledgement.objects.bulk_create(
            Acknowledgement(run=run, person_id=int(person), at=when, by_way_of="earlier")
            for person, when in state.answered.items()
        )


def _pass_over(
    record: Record, run: Run, passed: Sequence[escalation.Telling], *, says: str
) -> None:
    rows = [
        Telling(
            run=run,
            step=one.step,
            round=one.round,
            due_at=one.due_at,
            state=run_state.SUPERSEDED,
            says=says,
        )
        for one in passed
    ]
    for row in rows:
        record.note_child(
            run_state.telling_name(run.pk, row.step, row.round),
            state=(None, row.state),
            due_at=(None, row.due_at),
            says=(None, row.says),
        )
    if rows:
        Telling.objects.bulk_create(rows)


def waiting(incident: Incident) -> Run | None:
    """Return the run that still waits for an answer: running, or everybody told and nobody came."""
    return Run.objects.filter(incident=incident, state__in=_WAITING).order_by("-id").first()


def _is_enough(run: Run) -> bool:
    path = run_state.path_of(run)
    if all(step.need <= 1 for step in path.steps):
        return True
    state = state_of(run)
    return len(state.answered) >= escalation.needed(path, state)


def state_of(run: Run) -> RunState:
    """Return where a run stands now."""
    return run_state.state_of(
        run, run.tellings.all(), run.acknowledgements.all(), run.declines.all()
    )


def _end(
    record: Record,
    run: Run,
    state: str,
    *,
    reason: str,
    at: datetime,
    person_id: int | None = None,
) -> None:
    """End a run: no timer of it stays armed, no message of it stays queued."""
    before = run.state, run.ended_at, run.ended_reason
    run.state, run.ended_at, run.ended_reason = state, at, reason[:200]
    run.ended_by_id = person_id
    run.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
    record.note_child(
        run_state.part_name(run.pk),
        state=(before[0], run.state),
        ended_at=(before[1], run.ended_at),
        ended_reason=(before[2], run.ended_reason),
        ended_by=(None, person_id),
    )
    record.disarm(TimerKind.PATH_STEP, str(run.pk))
    notifications.supersede_about([record.incident.stream], purpose=PURPOSE)
