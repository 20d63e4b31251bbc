"""Set the contact centre up: its name and zone, places, services, accounts, teams, role holders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from musterpoint.apps.organisation.models import (
    Centre,
    ClientAccount,
    ContactQueue,
    OutsideContact,
    RoleHolder,
    Service,
    Site,
    Team,
)
from musterpoint.domain.wall_clock import zone_named


def lock_centre() -> None:
    """Let one change of the centre wait for another, until the transaction ends."""
    Centre.objects.get_or_create(id=1, defaults={"name": "Contact centre"})
    Centre.objects.select_for_update().get(id=1)


def set_up(*, name: str, zone: str) -> None:
    """Name the centre and set the zone its pages show. Raises UnknownZone."""
    zone_named(zone)
    Centre.objects.update_or_create(id=1, defaults={"name": name, "zone": zone})


def add_site(*, code: str, name: str, zone: str, seats: int = 0) -> None:
    """Add a site or change the one with this code. Raises UnknownZone."""
    zone_named(zone)
    defaults = {"name": name, "zone": zone, "seats": seats}
    Site.objects.update_or_create(code=code, defaults=defaults)


def add_service(
    *,
    code: str,
    name: str,
    critical: bool = False,
    rto: timedelta | None = None,
    mtpd: timedelta | None = None,
) -> None:
    """Add a service or change the one with this code; ``rto`` and ``mtpd`` are elapsed time."""
    defaults = {"name": name, "critical": critical, "rto": rto, "mtpd": mtpd}
    Service.objects.update_or_create(code=code, defaults=defaults)


def add_queue(*, code: str, name: str, service: str = "") -> None:
    """Add a contact queue or change the one with this code."""
    found = Service.objects.filter(code=service).first()
    ContactQueue.objects.update_or_create(code=code, defaults={"name": name, "service": found})


def add_account(*, code: str, name: str, key_account: bool = False) -> None:
    """Add a client account or change the one with this code."""
    defaults = {"name": name, "key_account": key_account}
    ClientAccount.objects.update_or_create(code=code, defaults=defaults)


def add_team(*, code: str, name: str, people: Sequence[int]) -> None:
    """Add a team or change the one with this code; ``people`` are all of its members."""
    team, _ = Team.objects.update_or_create(code=code, defaults={"name": name})
    team.members.set(people)


def add_contact(*, code: str, name: str, company: str = "") -> None:
    """Add an outside contact or change the one with this code."""
    OutsideContact.objects.update_or_create(code=code, defaults={"name": name, "company": company})


def hold_role(*, role: str, person_id: int, rank: int = 1) -> None:
    """Let a person answer for a responder role; the lowest rank is told first."""
    RoleHolder.objects.update_or_create(role=role, person_id=person_id, defaults={"rank": rank})


def release_role(*, role: str, person_id: int) -> None:
    """Let a person answer for a responder role no longer."""
    RoleHolder.objects.filter(role=role, person=person_id).delete()
