"""Add people, change their roles, give and revoke tokens, remember idempotent requests."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from musterpoint.apps.accounts.models import ApiToken, IdempotentRequest, Person
from musterpoint.apps.accounts.tokens import digest
from musterpoint.domain.authority import Role

KEPT_FOR = timedelta(days=2)
"""How long an idempotency key is good for."""

_CLAIM = """
WITH outlived AS (
    DELETE FROM accounts_idempotentrequest WHERE id IN (
        SELECT id FROM accounts_idempotentrequest
        WHERE created_at < %(outlived)s AND (person_id, key) <> (%(person)s, %(key)s)
        ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED)
)
INSERT INTO accounts_idempotentrequest (person_id, key, fingerprint, status, answer, created_at)
VALUES (%(person)s, %(key)s, %(fingerprint)s, 0, NULL, %(at)s)
ON CONFLICT (person_id, key) DO NOTHING
"""


class NoSuchPerson(Exception):
    """There is no person with this id."""

    def __init__(self, person_id: int) -> None:
        super().__init__(f"There is no person {person_id}.")


class KeyReused(Exception):
    """The same Idempotency-Key came with a different request."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was already used for a different request. Send a new key."
        )


class StillRunning(Exception):
    """The first request with this Idempotency-Key has not finished."""

    def __init__(self) -> None:
        super().__init__("The first request with this Idempotency-Key is still running. Try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered the first time."""

    status: int
    answer: Any


def add_person(
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    at: datetime,
    password: str | None = None,
    is_service: bool = False,
) -> Person:
    """Add a person; without a password they cannot sign in by one. IntegrityError if known."""
    return Person.objects.create(
        email=email.strip().lower(),  # sign-in looks for lower case
        name=name.strip(),
        roles=sorted(roles),
        password=make_password(password),
        joined_at=at,
        is_service=is_service,
    )


def lock_person(person_id: int) -> Person:
    """Lock and return a person until the transaction ends. Raises NoSuchPerson."""
    found = Person.objects.select_for_update().filter(pk=person_id).first()
    if found is None:
        raise NoSuchPerson(person_id)
    return found


def lock_administrators() -> list[int]:
    """Lock the active administrators in order and return their ids; programs do not count.

    Taken before ``lock_person`` wherever the last one might go.
    """
    rows = Person.objects.select_for_update().filter(
        roles__contains=[Role.ADMINISTRATOR], is_active=True, is_service=False
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def set_roles(person: Person, *, roles: Iterable[str]) -> None:
    """Give a locked person exactly these roles."""
    person.roles = sorted(str(role) for role in roles)
    person.save(update_fields=["roles"])


def set_active(person: Person, *, is_active: bool) -> None:
    """Let a locked person sign in, or not; whoever is signed in is out at the next request."""
    person.is_active = is_active
    person.save(update_fields=["is_active"])


def create_token(*, person_id: int, name: str, at: datetime) -> str:
    """Create a token and return its secret, which is not kept."""
    secret = f"mp_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(person_id=person_id, name=name, digest=digest(secret), created_at=at)
    return secret


def revoke_token(*, token_id: int, at: datetime) -> bool:
    """Revoke a token for good; return whether it was valid until now."""
    valid = ApiToken.objects.filter(pk=token_id, revoked_at=None)
    return valid.update(revoked_at=at) == 1


def remember_request(
    *, person_id: int, key: str, fingerprint: str, at: datetime
) -> Answered | None:
    """Claim an idempotency key, or return what was answered under it.

    Raises KeyReused when it came with another request and StillRunning when that is not answered.
    Waits for a transaction that is claiming the same key. Forgets a few keys past KEPT_FOR.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "person": person_id,
                "key": key,
                "fingerprint": fingerprint,
                "at": at,
                "outlived": at - KEPT_FOR,
            },
        )
        if cursor.rowcount == 1:
            return None
    known = IdempotentRequest.objects.get(person_id=person_id, key=key)
    if known.fingerprint != fingerprint:
        raise KeyReused
    if known.status == 0:
        raise StillRunning
    return Answered(status=known.status, answer=known.answer)


def answer_request(*, person_id: int, key: str, status: int, answer: Any) -> None:
    """Keep what was answered, for the next request with this key."""
    IdempotentRequest.objects.filter(person_id=person_id, key=key).update(
        status=status, answer=answer
    )


def forget_request(*, person_id: int, key: str) -> None:
    """Free a key whose request came to nothing."""
    IdempotentRequest.objects.filter(person_id=person_id, key=key, status=0).delete()
