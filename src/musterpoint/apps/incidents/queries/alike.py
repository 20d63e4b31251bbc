"""Incidents that may be the same as one being typed, and past ones to learn a category from.

Looks at the newest incidents of a window only, so it stays quick however long the history grows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.queries.words import searchable
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import Status

WINDOW = timedelta(days=3)
NEWEST_LOOKED_AT = 500
ALIKE_ENOUGH = 0.35
SAME_SERVICE = 0.12
SAME_SITE = 0.06
SAME_CATEGORY = 0.12
SHORTEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An incident that resembles what is being typed. ``score`` runs from 0 to about 1."""

    id: int
    summary: str
    status: str
    priority: str
    category: str
    logged_at: datetime
    service: str
    score: float

    @property
    def ref(self) -> str:
        """The public reference, such as INC-000123."""
        return ref_of(self.id)


def alike(
    actor: Actor,
    summary: str,
    *,
    at: datetime,
    service: str = "",
    site: str = "",
    category: str = "",
    within: timedelta = WINDOW,
    leave_out: int | None = None,
    limit: int = 5,
) -> list[Alike]:
    """Return what ``actor`` may see and what resembles ``summary`` most, in one statement.

    ``service`` and ``site`` are codes or names. Withdrawn and imported incidents are not offered.
    """
    words = searchable(summary)
    if len(words) < SHORTEST:
        return []
    newest = (
        visible_to_actor(actor)
        .filter(logged_at__gte=at - within, source_system="")
        .exclude(status=Status.WITHDRAWN)
        .exclude(pk=leave_out or 0)
        .order_by("-logged_at", "-pk")
    )
    return _ranked(newest, words, service=service, site=site, category=category, limit=limit)


def similar(actor: Actor, summary: str, *, at: datetime, limit: int = 20) -> list[Alike]:
    """Return categorised past incidents that read like ``summary``, to suggest a category from."""
    words = searchable(summary)
    if len(words) < SHORTEST:
        return []
    newest = visible_to_actor(actor).filter(logged_at__lte=at).order_by("-logged_at", "-pk")
    found = _ranked(newest, words, service="", site="", category="", limit=2 * limit)
    return [row for row in found if row.category][:limit]


def _ranked(
    newest: QuerySet[Incident], words: str, *, service: str, site: str, category: str, limit: int
) -> list[Alike]:
    looked_at = newest.values("pk")[:NEWEST_LOOKED_AT]
    words_alike = Greatest(
        TrigramSimilarity("summary", words), TrigramWordSimilarity(words, "summary") * 0.9
    )
    rows = (
        Incident.objects.filter(pk__in=looked_at)
        .annotate(words_alike=words_alike)
        .filter(words_alike__gte=ALIKE_ENOUGH - SAME_SERVICE - SAME_CATEGORY)
        .annotate(
            score=F("words_alike")
            + _bonus(_named("service", service), SAME_SERVICE)
            + _bonus(_named("site", site), SAME_SITE)
            + _bonus(Q(category=category) if category else None, SAME_CATEGORY)
        )
        .filter(score__gte=ALIKE_ENOUGH)
        .order_by("-score", "-pk")
        .values_list(
            "pk",
            "summary",
            "status",
            "priority",
            "category",
            "logged_at",
            "service__name",
            "service_named",
            "score",
        )[:limit]
    )
    return [
        Alike(
            id=pk, summary=text, status=status, priority=priority, category=code,
            logged_at=logged_at, service=known or named, score=round(score, 3),
        )
        for pk, text, status, priority, code, logged_at, known, named, score in rows
    ]  # fmt: skip


def _named(place: str, name: str) -> Q | None:
    name = searchable(name)
    if not name:
        return None
    return (
        Q(**{f"{place}__code": name.lower()})
        | Q(**{f"{place}__name__iexact": name})
        | Q(**{f"{place}_named__iexact": name})
    )


def _bonus(condition: Q | None, worth: float) -> Case | Value:
    if condition is None:
        return Value(0.0)
    return Case(When(condition, then=Value(worth)), default=Value(0.0), output_field=FloatField())
