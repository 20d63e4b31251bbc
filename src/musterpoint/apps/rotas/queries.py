"""Read rotas: who answers now, whose turn is when, which roles a rota answers for.

What runs is the published rota together with what was arranged differently since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from musterpoint.apps.accounts.tokens import digest
from musterpoint.apps.rotas import documents
from musterpoint.apps.rotas.assembling import arranged, assembled, published_rows
from musterpoint.apps.rotas.models import (
    Absence,
    CalendarFeed,
    OutsideCalendar,
    Override,
    RoleRota,
    Shadow,
    Swap,
)
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.calendars import Segment
from musterpoint.domain.rotas import Cover, Rota, Turn, cover, turns

ALL_TIME = Segment(datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
AROUND = timedelta(days=62)
"""How far around an instant exceptions are read, so that an answer knows when it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTurn:
    """One turn of one person, with the rota and layer it belongs to, as people call them."""

    rota: str
    rota_name: str
    layer_name: str
    turn: Turn


def covers(codes: Collection[str], *, at: datetime) -> dict[str, Cover]:
    """Return who answers at ``at`` on each rota that is published; others are left out.

    A fixed few statements, however many rotas. Whoever may no longer sign in answers nowhere.
    """
    found = assembled(published_rows(codes).values(), start=at - AROUND, end=at + AROUND)
    return {code: cover(rota, at) for code, rota in found.items()}


def every_cover(*, at: datetime) -> dict[str, Cover]:
    """Return who answers at ``at`` on every published rota, by its code."""
    found = assembled(published_rows().values(), start=at - AROUND, end=at + AROUND)
    return {code: cover(rota, at) for code, rota in found.items()}


def rotas_of_roles(roles: Iterable[str]) -> dict[str, str]:
    """Return the code of the rota that answers for each role, where one does."""
    rows = RoleRota.objects.filter(role__in=set(roles), rota__state=Row.State.PUBLISHED)
    return dict(rows.values_list("role", "rota__code"))


def published_count() -> int:
    """Return how many rotas are published."""
    return Row.objects.filter(state=Row.State.PUBLISHED).count()


def rota_of_role(role: str) -> str | None:
    """Return the code of the rota that was given a role, also while it is not published."""
    return RoleRota.objects.filter(role=role).values_list("rota__code", flat=True).first()


def roles_of_rotas() -> dict[str, list[str]]:
    """Return the roles that each rota answers for, by the rota's code."""
    found: dict[str, list[str]] = {}
    for code, role in RoleRota.objects.order_by("role").values_list("rota__code", "role"):
        found.setdefault(code, []).append(role)
    return found


def published(codes: Iterable[str]) -> set[str]:
    """Return those of these codes that belong to a published rota."""
    rows = Row.objects.filter(code__in=set(codes), state=Row.State.PUBLISHED)
    return set(rows.values_list("code", flat=True))


def absent(people: Iterable[int], *, at: datetime) -> set[int]:
    """Return those of these people who are away at ``at``."""
    rows = Absence.objects.filter(person__in=set(people), ended_at=None, start__lte=at, end__gt=at)
    return set(rows.values_list("person_id", flat=True))


def rota(code: str) -> Rota:
    """Return a published rota with all its exceptions, or raise NoSuchRota."""
    return between(code, start=ALL_TIME.start, end=ALL_TIME.end)


def between(code: str, *, start: datetime, end: datetime) -> Rota:
    """Return a published rota with its exceptions from ``start`` to ``end``, or NoSuchRota."""
    found = assembled(published_rows([code]).values(), start=start, end=end)
    if code not in found:
        raise NoSuchRota(code)
    return found[code]


def running(
    *, start: datetime, end: datetime, codes: Collection[str] | None = None
) -> dict[str, Rota]:
    """Return published rotas with their exceptions from ``start`` to ``end``, by code."""
    return assembled(published_rows(codes).values(), start=start, end=end)


def draft_between(code: str, *, start: datetime, end: datetime) -> Rota | None:
    """Return the draft of a rota as it would run from ``start`` to ``end``; None without one."""
    row = Row.objects.filter(code=code, draft__isnull=False).first()
    if row is None:
        return None
    return arranged({row.pk: documents.read(code, row.draft)}, start=start, end=end)[code]


def turns_between(code: str, *, start: datetime, end: datetime) -> tuple[Turn, ...]:
    """Return every turn of a published rota from ``start`` to ``end``, or raise NoSuchRota."""
    return turns(between(code, start=start, end=end), start, end)


def my_turns(person_id: int, *, start: datetime, end: datetime) -> tuple[MyTurn, ...]:
    """Return a person's turns on all rotas from ``start`` to ``end``, first first.

    Turns are whole: one that began before ``start`` shows when it did.
    """
    found = running(start=start - AROUND, end=end + AROUND)
    mine = (
        MyTurn(
            rota=each.code,
            rota_name=each.name,
            layer_name=next(one.name for one in each.layers if one.code == turn.layer),
            turn=turn,
        )
        for each in found.values()
        if person_id in each.people
        for turn in turns(each, start - AROUND, end + AROUND)
        if turn.person == person_id and turn.start < end and turn.end > start
    )
    return tuple(sorted(mine, key=lambda one: (one.turn.start, one.rota, one.turn.layer)))


def row(code: str) -> Row:
    """Return what is kept of a rota, or raise NoSuchRota."""
    found = Row.objects.filter(code=code).first()
    if found is None:
        raise NoSuchRota(code)
    return found


def rows() -> QuerySet[Row]:
    """Return all rotas by name, also drafts and retired ones."""
    return Row.objects.order_by("name", "pk")


def draft_of(code: str) -> Rota | None:
    """Return what is being written of a rota, without exceptions; None when nothing is."""
    found = row(code)
    return None if found.draft is None else documents.read(code, found.draft)


def published_of(code: str) -> Rota | None:
    """Return what was published of a rota last, without exceptions; None before the first time."""
    found = row(code)
    return None if found.published is None else documents.read(code, found.published)


def overrides_of(code: str, *, after: datetime) -> QuerySet[Override]:
    """Return the overrides of a rota that hold at or after an instant, first first."""
    return (
        Override.objects.select_related("person", "instead_of", "made_by")
        .filter(rota__code=code, ended_at=None, end__gt=after)
        .order_by("start", "pk")
    )


def shadows_of(code: str, *, after: datetime) -> QuerySet[Shadow]:
    """Return who learns on a rota at or after an instant, first first."""
    return (
        Shadow.objects.select_related("person")
        .filter(rota__code=code, ended_at=None, end__gt=after)
        .order_by("start", "pk")
    )


def open_swaps(*, after: datetime, code: str | None = None) -> QuerySet[Swap]:
    """Return the swaps that wait for somebody and are not over at ``after``, first first."""
    found = Swap.objects.select_related("rota", "giver", "taker").filter(
        state__in=[Swap.State.OFFERED, Swap.State.ACCEPTED], end__gt=after
    )
    if code is not None:
        found = found.filter(rota__code=code)
    return found.order_by("start", "pk")


def arranged_layers(code: str, *, after: datetime) -> set[str]:
    """Return the layers of a rota on which something is arranged that is not over at ``after``."""
    named = (
        overrides_of(code, after=after),
        shadows_of(code, after=after).exclude(layer=""),
        open_swaps(after=after, code=code),
        OutsideCalendar.objects.filter(rota__code=code, removed_at=None),
    )
    return {layer for rows_ in named for layer in rows_.values_list("layer", flat=True)}


def absences(*, after: datetime, person_id: int | None = None) -> QuerySet[Absence]:
    """Return who is away at or after an instant, first first."""
    found = Absence.objects.select_related("person").filter(ended_at=None, end__gt=after)
    if person_id is not None:
        found = found.filter(person=person_id)
    return found.order_by("start", "pk")


def outside_layers(row: Row) -> dict[str, str]:
    """Return the names of a rota's outside layers by code, those of its draft too."""
    documents_ = [document for document in (row.published, row.draft) if document]
    return {
        layer["code"]: layer["name"]
        for document in documents_
        for layer in document["layers"]
        if layer.get("outside")
    }


def outside_calendars(codes: Collection[str] | None = None) -> list[OutsideCalendar]:
    """Return the outside calendars that feed rotas."""
    found = OutsideCalendar.objects.select_related("rota").filter(removed_at=None)
    if codes is not None:
        found = found.filter(rota__code__in=set(codes))
    return list(found.order_by("rota__code", "layer"))


def feed_owner(secret: str) -> int | None:
    """Return whose calendar this secret opens, or None; the digest is what is looked up."""
    rows = CalendarFeed.objects.filter(digest=digest(secret), person__is_active=True)
    found: int | None = rows.values_list("person_id", flat=True).first()
    return found


def feed_made_at(person_id: int) -> datetime | None:
    """Return when a person's calendar address was made, or None when they have none."""
    rows = CalendarFeed.objects.filter(person=person_id)
    made_at: datetime | None = rows.values_list("made_at", flat=True).first()
    return made_at


def changed_at() -> datetime | None:
    """Return when last anything changed that decides whose turn it is; None before the first."""
    found: Mapping[str, Any] = Row.objects.aggregate(
        published=Max("published_at"), changed=Max("changed_at")
    )
    moments = [found["published"]]
    for model in (Override, Absence):
        moments += model.objects.aggregate(a=Max("made_at"), b=Max("ended_at")).values()
    moments += OutsideCalendar.objects.aggregate(a=Max("added_at"), b=Max("removed_at")).values()
    return max((moment for moment in moments if moment is not None), default=None)
