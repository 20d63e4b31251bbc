"""Restrict an incident to the people it concerns, or open it to everybody again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents.operations import parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.briefings_follow import show_again
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, tell, veil_messages, words


class UnknownPeople(Refusal):
    """Somebody was named who is not an active colleague."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        says = "Somebody named here is not an active colleague."
        super().__init__(Problem(field="people", says=says))


class AlreadyUnrestricted(Conflict):
    """Everybody may see the incident already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="restricted", says="This incident is not restricted."))


@transaction.atomic
def restrict_incident(
    *,
    incident_id: int,
    restricted: bool,
    reason: str,
    by: Actor,
    at: datetime,
    people: Sequence[int] = (),
    seen_version: int | None = None,
) -> int:
    """Restrict it to ``people`` (beside those who work on it, its logger and incident managers).

    Whoever is named newly is told; those who may see it no more lose what they were told in the
    product, and what is not yet sent to them. Raises Refusal without a reason, UnknownPeople, and
    AlreadyUnrestricted.
    """
    by.must(Action.RESTRICT)
    why = words("reason", reason, says="Say why who may see it changes.", most=5000)
    wanted = sorted(set(people)) if restricted else []
    missing = sorted(set(wanted) - accounts.active(wanted).keys())
    if missing:
        raise UnknownPeople(missing)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    if not restricted and not record.incident.restricted:
        raise AlreadyUnrestricted
    record.enter("restricted" if restricted else "unrestricted", reason=why)
    record.set(restricted=restricted)
    arm_audiences(record, policies.get(record.incident.strategy_id).strategy)
    # Whom a waiting path called must be able to answer.
    called = escalation.called(record.incident) if restricted else set()
    parts.restrict_to(record, sorted({*wanted, *called}))
    tell(
        record,
        wanted,
        purpose="restricted",
        subject="you may see this restricted incident",
        body=record.incident.summary,
        but=(by.person_id,),
    )
    show_again(record)
    record.keep()
    if restricted:
        veil_messages(record)
    return incident_id
