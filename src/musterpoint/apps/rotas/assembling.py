"""Rotas put together: the published document with all that was arranged differently in a span.

The parsed document of an edition is kept in memory; everything else is read each time, in the same
few statements however many rotas are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas import documents
from musterpoint.apps.rotas.models import Absence, OutsideCalendar, Override, Shadow
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.domain import rotas as values
from musterpoint.domain.rotas import AbsenceKind, AnyLayer, Given, OutsideLayer, Rota

LONGEST_MEMORY = 1_000
_editions: dict[tuple[int, int, datetime | None], Rota] = {}


def published_rows(codes: Collection[str] | None = None) -> dict[str, Row]:
    """Return the rows of published rotas by code, without their documents; None is all."""
    rows = Row.objects.filter(state=Row.State.PUBLISHED).defer("draft", "published")
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {row.code: row for row in rows.order_by("code")}


def assembled(rows: Iterable[Row], *, start: datetime, end: datetime) -> dict[str, Rota]:
    """Return each rota as it runs from ``start`` to ``end``."""
    found = _parsed(list(rows))
    return arranged(found, start=start, end=end)


def arranged(found: Mapping[int, Rota], *, start: datetime, end: datetime) -> dict[str, Rota]:
    """Return these rotas (by their rows' ids) with all that was arranged differently."""
    if not found:
        return {}
    overlapping = Q(start__lt=end, end__gt=start, ended_at=None)
    overrides = _by_rota(Override.objects.filter(overlapping, rota__in=found))
    shadows = _by_rota(Shadow.objects.filter(overlapping, rota__in=found))
    outside = _by_rota(OutsideCalendar.objects.filter(removed_at=None, rota__in=found))
    whole = {
        pk: _with(rota, overrides.get(pk, ()), shadows.get(pk, ()), outside.get(pk, ()))
        for pk, rota in found.items()
    }
    people = {person for rota in whole.values() for person in rota.everybody}
    away = _absences(people, overlapping, start=start, end=end)
    return {
        rota.code: replace(
            rota, absences=tuple(one for one in away if one.person in set(rota.everybody))
        )
        for rota in whole.values()
    }


def _parsed(rows: list[Row]) -> dict[int, Rota]:
    keys = {row.pk: (row.pk, row.edition, row.published_at) for row in rows}
    unknown = [pk for pk, key in keys.items() if key not in _editions]
    if unknown:
        if len(_editions) > LONGEST_MEMORY:
            _editions.clear()
        for row in Row.objects.filter(pk__in=unknown):
            key = (row.pk, row.edition, row.published_at)
            _editions[key] = documents.read(row.code, row.published)
            keys[row.pk] = key  # published again meanwhile: then the newest runs
    return {pk: _editions[key] for pk, key in keys.items()}


def _by_rota(rows: Any) -> dict[int, list[Any]]:
    ordered = rows.order_by("rota_id", "pk")
    return {pk: list(group) for pk, group in groupby(ordered, key=lambda row: int(row.rota_id))}


def _with(
    rota: Rota,
    overrides: Collection[Override],
    shadows: Collection[Shadow],
    outside: Collection[OutsideCalendar],
) -> Rota:
    feeds = {one.layer: one for one in outside}
    layers: list[AnyLayer] = []
    for layer in rota.layers:
        own = tuple(_override(one) for one in overrides if one.layer == layer.code)
        if isinstance(layer, OutsideLayer):
            given = _given(feeds.get(layer.code))
            layers += values.outside_layers(layer.code, layer.name, given, own)
        else:
            layers.append(replace(layer, overrides=own) if own else layer)
    codes = {layer.code for layer in layers}
    learning = tuple(
        values.Shadow(person=one.person_id, layer=one.layer or None, start=one.start, end=one.end)
        for one in shadows
        if one.layer in codes or not one.layer
    )
    return replace(rota, layers=tuple(layers), shadows=learning)


def _override(row: Override) -> values.Override:
    return values.Override(
        start=row.start,
        end=row.end,
        person=row.person_id,
        instead_of=row.instead_of_id,
        because=row.because,
        swap=row.swap_id is not None,
    )


def _given(calendar: OutsideCalendar | None) -> tuple[Given, ...]:
    if calendar is None:
        return ()
    return tuple(
        Given(
            start=datetime.fromisoformat(span["start"]),
            end=datetime.fromisoformat(span["end"]),
            person=span["person"],
            says=span.get("says", ""),
        )
        for span in calendar.spans
    )


def _absences(
    people: set[int], overlapping: Q, *, start: datetime, end: datetime
) -> list[values.Absence]:
    """Return who is away when. Whoever may no longer sign in cannot answer, so is away as well."""
    rows = Absence.objects.filter(overlapping, person__in=people).order_by("pk")
    away = [
        values.Absence(
            person=row.person_id, start=row.start, end=row.end, kind=AbsenceKind(row.kind)
        )
        for row in rows
    ]
    gone = Person.objects.filter(pk__in=people, is_active=False).values_list("pk", flat=True)
    kind = AbsenceKind.OTHER
    away += (values.Absence(person=person, start=start, end=end, kind=kind) for person in gone)
    return away
