"""Read rotas: who answers now, whose turn is when, which roles a rota answers for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from musterpoint.apps.rotas.models import Absence, RoleRota, Rota


def rotas_of_roles(roles: Iterable[str]) -> dict[str, str]:
    """Return the code of the rota that answers for each role, where one does."""
    rows = RoleRota.objects.filter(role__in=set(roles), rota__state=Rota.State.PUBLISHED)
    return dict(rows.values_list("role", "rota__code"))


def absent(people: Iterable[int], *, at: datetime) -> set[int]:
    """Return those of these people who are away at ``at``."""
    rows = Absence.objects.filter(person__in=set(people), ended_at=None, start__lte=at, end__gt=at)
    return set(rows.values_list("person_id", flat=True))


def published(codes: Iterable[str]) -> set[str]:
    """Return those of these codes that belong to a published rota."""
    rows = Rota.objects.filter(code__in=set(codes), state=Rota.State.PUBLISHED)
    return set(rows.values_list("code", flat=True))
