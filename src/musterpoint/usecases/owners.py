"""Who hears of an incident's course: its owner, else who manages it, found for a whole batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.rotas.answering import answering
from musterpoint.domain.authority import Role

MANAGER = "incident_manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """The people behind the incidents of a batch, and the zone to tell them times in."""

    people: dict[int, Person]
    responders: dict[int, Person]
    standing: list[Person]
    zone: str
    holders: dict[tuple[int, str], Person] = field(default_factory=dict)
    answering: dict[str, list[Person]] = field(default_factory=dict)

    def of(self, incident: Incident) -> list[Person]:
        """Return the owner; else who manages the incident, or answers for that role."""
        owner = self.people.get(incident.owner_id or 0)
        return [owner] if owner is not None else self.managing(incident)

    def managing(self, incident: Incident) -> list[Person]:
        """Return who manages the incident, or answers for that role in the organisation."""
        responder = self.responders.get(incident.pk)
        return [responder] if responder is not None else self.standing

    def holding(self, incident: Incident, role: str) -> list[Person]:
        """Return who holds this role on the incident, else who answers for it now."""
        holder = self.holders.get((incident.pk, role))
        return [holder] if holder is not None else self.answering.get(role, [])[:1]


def owners_of(locked: Iterable[Incident], *, at: datetime, roles: Collection[str] = ()) -> Owners:
    """Load everybody who may have to hear of these incidents at ``at``, in a fixed few statements.

    An incident without an owner or a manager of its own is the manager's who is on duty. ``roles``
    are those whose holders are asked for besides.
    """
    rows, wanted = list(locked), sorted({MANAGER, *roles})
    owner_ids = {row.owner_id for row in rows if row.owner_id}
    held = RoleOnIncident.objects.select_related("person").filter(
        incident__in=[row.pk for row in rows],
        code__in=wanted,
        closed_at=None,
        person__is_active=True,
    )
    holders = {(row.incident_id, row.code): row.person for row in held if row.person}
    on_duty = answering(wanted, at=at)
    return Owners(
        people={p.pk: p for p in Person.objects.filter(pk__in=owner_ids, is_active=True)},
        responders={pk: person for (pk, code), person in holders.items() if code == MANAGER},
        standing=on_duty.get(MANAGER, [])[:1] or accounts.with_roles([Role.INCIDENT_MANAGER]),
        zone=organisation.centre().zone,
        holders=holders,
        answering=on_duty,
    )
