"""Who an audience of the strategy is here: whoever was named, else whom its name suggests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import AudienceMember
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.rotas.answering import answering
from musterpoint.domain.policy.communications import Audience
from musterpoint.domain.updates.membership import parts_of, presumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One holder of an audience as it is set up; ``id`` is None for one that is presumed."""

    holder: str
    id: int | None = None
    account_id: int | None = None
    account: str = ""

    @property
    def is_presumed(self) -> bool:
        return self.id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who is told. ``holder`` is how the ways to reach them are looked up."""

    name: str
    holder: str
    person_id: int | None = None


def members(audience: Audience) -> tuple[Member, ...]:
    """Return who belongs to one audience as it is set up."""
    return members_of([audience])[audience.code]


def members_of(audiences: Iterable[Audience]) -> dict[str, tuple[Member, ...]]:
    """Return who belongs to each of these audiences, in one statement."""
    wanted = list(audiences)
    rows = AudienceMember.objects.select_related("account").filter(
        audience__in=[one.code for one in wanted], removed_at=None
    )
    named: defaultdict[str, list[Member]] = defaultdict(list)
    for row in rows.order_by("audience", "holder", "id"):
        account = row.account.name if row.account is not None else ""
        named[row.audience].append(
            Member(holder=row.holder, id=row.pk, account_id=row.account_id, account=account)
        )
    return {
        one.code: tuple(named[one.code]) or tuple(Member(holder=each) for each in presumed(one))
        for one in wanted
    }


def readers(audience: Audience, *, account_id: int | None, at: datetime) -> tuple[Reader, ...]:
    """Return who is told now of an incident of this client (None: of no client in particular).

    Each once, by name; nobody who has left. A role means whoever answers for it at ``at``.
    """
    holders = [
        one.holder
        for one in members(audience)
        if one.account_id is None or account_id is None or one.account_id == account_id
    ]
    return _resolved(holders, at=at)


def _resolved(holders: Sequence[str], *, at: datetime) -> tuple[Reader, ...]:
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for holder in holders:
        kind, code = parts_of(holder)
        by_kind[kind].append(code)
    people: dict[int, Person] = {}
    ids = [int(code) for code in by_kind["person"] if code.isdecimal()]
    people |= accounts.active(ids) if ids else {}
    if by_kind["account_role"]:
        people |= {one.pk: one for one in accounts.with_roles(by_kind["account_role"])}
    if by_kind["team"]:
        teams = organisation.members_of(by_kind["team"])
        people |= {one.pk: one for found in teams.values() for one in found}
    if by_kind["role"]:
        on_duty = answering(by_kind["role"], at=at)
        people |= {one.pk: one for found in on_duty.values() for one in found[:1]}
    contacts = organisation.contacts_of(by_kind["contact"]) if by_kind["contact"] else {}
    found = [
        *(Reader(name=one.name, holder=f"person:{pk}", person_id=pk) for pk, one in people.items()),
        *(Reader(name=str(one), holder=f"contact:{code}") for code, one in contacts.items()),
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.holder)))
