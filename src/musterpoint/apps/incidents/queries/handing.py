"""Handovers as their giver and receiver see them, and what lies in whose hands.

A draft is its giver's alone; an offer is seen by both, by incident managers and by auditors. What
is about an incident that the reader may not see is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from musterpoint.apps.incidents.models import (
    Handover,
    HandoverItem,
    HandoverSheet,
    Incident,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.handover import Passing
from musterpoint.domain.states import Status

MOST = 200
_OVER = (Status.CLOSED.value, Status.WITHDRAWN.value)
_SEE_ALL = frozenset({Role.INCIDENT_MANAGER, Role.AUDITOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a handover says of one incident, with its items."""

    row: HandoverSheet
    incident: Incident
    items: tuple[HandoverItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One handover as somebody sees it; ``hidden`` sheets are about what they may not see."""

    row: Handover
    sheets: tuple[Sheet, ...]
    hidden: int


def visible(actor: Actor) -> QuerySet[Handover]:
    """Return the handovers that are this actor's business."""
    mine = Q(giver=actor.person_id)
    if actor.is_system:
        return Handover.objects.all()
    offered = ~Q(state=Handover.State.DRAFT)
    if _SEE_ALL.isdisjoint(actor.roles):
        offered &= Q(receiver=actor.person_id)
    return Handover.objects.filter(mine | offered)


def whole(actor: Actor, handover_id: int) -> Whole:
    """Return one handover with its sheets and items, or raise NoSuchHandover. Three statements."""
    row = visible(actor).select_related("giver", "receiver").filter(pk=handover_id).first()
    if row is None:
        raise NoSuchHandover
    sheets = list(
        HandoverSheet.objects.filter(handover=row).defer("search").order_by("incident_id")
    )
    seen = visible_to_actor(actor).defer("search").in_bulk([one.incident_id for one in sheets])
    items: dict[int, list[HandoverItem]] = {}
    for item in HandoverItem.objects.filter(handover=row).order_by("number"):
        items.setdefault(item.incident_id, []).append(item)
    return Whole(
        row=row,
        sheets=tuple(
            Sheet(
                row=one,
                incident=seen[one.incident_id],
                items=tuple(items.get(one.incident_id, ())),
            )
            for one in sheets
            if one.incident_id in seen
        ),
        hidden=sum(1 for one in sheets if one.incident_id not in seen),
    )


def listed(among: QuerySet[Handover], *, limit: int = MOST) -> list[Handover]:
    """Return handovers, newest first, with names and ``n_items``, ``n_waiting``, ``n_accepted``."""
    return list(
        among.select_related("giver", "receiver")
        .annotate(
            n_items=Count("items"),
            n_waiting=Count("items", filter=Q(items__state=Passing.OFFERED)),
            n_accepted=Count("items", filter=Q(items__state=Passing.ACCEPTED)),
        )
        .order_by("-id")[:limit]
    )


def waiting_for(person_id: int) -> QuerySet[Handover]:
    """Return what is offered to this person and not settled."""
    return Handover.objects.filter(receiver=person_id, state=Handover.State.OFFERED)


def in_hands_of(actor: Actor) -> list[int]:
    """Return the incidents not over that this person owns, or has a role or an open task in."""
    person = actor.person_id
    owned = Incident.objects.filter(owner=person).values("pk")
    held = RoleOnIncident.objects.filter(person=person, closed_at=None).values("incident")
    tasks = Task.objects.filter(person=person, done_at=None, not_needed_reason="")
    mine = (
        visible_to_actor(actor)
        .filter(pk__in=owned.union(held, tasks.values("incident")), source_system="")
        .exclude(status__in=_OVER)
    )
    return list(mine.order_by("priority", "pk").values_list("pk", flat=True))
