"""Read the contact centre: find what a reporter named, and who answers for a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from musterpoint.apps.accounts.models import Person
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

_FIND = """
SELECT 'service', id, code, false FROM organisation_service
  WHERE lower(%(service)s) IN (code, lower(name))
UNION ALL SELECT 'site', id, code, false FROM organisation_site
  WHERE lower(%(site)s) IN (code, lower(name))
UNION ALL SELECT 'queue', id, code, false FROM organisation_contactqueue
  WHERE lower(%(queue)s) IN (code, lower(name))
UNION ALL SELECT 'account', id, code, key_account FROM organisation_clientaccount
  WHERE lower(%(account)s) IN (code, lower(name))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What the names in a report mean here; None where nothing is known by that name."""

    service: int | None = None
    service_code: str = ""
    site: int | None = None
    queue: int | None = None
    account: int | None = None
    account_code: str = ""
    key_account: bool = False


def find(*, service: str = "", site: str = "", queue: str = "", account: str = "") -> Places:
    """Look up codes or names, whatever their case, in one statement (none when all are empty)."""
    if not (service or site or queue or account):
        return Places()
    names = {"service": service, "site": site, "queue": queue, "account": account}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {k: v.strip() for k, v in names.items()})
        rows = {kind: (pk, code, key) for kind, pk, code, key in cursor.fetchall()}
    nothing = (None, "", False)
    return Places(
        service=rows.get("service", nothing)[0],
        service_code=rows.get("service", nothing)[1],
        site=rows.get("site", nothing)[0],
        queue=rows.get("queue", nothing)[0],
        account=rows.get("account", nothing)[0],
        account_code=rows.get("account", nothing)[1],
        key_account=rows.get("account", nothing)[2],
    )


def centre() -> Centre:
    """Return the contact centre, with defaults before it is set up."""
    return Centre.objects.first() or Centre(name="Contact centre", zone="Europe/London")


def holders_of(roles: Iterable[str]) -> dict[str, list[Person]]:
    """Return the active people who answer for each role, first to be told first."""
    found: dict[str, list[Person]] = {}
    rows = (
        RoleHolder.objects.select_related("person")
        .filter(role__in=set(roles), person__is_active=True)
        .order_by("role", "rank", "id")
    )
    for row in rows:
        found.setdefault(row.role, []).append(row.person)
    return found


def members_of(codes: Iterable[str]) -> dict[str, list[Person]]:
    """Return the active members of each team."""
    found: dict[str, list[Person]] = {}
    for team in Team.objects.filter(code__in=set(codes)).prefetch_related("members"):
        found[team.code] = [p for p in team.members.all() if p.is_active]
    return found


def contacts_of(codes: Iterable[str]) -> dict[str, OutsideContact]:
    """Return these outside contacts by code."""
    return {row.code: row for row in OutsideContact.objects.filter(code__in=set(codes))}


def services() -> QuerySet[Service]:
    """Return all services by name."""
    return Service.objects.order_by("name")


def sites() -> QuerySet[Site]:
    """Return all sites by name."""
    return Site.objects.order_by("name")


def queues() -> QuerySet[ContactQueue]:
    """Return all contact queues by name."""
    return ContactQueue.objects.order_by("name")


def accounts() -> QuerySet[ClientAccount]:
    """Return all client accounts by name."""
    return ClientAccount.objects.order_by("name")


def contacts() -> QuerySet[OutsideContact]:
    """Return all outside contacts by name."""
    return OutsideContact.objects.order_by("name")


_Place = Site | Service | ContactQueue | ClientAccount | Team | OutsideContact
_Kind = type[_Place]
_KINDS: dict[str, tuple[_Kind, tuple[str, ...]]] = {
    "site": (Site, ("name", "zone", "seats")),
    "service": (Service, ("name", "critical", "rto", "mtpd")),
    "queue": (ContactQueue, ("name",)),
    "account": (ClientAccount, ("name", "key_account")),
    "team": (Team, ("name",)),
    "contact": (OutsideContact, ("name", "company")),
}


def names_by_code(kind: str) -> dict[str, str]:
    """Return the names of everything of one kind by its code."""
    rows = _KINDS[kind][0].objects.order_by("code")
    return dict(rows.values_list("code", "name"))


def values_of(kind: str, code: str) -> dict[str, Any] | None:
    """Return what is set up of one thing of a kind, or None."""
    model, fields = _KINDS[kind]
    row = model.objects.filter(code=code).first()
    if row is None:
        return None
    values: dict[str, Any] = {field: getattr(row, field) for field in fields}
    if isinstance(row, ContactQueue):
        values["service"] = row.service.code if row.service else ""
    if isinstance(row, Team):
        values["members"] = sorted(row.members.values_list("id", flat=True))
    return values


def ranks_of(role: str) -> dict[int, int]:
    """Return the ranks of whoever answers for a role, active or not, first to be told first."""
    rows = RoleHolder.objects.filter(role=role).order_by("rank", "id")
    return dict(rows.values_list("person_id", "rank"))


def standing_roles_of(person_id: int) -> dict[str, int]:
    """Return the responder roles a person answers for, with the rank."""
    rows = RoleHolder.objects.filter(person=person_id).order_by("role")
    return dict(rows.values_list("role", "rank"))


def teams() -> QuerySet[Team]:
    """Return all teams by name, with their members."""
    return Team.objects.order_by("name").prefetch_related("members")
