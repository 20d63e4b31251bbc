"""The few incidents that must be seen from every page: major ones, and overdue ones of P1."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.queries.page import Row, rows_of
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import OPEN

MOST = 3
GRAVEST = "P1"
_OPEN_VALUES = sorted(status.value for status in OPEN)


def strip(actor: Actor, *, at: datetime) -> tuple[Row, ...]:
    """Return at most MOST of them that ``actor`` may see, what falls due next first."""
    is_major = Q(declared_at__isnull=False, stood_down_at=None)
    is_late = Q(priority=GRAVEST, next_due_at__lte=at)
    among = visible_to_actor(actor).filter(
        is_major | is_late, status__in=_OPEN_VALUES, source_system=""
    )
    return rows_of(among.order_by(F("next_due_at").asc(nulls_last=True), "pk")[:MOST])
