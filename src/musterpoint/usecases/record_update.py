"""Record that an update went out: it meets the update clock and starts the next round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import clocks, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.duties import MetBy
from musterpoint.domain.states import OPEN
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import targets_of
from musterpoint.usecases.offer_promises import offer_promises
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.working import words

LONGEST_UPDATE = 10_000
LONGEST_AUDIENCE = 200


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
    text = words("says", says, says="Write what the update said.", most=LONGEST_UPDATE)
    to = words("audience", audience, says="Say who got the update.", most=LONGEST_AUDIENCE)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if incident.status not in OPEN:
        raise Conflict(Problem(field="status", says="Updates belong to an open incident."))
    strategy = policies.get(incident.strategy_id).strategy
    record.enter("update_sent", says=text, audience=to)
    offer_promises(record, text, found_in="update", by=by)
    with refusing():
        clocks.update_sent(record, targets_of=targets_of(incident, strategy))
        promises.meet(record, strategy, MetBy.FIRST_UPDATE)
    record.keep()
    return incident_id
