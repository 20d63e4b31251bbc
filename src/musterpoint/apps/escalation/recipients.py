"""Who stands behind what a step names, now: found for a whole batch in a few statements.

A responder role is, in this order, whoever holds it on the incident, who is on duty on the rota
that answers for it, and who answers for it in the organisation. Whoever is away is passed over.
Nobody found is an answer of its own; what to do then is decided in ``finding``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import RoleOnIncident
from musterpoint.apps.notifications import routing
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.organisation.models import OutsideContact
from musterpoint.apps.rotas import queries as rotas
from musterpoint.domain.authority import Role
from musterpoint.domain.policy.document import Path, Tell, TellKind
from musterpoint.domain.rotas import Cover

LAST_RESORT = (Role.ADMINISTRATOR, Role.INCIDENT_MANAGER)
ANYBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody to tell, what they are told as, and why they. Only a person can answer.

    ``holder`` names whose contact methods are used; an address in the strategy has none. A shadow
    is told as well and counts for nothing.
    """

    name: str
    role: str
    address: str = ""
    person_id: int | None = None
    holder: str = ""
    why: str = ""
    is_shadow: bool = False

    @property
    def code(self) -> str:
        """What tells this recipient from others in a message's key."""
        if self.person_id is not None:
            return str(self.person_id)
        name = self.holder or self.address.lower()
        return hashlib.sha256(name.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody that a batch may have to tell."""

    responders: Mapping[tuple[int, str], Person] = field(default_factory=dict)
    holders: Mapping[str, list[Person]] = field(default_factory=dict)
    rota_of: Mapping[str, str] = field(default_factory=dict)
    covers: Mapping[str, Cover] = field(default_factory=dict)
    on_duty: Mapping[int, Person] = field(default_factory=dict)
    teams: Mapping[str, list[Person]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    contacts: Mapping[str, OutsideContact] = field(default_factory=dict)
    away: frozenset[int] = ANYBODY
    reachable: frozenset[str] = frozenset()

    def behind(
        self, tell: Tell, *, incident_id: int, need: int = 1, but: Collection[int] = ANYBODY
    ) -> list[Recipient]:
        """Return whom ``tell`` means for this incident, without ``but``; nobody is an empty list.

        Of a role or a rota as many as must answer, and those who shadow them.
        """
        who = tell.who
        if tell.kind is TellKind.ROLE:
            return self._of_role(who, incident_id, need=need, but=but)
        if tell.kind is TellKind.ROTA:
            return self._with_shadows([], who, [], role=who, need=need, but=but)
        if tell.kind is TellKind.TEAM:
            return self._of_team(who, but=but)
        if tell.kind is TellKind.PERSON:
            person = self.people.get(who.lower())
            if person is None or person.pk in but or person.pk in self.away:
                return []
            return [of_person(person, "person", why="the strategy names them")]
        if tell.kind is TellKind.CONTACT:
            return self._contact(who)
        return [Recipient(name=who, role="outside contact", address=who, why="named by address")]

    def stand_ins(self, tell: Tell, *, but: Collection[int]) -> list[Recipient]:
        """Return whom the rota behind ``tell`` names for when nobody is on duty."""
        code = self._rota_behind(tell)
        cover = self.covers.get(code) if code else None
        if cover is None:
            return []
        why = f"the fallback of the rota {cover.rota}"
        if isinstance(cover.fallback, str):
            found = [of_person(p, cover.fallback, why=why) for p in self._standing(cover.fallback)]
            return _first(found, need=1, but=but)
        person = self.on_duty.get(cover.fallback)
        found = [of_person(person, tell.who, why=why)] if person else []
        return _first(found, need=1, but=but)

    def _rota_behind(self, tell: Tell) -> str | None:
        if tell.kind is TellKind.ROTA:
            return tell.who
        return self.rota_of.get(tell.who) if tell.kind is TellKind.ROLE else None

    def _of_role(
        self, role: str, incident_id: int, *, need: int, but: Collection[int]
    ) -> list[Recipient]:
        responder = self.responders.get((incident_id, role))
        held = [of_person(responder, role, why="holds the role here")] if responder else []
        standing = [of_person(p, role, why="answers for the role") for p in self._standing(role)]
        code = self.rota_of.get(role, "")
        return self._with_shadows(held, code, standing, role=role, need=need, but=but)

    def _with_shadows(
        self,
        before: list[Recipient],
        code: str,
        after: list[Recipient],
        *,
        role: str,
        need: int,
        but: Collection[int],
    ) -> list[Recipient]:
        """Return the first who answer, and with somebody on duty those who shadow the rota."""
        cover = self.covers.get(code)
        duty = [
            of_person(self.on_duty[one.person], role, why=one.because.says)
            for one in (cover.answers if cover else ())
            if one.person in self.on_duty
        ]
        chosen = _first([*before, *duty, *after], need=need, but=but)
        told = {one.person_id for one in chosen}
        if cover is None or not any(one in duty for one in chosen):
            return chosen
        why = f"shadows the rota {code}"
        return chosen + [
            of_person(self.on_duty[pk], role, why=why, is_shadow=True)
            for pk in cover.shadows
            if pk in self.on_duty and pk not in told
        ]

    def _standing(self, role: str) -> list[Person]:
        return [p for p in self.holders.get(role, []) if p.pk not in self.away]

    def _of_team(self, code: str, *, but: Collection[int]) -> list[Recipient]:
        out = {*but, *self.away}
        found = [
            of_person(person, code, why="is in the team")
            for person in self.teams.get(code, [])
            if person.pk not in out
        ]
        holder = f"team:{code}"
        if holder in self.reachable:
            says = "the team's own place"
            found.append(Recipient(name=code, role=code, holder=holder, why=says))
        return found

    def _contact(self, code: str) -> list[Recipient]:
        contact, holder = self.contacts.get(code), f"contact:{code}"
        if contact is None or holder not in self.reachable:
            return []
        why = "an outside contact of the centre"
        return [Recipient(name=str(contact), role="outside contact", holder=holder, why=why)]


def directory(paths: Iterable[Path], *, incident_ids: Iterable[int], at: datetime) -> Directory:
    """Load everybody that these paths name, for these incidents, in a fixed few statements."""
    tells = {t for path in paths for t in _tells_of(path)}
    roles, teams = _named(tells, TellKind.ROLE), _named(tells, TellKind.TEAM)
    named = {who.lower() for who in _named(tells, TellKind.PERSON)}
    contacts = _named(tells, TellKind.CONTACT)
    rota_of = rotas.rotas_of_roles(roles) if roles else {}
    codes = _named(tells, TellKind.ROTA) | set(rota_of.values())
    covers = rotas.covers(codes, at=at) if codes else {}
    roles |= {one.fallback for one in covers.values() if isinstance(one.fallback, str)}
    holders = organisation.holders_of(roles) if roles else {}
    members = organisation.members_of(teams) if teams else {}
    people = _people(named) if named else {}
    standing = {p.pk for group in (*holders.values(), *members.values()) for p in group}
    known = standing | {person.pk for person in people.values()}
    places = [f"contact:{code}" for code in contacts] + [f"team:{code}" for code in teams]
    return Directory(
        responders=_responders(set(incident_ids), roles) if roles else {},
        holders=holders,
        rota_of=rota_of,
        covers=covers,
        on_duty=accounts.active(_on_duty(covers.values())) if covers else {},
        teams=members,
        people=people,
        contacts=organisation.contacts_of(contacts) if contacts else {},
        away=frozenset(rotas.absent(known, at=at)) if known else ANYBODY,
        reachable=_reachable(places, at=at) if places else frozenset(),
    )


def last_resort(*, but: Collection[int] = ANYBODY) -> list[Recipient]:
    """Return every active administrator and incident manager: told when a path ends in nobody.

    Those in ``but`` only where there is nobody else.
    """
    everybody = [
        of_person(p, "nobody else was found", why="is in charge")
        for p in accounts.with_roles(LAST_RESORT)
    ]
    return [one for one in everybody if one.person_id not in but] or everybody


def of_person(person: Person, role: str, *, why: str, is_shadow: bool = False) -> Recipient:
    """Return a person as a recipient."""
    return Recipient(
        name=person.name,
        role=role,
        address=person.email,
        person_id=person.pk,
        holder=f"person:{person.pk}",
        why=why[:200],
        is_shadow=is_shadow,
    )


def _first(found: Sequence[Recipient], *, need: int, but: Collection[int]) -> list[Recipient]:
    """Return the first ``need`` people, each once."""
    people = {one.person_id: one for one in reversed(found) if one.person_id not in but}
    ordered = [one for one in found if people.get(one.person_id) is one]
    return ordered[: max(1, need)]


def _named(tells: Iterable[Tell], kind: TellKind) -> set[str]:
    return {tell.who for tell in tells if tell.kind is kind}


def _tells_of(path: Path) -> Iterable[Tell]:
    yield path.fallback
    for step in path.steps:
        yield from step.tell


def _on_duty(covers: Iterable[Cover]) -> set[int]:
    found: set[int] = set()
    for cover in covers:
        found |= {*cover.people, *cover.shadows}
        if isinstance(cover.fallback, int):
            found.add(cover.fallback)
    return found


def _reachable(holders: Collection[str], *, at: datetime) -> frozenset[str]:
    found = routing.ways(holders, priority="", wakes=True, at=at)
    return frozenset(name for name, ways in found.items() if ways)


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
