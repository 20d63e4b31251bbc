"""Ask colleagues for help on an incident, and answer; the time until somebody answers is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas.answering import answering
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, fitting, person_of, require_worked, tell, words

LONGEST_TEXT = 5000
REACT_WITHIN = timedelta(minutes=5)
"""When nobody has reacted by then, more people are asked (``swarm_help``)."""


class NobodyToAsk(Refusal):
    """What was named is neither a role of the strategy nor a team."""

    def __init__(self, asked_of: str) -> None:
        says = f"There is no role or team {asked_of!r}. Leave it empty to ask everybody on it."
        super().__init__(Problem(field="asked_of", says=says))


class AlreadyAnswered(Conflict):
    """Somebody has answered this call for help."""

    def __init__(self) -> None:
        says = "This call for help was already answered. Add a note instead."
        super().__init__(Problem(field="answer", says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call for help and how many people were told of it."""

    help_id: int
    told: int


@transaction.atomic
def ask_help(
    *,
    incident_id: int,
    says: str,
    by: Actor,
    at: datetime,
    asked_of: str = "",
    seen_version: int | None = None,
) -> Asked:
    """Ask a role, a team, or (with nothing named) everybody who works on the incident.

    Raises Refusal without words, NobodyToAsk, and IncidentIsOver.
    """
    by.must(Action.ASK_HELP)
    person = person_of(by)
    text = words("says", says, says="Say what you need help with.", most=LONGEST_TEXT)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    whom = fitting("asked_of", asked_of, most=60)
    told = tell(
        record,
        _people(record, whom),
        purpose="help_asked",
        subject=f"{by.name} asks for help",
        body=text,
        but=(person,),
    )
    record.enter("help_asked", told=told)
    call = parts.add_help(record, says=text, asked_of=whom, asked_by=person)
    payload = {"incident": incident_id, "help": call.pk}
    record.arm(TimerKind.HELP_WAITING, str(call.pk), at=at + REACT_WITHIN, payload=payload)
    record.keep()
    return Asked(help_id=call.pk, told=len(told))


@transaction.atomic
def answer_help(*, help_id: int, answer: str, by: Actor, at: datetime) -> timedelta:
    """Answer a call for help and return how long it waited; whoever asked is told.

    Raises Refusal without words, NoSuchIncident (also for an unknown call) and AlreadyAnswered.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    text = words("answer", answer, says="Write your answer first.", most=LONGEST_TEXT)
    incident_id = parts.incident_of_help(help_id)
    if incident_id is None:
        raise incidents.NoSuchIncident
    record = begin(incident_id, by=by, at=at)
    call = parts.help_of(record, help_id)
    if call.answered_at is not None:
        raise AlreadyAnswered
    waited = at - call.asked_at
    record.enter("help_answered", waited=waited)
    parts.change(record, call, answer=text, answered_by=person, answered_at=at)
    record.disarm(TimerKind.HELP_WAITING, str(help_id))
    tell(
        record,
        [call.asked_by_id],
        purpose=f"help_answered:{help_id}",
        subject=f"{by.name} answered you",
        body=text,
        but=(person,),
    )
    record.keep()
    return waited


def _people(record: Record, asked_of: str) -> list[int]:
    roles = parts.roles_of(record)
    if not asked_of:
        on_it = [row.person_id for row in roles.values() if row.closed_at is None]
        return [p for p in (record.incident.owner_id, *on_it) if p is not None]
    if asked_of in policies.get(record.incident.strategy_id).strategy.roles:
        row = roles.get(asked_of)
        if row is not None and row.person_id is not None:
            return [row.person_id]
        return [p.pk for p in answering([asked_of], at=record.at).get(asked_of, [])]
    teams = organisation.members_of([asked_of])
    if asked_of not in teams:
        raise NobodyToAsk(asked_of)
    return [p.pk for p in teams[asked_of]]
