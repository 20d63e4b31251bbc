"""Tell an audience that there is nothing new: that is an update too, and keeps its clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations import channels, updates
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.updates import needs_second_person
from musterpoint.usecases import composing
from musterpoint.usecases.approve_update import ask
from musterpoint.usecases.draft_update import put, with_hand
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.send_update import send


@transaction.atomic
def nothing_new(
    *,
    incident_id: int,
    audience: str,
    next_at: datetime,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Say that nothing is new and when the next word comes; return the update's number.

    It leaves at once, or waits for its second person where the plan wants one. Raises
    NoSuchAudience, or CannotLeave for a time that the plan does not allow.
    """
    by.must(Action.UPDATE)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    strategy = composing.strategy_of(record.incident)
    told = composing.audience_of(strategy, audience)
    rule = composing.row_for(record.incident, strategy, audience, at=record.at)
    record.enter("update_drafted", audience=audience)
    update = updates.add(
        record,
        audience=audience,
        rule=rule.code if rule is not None else "",
        nothing_new=True,
        next_at=next_at,
        composed_by_id=by.person_id,
    )
    update.incident = record.incident
    with_hand(record, update, by)
    put(record, update, (), {}, strategy)
    composing.must_be_fit(update, at=record.at)
    if needs_second_person(rule, told):
        ask(record, update, by=by)
    else:
        send(record, update, by=by)
    record.keep()
    channels.link_messages(update)
    return update.number
