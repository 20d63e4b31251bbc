"""Say that somebody is away, from every rota, or that they are back. It counts at once.

Whoever enters it learns at once which turns nobody has now, and so do those who plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.rotas.models import Absence
from musterpoint.apps.rotas.operations import Record
from musterpoint.apps.rotas.operations import turns as arranged
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.rotas import AbsenceKind
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.open_turns import LeftOpen, left_open_by, tell_planners
from musterpoint.usecases.refusals import Conflict, Problem, Refusal


class NoSuchPerson(Refusal):
    """Nobody with an active account was named."""

    def __init__(self) -> None:
        super().__init__(Problem(field="person", says="Choose somebody whose account is active."))


class NoSuchAbsence(Conflict):
    """There is no such absence, or it is over."""

    def __init__(self) -> None:
        super().__init__(Problem(field="absence", says="This absence is over already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """The absence, and which turns somebody should be found for."""

    absence_id: int
    left_open: tuple[LeftOpen, ...]


@transaction.atomic
def add_absence(
    *,
    person_id: int,
    start: datetime,
    end: datetime,
    by: Actor,
    at: datetime,
    kind: AbsenceKind = AbsenceKind.LEAVE,
) -> Away:
    """Say that a person is away from ``start`` to ``end``; return the turns this leaves open.

    Everybody may for themselves, and whoever plans rotas for others. Raises NotAllowed,
    NoSuchPerson, RunsBackwards, IsOver and TooFarAhead.
    """
    _may(person_id, by)
    span = shared.span_from(start, end, at=at)
    if not accounts.active([person_id]):
        raise NoSuchPerson
    absence = Absence(person_id=person_id, kind=str(kind), **shared.made(span, by=by, at=at))
    record = Record(at=at, actor=by.key)
    record.add(absence)
    record.enter("absence_added", stream=f"person:{person_id}")
    open_turns = left_open_by(person_id, span)
    key = f"absence:{absence.pk}"
    tell_planners(open_turns, key=key, says="Somebody is away.", by=by, at=at)
    return Away(absence_id=absence.pk, left_open=open_turns)


@transaction.atomic
def end_absence(*, absence_id: int, by: Actor, at: datetime) -> None:
    """Say that somebody is back, or will not be away after all.

    Raises NotAllowed and NoSuchAbsence.
    """
    absence = arranged.lock_absence(absence_id, at=at)
    if absence is None:
        raise NoSuchAbsence
    _may(absence.person_id, by)
    record = Record(at=at, actor=by.key)
    arranged.end(record, absence)
    record.enter("absence_ended", stream=f"person:{absence.person_id}")


def _may(person_id: int, by: Actor) -> None:
    by.must(Action.ARRANGE_TURNS if person_id == by.person_id else Action.PLAN_ROTA)
