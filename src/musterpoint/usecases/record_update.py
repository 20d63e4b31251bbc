"""Record that an update went out: it meets the update clock and starts the next round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import OPEN
from musterpoint.usecases.judgement import targets_of
from musterpoint.usecases.refusals import Conflict, Problem, needs_words


@transaction.atomic
def record_update(
    *,
    incident_id: int,
    says: str,
    audience: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Record the words that went out and to whom.

    Raises Refusal without words or audience, Conflict when the incident is not open.
    """
    by.must(Action.UPDATE)
    words = needs_words("says", says, "Write what the update said.")
    to = needs_words("audience", audience, "Say who got the update.")
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    if incident.status not in OPEN:
        raise Conflict(Problem(field="status", says="Updates belong to an open incident."))
    strategy = policies.get(incident.strategy_id).strategy
    record = Record(incident, at=at, actor=by.key)
    record.enter("update_sent", says=words, audience=to)
    clocks.update_sent(record, targets_of=targets_of(incident, strategy))
    record.keep()
    return incident.pk
