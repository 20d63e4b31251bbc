"""Who stands behind what a step names, now: found for a whole batch in a few statements.

A responder role is, in this order, whoever holds it on the incident, then whoever answers for it in
the organisation. Nobody found is an answer of its own; what to do then is decided by the path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import RoleOnIncident
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Role
from musterpoint.domain.policy.document import Path, Tell, TellKind

LAST_RESORT = (Role.ADMINISTRATOR, Role.INCIDENT_MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody to tell and what they are told as. Outside addresses have no person."""

    name: str
    role: str
    address: str
    person_id: int | None = None

    @property
    def code(self) -> str:
        """What tells this recipient from others in a message's key."""
        if self.person_id is not None:
            return str(self.person_id)
        return hashlib.sha256(self.address.lower().encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody that a batch may have to tell."""

    responders: Mapping[tuple[int, str], Person] = field(default_factory=dict)
    holders: Mapping[str, list[Person]] = field(default_factory=dict)
    teams: Mapping[str, list[Person]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)

    def behind(self, tell: Tell, *, incident_id: int, need: int = 1) -> list[Recipient]:
        """Return whom ``tell`` means for this incident; nobody is an empty list."""
        who = tell.who
        if tell.kind is TellKind.ROLE:
            responder = self.responders.get((incident_id, who))
            found = [responder] if responder else []
            found += [p for p in self.holders.get(who, []) if p not in found]
            return [_person(p, who) for p in found[: max(1, need)]]
        if tell.kind is TellKind.TEAM:
            return [_person(p, who) for p in self.teams.get(who, [])]
        if tell.kind is TellKind.PERSON:
            person = self.people.get(who.lower())
            return [_person(person, "person")] if person else []
        return [Recipient(name=who, role="outside contact", address=who)]


def directory(paths: Iterable[Path], *, incident_ids: Iterable[int]) -> Directory:
    """Load everybody that these paths name, for these incidents, in at most four statements."""
    tells = {t for path in paths for t in _tells_of(path)}
    roles = {t.who for t in tells if t.kind is TellKind.ROLE}
    teams = {t.who for t in tells if t.kind is TellKind.TEAM}
    named = {t.who.lower() for t in tells if t.kind is TellKind.PERSON}
    return Directory(
        responders=_responders(set(incident_ids), roles) if roles else {},
        holders=organisation.holders_of(roles) if roles else {},
        teams=organisation.members_of(teams) if teams else {},
        people=_people(named) if named else {},
    )


def last_resort() -> list[Recipient]:
    """Return every active administrator and incident manager: told when a path ends in nobody."""
    return [_person(p, "nobody else was found") for p in accounts.with_roles(LAST_RESORT)]


def _tells_of(path: Path) -> Iterable[Tell]:
    yield path.fallback
    for step in path.steps:
        yield from step.tell


def _responders(incident_ids: set[int], roles: set[str]) -> dict[tuple[int, str], Person]:
    rows = RoleOnIncident.objects.select_related("person").filter(
        incident_id__in=incident_ids, code__in=roles, closed_at=None, person__is_active=True
    )
    return {(row.incident_id, row.code): row.person for row in rows if row.person}


def _people(named: set[str]) -> dict[str, Person]:
    """Find people by e-mail or, failing that, by a name that only one of them has."""
    found: dict[str, Person] = {}
    shared: set[str] = set()
    for person in Person.objects.filter(is_active=True):
        name = person.name.lower()
        if name in found:
            shared.add(name)
        found.setdefault(name, person)
        found[person.email.lower()] = person
    return {key: person for key, person in found.items() if key in named and key not in shared}


def _person(person: Person, role: str) -> Recipient:
    return Recipient(name=person.name, role=role, address=person.email, person_id=person.pk)
