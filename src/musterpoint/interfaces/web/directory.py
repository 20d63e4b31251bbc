"""Names that every page needs and that hardly change: the centre, its places, its people.

Kept for a few seconds per process, so that a page does not ask the database for them each time.
Nothing here decides who may see or do what.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Role

KEPT_SECONDS = 20.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site, service, contact queue or client account."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who can be given a role."""

    id: int
    name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """All places by kind, each in order of name."""

    site: tuple[Place, ...]
    service: tuple[Place, ...]
    queue: tuple[Place, ...]
    account: tuple[Place, ...]


class Kept(Generic[T]):
    """A value read again when it is older than KEPT_SECONDS."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._value: T | None = None
        self._until = 0.0

    def __call__(self) -> T:
        present = time.monotonic()
        if self._value is None or present >= self._until:
            self._value = self._read()
            self._until = present + KEPT_SECONDS
        return self._value

    def forget(self) -> None:
        self._value = None


def _centre() -> tuple[str, str]:
    found = organisation.centre()
    return found.name, found.zone


def _places() -> Places:
    def listed(rows: object) -> tuple[Place, ...]:
        return tuple(Place(id=row.pk, code=row.code, name=row.name) for row in rows)  # type: ignore[attr-defined]  # four kinds of row, one shape

    return Places(
        site=listed(organisation.sites()),
        service=listed(organisation.services()),
        queue=listed(organisation.queues()),
        account=listed(organisation.accounts()),
    )


def _people() -> dict[int, Colleague]:
    return {
        one.pk: Colleague(id=one.pk, name=one.name, roles=frozenset(one.roles))
        for one in accounts.with_roles(Role)
    }


centre = Kept(_centre)
places = Kept(_places)
people = Kept(_people)
_strategies: dict[str, tuple[float, Version]] = {}


def strategy(*, at: datetime) -> Version:
    """Return the version in force, for names of categories; a use case asks for itself."""
    present = time.monotonic()
    until, version = _strategies.get("in force", (0.0, None))
    if version is None or present >= until:
        version = policies.in_force(at=at)
        _strategies["in force"] = (present + KEPT_SECONDS, version)
    return version


def names_of(ids: set[int]) -> dict[int, str]:
    """Return the names of these people; one statement more when somebody has left."""
    known = people()
    found = {pk: known[pk].name for pk in ids if pk in known}
    missing = ids - found.keys()
    return {**found, **accounts.names(missing)} if missing else found


def forget() -> None:
    """Read everything anew, for tests and after a change."""
    for kept in (centre, places, people):
        kept.forget()
    _strategies.clear()
