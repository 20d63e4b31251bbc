"""Fire path steps that fell due: tell the people behind them, once, and arm what comes next.

Runs on a whole batch in a fixed number of statements. Steps that an outage left overdue collapse:
each is told once at its newest round, and the older rounds are kept as superseded. A step whose
conditions do not hold is left out, and what comes next is told in the same turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation import run_state, telling
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.escalation.recipients import Directory
from musterpoint.apps.escalation.telling import Turn
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain import escalation as rules
from musterpoint.domain.authority import system
from musterpoint.domain.escalation import RunState
from musterpoint.domain.states import OPEN
from musterpoint.domain.timer_kinds import TimerKind

BUSY_FOR = timedelta(milliseconds=100)
WORKER = system("worker")


@transaction.atomic
def fire_path_steps(due: Sequence[Claimed], at: datetime) -> None:
    """Tell what is due at ``at`` for the runs of these timers.

    The incidents are locked in order of id; one that somebody is changing right now is left for the
    next batch, because that change may be the answer that ends its run.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    runs = escalation.running(
        int(timer.key) for timer in due if timer.payload["incident"] in locked
    )
    told, declined = escalation.tellings_of(runs), escalation.declines_of(runs)
    people = telling.everybody_for(list(runs.values()), at=at)
    turns = []
    for run in runs.values():
        incident = locked[run.incident_id]
        if incident.status in OPEN:
            state = run_state.state_of(run, told.get(run.pk, []), (), declined.get(run.pk, []))
            turns.append(_turn(incident, run, state, people, at=at))
    telling.tell([turn for turn in turns if turn.is_something], people, at=at)
    keep_all([turn.record for turn in turns], at=at)


def _turn(
    incident: Incident, run: Run, state: RunState, people: Directory, *, at: datetime
) -> Turn:
    """Decide what the run tells now. One that was armed too early is armed again for its time."""
    path = run_state.path_of(run)
    record = Record(incident, at=at, actor=WORKER.key)
    leaves_out = telling.leaving_out(run, state, people, at=at)
    now = rules.turn(path, state, at=at, leaves_out=leaves_out)
    turn = Turn(record=record, run=run, state=state, now=now)
    following = None if turn.is_something else rules.next_telling(path, state)
    if following is not None:
        payload = {"incident": incident.pk}
        record.arm(TimerKind.PATH_STEP, str(run.pk), at=following.due_at, payload=payload)
    return turn
