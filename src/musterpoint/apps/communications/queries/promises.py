"""Reads of the promise ledger, each behind the gate of the incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.unknown import NoSuchPromise
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.domain.authority import Actor
from musterpoint.domain.promises import STANDING, PromiseState


def visible(actor: Actor) -> QuerySet[Promise]:
    """Return the promises this actor may see: as hidden as the incidents they are about."""
    if actor.person_id is None:
        return Promise.objects.all()
    return Promise.objects.filter(
        Q(incident=None) | Q(incident__in=visible_to_actor(actor).values("pk"))
    )


def one(actor: Actor, promise_id: int) -> Promise:
    """Return a promise with the names it points to, or raise NoSuchPromise."""
    found = _named(visible(actor)).filter(pk=promise_id).first()
    if found is None:
        raise NoSuchPromise
    return found


def standing(actor: Actor, *, owner: int | None = None, limit: int = 200) -> list[Promise]:
    """Return what is still owed, that due first first."""
    rows = visible(actor).filter(state__in=list(STANDING))
    if owner is not None:
        rows = rows.filter(owner=owner)
    return list(_named(rows).order_by("due_at", "id")[:limit])


def offered(actor: Actor, *, found_by: int | None = None, limit: int = 200) -> list[Promise]:
    """Return what was found in texts and nobody has spoken about yet, newest first."""
    rows = visible(actor).filter(state=PromiseState.OFFERED)
    if found_by is not None:
        rows = rows.filter(found_by=found_by)
    return list(_named(rows).order_by("-id")[:limit])


def settled(actor: Actor, *, limit: int = 50) -> list[Promise]:
    """Return what was kept or let go, newest first."""
    rows = visible(actor).filter(state__in=[PromiseState.KEPT, PromiseState.LET_GO])
    return list(_named(rows).order_by("-settled_at", "-id")[:limit])


def mine(actor: Actor, *, limit: int) -> list[Promise]:
    """Return what this person owes, and what was found in their texts, that due first first."""
    owed = Q(state__in=list(STANDING), owner=actor.person_id)
    found = Q(state=PromiseState.OFFERED, found_by=actor.person_id)
    return list(_named(visible(actor).filter(owed | found)).order_by("due_at", "id")[:limit])


def of_incident(incident_id: int, *, limit: int = 50) -> list[Promise]:
    """Return what is offered or owed about an incident; whoever sees the incident sees it."""
    wanted = [PromiseState.OFFERED, *STANDING]
    rows = _named(Promise.objects.filter(incident=incident_id, state__in=wanted))
    return list(rows.order_by(F("due_at").asc(nulls_first=True), "id")[:limit])


def unwatched(*, at: datetime, limit: int = 20) -> Sequence[Promise]:
    """Return open promises past their time of which nobody was told that they are broken."""
    rows = Promise.objects.filter(
        state=PromiseState.OPEN, due_at__lt=at - timedelta(minutes=2), broken_at=None
    )
    return list(rows.order_by("due_at", "id")[:limit])


def left_broken(*, at: datetime, since: timedelta, limit: int = 20) -> Sequence[Promise]:
    """Return broken promises that nobody has settled or moved for this long."""
    rows = Promise.objects.filter(state=PromiseState.BROKEN, broken_at__lt=at - since)
    return list(rows.order_by("broken_at", "id")[:limit])


def _named(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.select_related("incident", "owner", "found_by", "made_by", "settled_by")
