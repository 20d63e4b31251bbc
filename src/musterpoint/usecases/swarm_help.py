"""The swarm around a call for help: colleagues say that they come; unheard, it goes to more people.

Answering stays ``ask_help``'s business. Somebody who comes does not answer for anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import HelpRequest
from musterpoint.apps.incidents.operations import Record, calls, parts
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.rotas.answering import answering
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.authority import Action, Actor, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.ask_help import AlreadyAnswered
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import OVER, begin, fitting, person_of, tell

FITTING = (Role.TEAM_LEADER, Role.INCIDENT_MANAGER)
"""Whoever has one of these account roles and is on duty hears of a call nobody reacted to."""

LONGEST_WORDS = 300


class OwnCall(Conflict):
    """Whoever asks for help is there already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="help", says="This is your own call for help."))


class ComingAlready(Conflict):
    """The colleague said so before."""

    def __init__(self) -> None:
        super().__init__(Problem(field="help", says="You said already that you are coming."))


@transaction.atomic
def offer_help(*, help_id: int, by: Actor, at: datetime, says: str = "") -> timedelta:
    """Say that one is coming to help; return how long the call had waited.

    The call stays open until it is answered. Raises NoSuchIncident (also for an unknown call),
    AlreadyAnswered, OwnCall and ComingAlready.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    text = fitting("says", says, most=LONGEST_WORDS)
    incident_id = parts.incident_of_help(help_id)
    if incident_id is None:
        raise incidents.NoSuchIncident
    record = begin(incident_id, by=by, at=at)
    call = parts.help_of(record, help_id)
    if call.answered_at is not None:
        raise AlreadyAnswered
    if call.asked_by_id == person:
        raise OwnCall
    there = calls.coming(call)
    if person in there:
        raise ComingAlready
    waited = at - call.asked_at
    record.enter("help_offered", says=text, waited=waited)
    calls.add_offer(record, call, person=person, says=text)
    record.disarm(TimerKind.HELP_WAITING, str(help_id))
    tell(
        record,
        [call.asked_by_id],
        purpose=f"help_offered:{help_id}",
        subject=f"{by.name} is coming",
        body=text or call.says,
    )
    record.keep()
    return waited


@transaction.atomic
def widen_help(due: Sequence[Claimed], at: datetime) -> None:
    """Carry the calls of these timers to everybody on duty with a fitting role, once.

    A call somebody reacted to is left alone. An incident that somebody is changing right now is
    left for the next batch: that change may be the reaction.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    ready = [t for t in due if t.payload["incident"] in locked]
    people = on_duty(at=at) if ready else []
    records: dict[int, Record] = {}
    for timer in ready:
        incident = locked[timer.payload["incident"]]
        record = records.setdefault(incident.pk, Record(incident, at=at, actor=WORKER.key))
        call = parts.help_of(record, timer.payload["help"])
        if incident.status not in OVER and _waits(call):
            _widen(record, call, people)
    keep_all(list(records.values()), at=at)


def on_duty(*, at: datetime) -> list[int]:
    """Return the people with a fitting role who answer now: by rota, by standing, else all of them.

    Whoever is away is left out.
    """
    found = [one.pk for each in answering(FITTING, at=at).values() for one in each]
    if found:
        return list(dict.fromkeys(found))
    everybody = [one.pk for one in accounts.with_roles(FITTING)]
    away = rotas.absent(everybody, at=at)
    return [person for person in everybody if person not in away]


def _waits(call: HelpRequest) -> bool:
    return call.answered_at is None and call.widened_at is None and not calls.coming(call)


def _widen(record: Record, call: HelpRequest, people: Sequence[int]) -> None:
    asker = accounts.names([call.asked_by_id]).get(call.asked_by_id, "A colleague")
    told = tell(
        record,
        people,
        purpose=f"help_asked:{call.pk}",
        subject=f"{asker} still waits for help",
        body=call.says,
        but=(call.asked_by_id,),
    )
    record.enter("help_widened", told=told)
    parts.change(record, call, widened_at=record.at)
