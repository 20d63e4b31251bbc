"""Let a rota answer for a responder role of the strategy, before the role's standing holders."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import RoleRota
from musterpoint.apps.rotas.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.told import roles_told
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.set_up_cover import UnknownResponderRole


class RoleAnswered(Conflict):
    """One rota answers for a role."""

    def __init__(self, role: str, rota: str) -> None:
        says = f"The rota {rota!r} answers for {role!r}. Release the role from it first."
        super().__init__(Problem(field="role", says=says))


class RoleNotAnswered(Conflict):
    """This rota does not answer for the role (any more)."""

    def __init__(self, role: str) -> None:
        says = f"This rota does not answer for {role!r} any more."
        super().__init__(Problem(field="role", says=says))


@transaction.atomic
def answer_role_by_rota(*, role: str, code: str, by: Actor, at: datetime) -> None:
    """Let whoever is on call on a rota answer for a role.

    Its standing holders are told only when nobody is on duty. Raises NoSuchRota, NotPublished,
    UnknownResponderRole and RoleAnswered.
    """
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    strategy = policies.in_force(at=at).strategy
    if role not in strategy.roles and role not in roles_told(strategy):
        raise UnknownResponderRole(role)
    present = queries.rota_of_role(role)
    if present is not None:
        raise RoleAnswered(role, present)
    record = Record(at=at, actor=by.key)
    record.add(RoleRota(role=role, rota=row))
    record.enter("role_answered_by_rota", stream=row.stream)


@transaction.atomic
def release_role_from_rota(*, role: str, code: str, by: Actor, at: datetime) -> None:
    """Let the standing holders answer for a role again. Raises NoSuchRota and RoleNotAnswered."""
    by.must(Action.PLAN_ROTA)
    row = shared.lock_published(code)
    answered = row.roles.filter(role=role).first()
    if answered is None:
        raise RoleNotAnswered(role)
    record = Record(at=at, actor=by.key)
    record.remove(answered)
    record.enter("role_released_by_rota", stream=row.stream)
