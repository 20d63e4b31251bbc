"""Responder roles on an incident: opened as it grows, taken, handed to somebody, released."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import RoleOnIncident
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import roles as role_rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.trained_for import lacking_training
from musterpoint.usecases.working import begin, begin_work_on, person_of, require_worked, tell

INCIDENT_MANAGER = "incident_manager"
"""Whoever holds this role owns the incident."""


class RoleNotAllowed(Refusal):
    """The strategy does not let this person hold this role here, or does not know the role."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="role", says=says))


class RoleAlreadyOpen(Conflict):
    """The role is already open on this incident."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem(field="role", says=f"{name} is already open on this incident."))


class RoleHeld(Conflict):
    """Somebody holds the role. A role is taken over only by assigning it anew."""

    def __init__(self, name: str, holder: str) -> None:
        says = f"{holder} holds {name}. Assign it to hand it over."
        super().__init__(Problem(field="role", says=says))


class RoleNotHeld(Conflict):
    """Nobody holds the role, so nobody can release it."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem(field="role", says=f"Nobody holds {name} on this incident."))


class NoSuchColleague(Refusal):
    """There is no active person with this id."""

    def __init__(self) -> None:
        super().__init__(Problem(field="person", says="There is no active colleague by that name."))


@transaction.atomic
def open_role(
    *,
    incident_id: int,
    role: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> int:
    """Open a role that the incident did not need until now; it is vacant at first.

    Raises RoleNotAllowed for a role the strategy does not have, and RoleAlreadyOpen.
    """
    by.must(Action.WORK)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    strategy = _strategy(record, role)
    present = parts.roles_of(record).get(role)
    if present is not None and present.closed_at is None:
        raise RoleAlreadyOpen(strategy.roles[role].name)
    record.enter("role_opened", reason=reason.strip(), because=_split(strategy, role))
    _opened(record, role, present)
    record.keep()
    return incident_id


@transaction.atomic
def take_role(
    *, incident_id: int, role: str, by: Actor, at: datetime, seen_version: int | None = None
) -> int:
    """Take a vacant role oneself, opening it when it is not. Raises RoleNotAllowed or RoleHeld."""
    person = person_of(by)
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    strategy = _strategy(record, role)
    present = parts.roles_of(record).get(role)
    if present is not None and present.person_id is not None:
        holder = "You" if present.person_id == person else _name(present.person_id)
        raise RoleHeld(strategy.roles[role].name, holder)
    record.enter("role_taken", because=lacking_training(strategy, role, person, at=at))
    let_hold(record, strategy, role, _colleague(person), present)
    record.keep()
    return incident_id


@transaction.atomic
def assign_role(
    *,
    incident_id: int,
    role: str,
    person_id: int,
    by: Actor,
    at: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> int:
    """Give a role to somebody, in place of whoever holds it, and tell both in the product.

    Raises RoleNotAllowed, RoleHeld when that person holds it already, and NoSuchColleague.
    """
    by.must(Action.WORK)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    strategy = _strategy(record, role)
    person = _colleague(person_id)
    present = parts.roles_of(record).get(role)
    before = present.person_id if present is not None else None
    name = strategy.roles[role].name
    if before == person.pk:
        raise RoleHeld(name, person.name)
    lacking = lacking_training(strategy, role, person.pk, at=at)
    record.enter("role_assigned", reason=reason.strip(), because=lacking)
    let_hold(record, strategy, role, person, present)
    duty = strategy.roles[role].duty
    tell(
        record,
        [person.pk],
        purpose=f"role_assigned:{role}",
        subject=f"you are {name}",
        body=f"{record.incident.summary}\n{duty}",
        but=(by.person_id,),
    )
    if before is not None:
        tell(
            record,
            [before],
            purpose=f"role_handed_over:{role}",
            subject=f"{person.name} is now {name}",
            body=record.incident.summary,
            but=(by.person_id,),
        )
    record.keep()
    return incident_id


@transaction.atomic
def release_role(
    *,
    incident_id: int,
    role: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    still_needed: bool = True,
    seen_version: int | None = None,
) -> int:
    """Release a role: vacant again while the incident is worked, closed once it is resolved.

    ``still_needed=False`` closes it at once. Raises NoSuchPart or RoleNotHeld.
    """
    record = begin_work_on(incident_id, by=by, at=at, seen_version=seen_version)
    present = parts.role_of(record, role)
    if present.person_id is None:
        raise RoleNotHeld(_strategy(record, role).roles[role].name)
    record.enter("role_released", reason=reason.strip())
    if record.incident.owner_id == present.person_id and role == INCIDENT_MANAGER:
        record.set(owner=None)
    is_over = not still_needed or record.incident.status == Status.RESOLVED
    parts.change(record, present, person=None, held_since=None, closed_at=at if is_over else None)
    record.keep()
    return incident_id


def let_hold(
    record: Record,
    strategy: Strategy,
    role: str,
    person: Person,
    present: RoleOnIncident | None,
) -> None:
    """Let ``person`` hold the role, or raise RoleNotAllowed."""
    try:
        role_rules.check_holder(
            strategy,
            role=role,
            account_roles=person.roles,
            holds=parts.held_by(record, person.pk),
            is_major=record.incident.is_major,
        )
    except role_rules.RoleRefused as refusal:
        raise RoleNotAllowed(str(refusal)) from refusal
    row = _opened(record, role, present)
    parts.change(record, row, person=person.pk, held_since=record.at)
    if role == INCIDENT_MANAGER:
        record.set(owner=person)
    record.topic(f"person:{person.pk}")


def _opened(record: Record, role: str, present: RoleOnIncident | None) -> RoleOnIncident:
    if present is None:
        return parts.add_role(record, role)
    if present.closed_at is not None:
        parts.change(record, present, closed_at=None, opened_at=record.at)
    return present


def _strategy(record: Record, role: str) -> Strategy:
    """Return the incident's strategy, or raise RoleNotAllowed when it has no such role."""
    strategy = policies.get(record.incident.strategy_id).strategy
    if role not in strategy.roles:
        raise RoleNotAllowed(str(role_rules.UnknownRole(role, strategy.roles)))
    return strategy


def _split(strategy: Strategy, role: str) -> tuple[Because, ...]:
    parent = strategy.roles[role].splits_from
    if parent is None or parent not in strategy.roles:
        return ()
    says = f"Its duty lay with {strategy.roles[parent].name} until now."
    return (Because(clause=f"roles.{role}.splits_from", says=says),)


def _colleague(person_id: int) -> Person:
    person = accounts.active([person_id]).get(person_id)
    if person is None:
        raise NoSuchColleague
    return person


def _name(person_id: int) -> str:
    return accounts.names([person_id]).get(person_id, "Somebody")
