"""Escalate an incident by hand: whoever comes next on the path is told now, not when due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as runs
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation import run_state, telling
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.escalation.telling import Turn
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import escalation as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.escalation import Collapsed, Skipped
from musterpoint.domain.states import OPEN
from musterpoint.usecases.refusals import Conflict, Problem, needs_words


@transaction.atomic
def escalate_incident(
    *, incident_id: int, reason: str, by: Actor, at: datetime, seen_version: int | None = None
) -> int:
    """Tell the next step that nobody was told of yet, and return the incident's id.

    Where no run is under way a new one begins, past the steps told before unless all were. Raises
    NotAllowed, NoSuchIncident, StaleVersion, Refusal without a reason, Conflict when not open.
    """
    by.must(Action.ESCALATE)
    words = needs_words("reason", reason, "Say why this must go further.")
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    if incident.status not in OPEN:
        raise Conflict(Problem(field="status", says="Only an open incident can be escalated."))
    strategy = policies.get(incident.strategy_id).strategy
    record = Record(incident, at=at, actor=by.key)
    record.enter("escalation_asked", reason=words)
    run = escalation.running_of(incident.pk) or runs.restart(record, strategy=strategy, at=at)
    _tell_next(record, run, at=at)
    record.keep()
    return incident.pk


def _tell_next(record: Record, run: Run, *, at: datetime) -> None:
    """Tell the first step not told yet, or the next reminder when every step was told.

    A step whose conditions do not hold now is left out, as when its time had come.
    """
    path = run_state.path_of(run)
    state = runs.state_of(run)
    people = telling.everybody_for([run], at=at)
    leaves_out = telling.leaving_out(run, state, people, at=at)
    ahead = [one for one in rules.tellings(path, state) if state.is_left(one.key)]
    reached = {step for step, _ in state.told}
    further = [one for one in ahead if one.step not in reached and not one.is_fallback]
    out: list[Skipped] = []
    for one in (*further, *(ahead if not further else ahead[-1:])):
        because = leaves_out(one)
        if because is None:
            now = Collapsed(tell=(one,), superseded=(), skipped=tuple(out))
            turn = Turn(record=record, run=run, state=state, now=now)
            telling.tell([turn], people, at=at)
            return
        out.append(Skipped(step=one.step, round=one.round, because=because))
