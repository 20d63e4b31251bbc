"""Look after accounts: add somebody, change what they may do, shut them out, let them in again.

The ledger of a person holds roles and whether they may sign in; never their name or address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.ledger import operations as ledger
from musterpoint.domain.authority import Action, Actor, Role
from musterpoint.domain.calendars import Segment
from musterpoint.usecases.open_turns import left_open_by, tell_planners
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, needs_words
from musterpoint.usecases.rota_words import AHEAD


class NotAnAddress(Refusal):
    """The e-mail cannot be one."""

    def __init__(self) -> None:
        says = "Write an e-mail address like name@example.org."
        super().__init__(Problem(field="email", says=says))


class KnownEmail(Refusal):
    """Somebody has an account with this e-mail already."""

    def __init__(self) -> None:
        says = "There is an account with this e-mail already."
        super().__init__(Problem(field="email", says=says))


class NoRole(Refusal):
    """An account without a role could do nothing."""

    def __init__(self) -> None:
        super().__init__(Problem(field="roles", says="Choose at least one role."))


class UnknownRole(Refusal):
    """There is no such role of an account."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="roles", says=f"There is no role {code!r}."))


class LastAdministrator(Conflict):
    """Without this person nobody could look after accounts."""

    def __init__(self) -> None:
        says = "This is the last administrator. Give somebody else that role first."
        super().__init__(Problem(field="roles", says=says))


class AlreadySo(Conflict):
    """The account is as was asked already."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="is_active", says=says))


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    by: Actor,
    at: datetime,
    password: str | None = None,
) -> int:
    """Add somebody who may sign in, once they have a password or another way; return their id.

    Raises NotAnAddress, KnownEmail, NoRole, UnknownRole, or Refusal for an empty name.
    """
    by.must(Action.ADMINISTER)
    words = needs_words("name", name, "Write the name that colleagues know.")
    chosen = _known(roles)
    try:
        validate_email(email.strip())
    except ValidationError:
        raise NotAnAddress from None
    try:
        with transaction.atomic():
            person = accounts.add_person(
                email=email, name=words, roles=chosen, at=at, password=password
            )
    except IntegrityError:
        raise KnownEmail from None
    _enter(
        person.pk,
        "person_added",
        by=by,
        at=at,
        roles=(None, [str(role) for role in person.roles]),
        is_active=(None, True),
    )
    return person.pk


@transaction.atomic
def change_roles(*, person_id: int, roles: Iterable[str], by: Actor, at: datetime) -> None:
    """Give the person exactly these roles. Raises NoRole, UnknownRole and LastAdministrator."""
    by.must(Action.ADMINISTER)
    chosen = sorted(_known(roles))
    administrators = accounts.lock_administrators()
    person = accounts.lock_person(person_id)
    if Role.ADMINISTRATOR not in chosen:
        _refuse_last(person_id, administrators)
    old = list(person.roles)
    if old == chosen:
        return
    accounts.set_roles(person, roles=chosen)
    _enter(person_id, "roles_changed", by=by, at=at, roles=(old, person.roles))


@transaction.atomic
def deactivate(*, person_id: int, by: Actor, at: datetime) -> None:
    """Shut the person out from their next request on; their turns on call have nobody.

    Those who plan rotas are told which. Raises LastAdministrator and AlreadySo."""
    by.must(Action.ADMINISTER)
    administrators = accounts.lock_administrators()
    person = accounts.lock_person(person_id)
    if not person.is_active:
        raise AlreadySo("This account is deactivated already.")
    _refuse_last(person_id, administrators)
    accounts.set_active(person, is_active=False)
    _enter(person_id, "person_deactivated", by=by, at=at, is_active=(True, False))
    key = f"left:{person_id}:{at:%Y%m%dT%H%M%S.%f}"
    open_turns = left_open_by(person_id, Segment(at, at + AHEAD))
    tell_planners(open_turns, key=key, says="Somebody's account was closed.", by=by, at=at)


@transaction.atomic
def reactivate(*, person_id: int, by: Actor, at: datetime) -> None:
    """Let the person in again, with the roles they had. Raises AlreadySo."""
    by.must(Action.ADMINISTER)
    person = accounts.lock_person(person_id)
    if person.is_active:
        raise AlreadySo("This account is active already.")
    accounts.set_active(person, is_active=True)
    _enter(person_id, "person_reactivated", by=by, at=at, is_active=(False, True))


@transaction.atomic
def give_password_link(*, person_id: int, by: Actor, at: datetime) -> None:
    """Record that a link to set a password was made for the person. Raises AlreadySo."""
    by.must(Action.ADMINISTER)
    person = accounts.lock_person(person_id)
    if not person.is_active:
        raise AlreadySo("This account is deactivated. Reactivate it first.")
    _enter(person_id, "password_link_given", by=by, at=at)


def _known(roles: Iterable[str]) -> set[Role]:
    found: set[Role] = set()
    for code in roles:
        try:
            found.add(Role(code))
        except ValueError:
            raise UnknownRole(code) from None
    if not found:
        raise NoRole
    return found


def _refuse_last(person_id: int, administrators: Collection[int]) -> None:
    if set(administrators) == {person_id}:
        raise LastAdministrator


def _enter(
    person_id: int, kind: str, *, by: Actor, at: datetime, **values: tuple[Any, Any]
) -> None:
    changes = [
        {"of": "person", "field": field, "old": old, "new": new}
        for field, (old, new) in values.items()
    ]
    draft = ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changes})
    ledger.append(stream=f"person:{person_id}", drafts=[draft], recorded_at=at)
