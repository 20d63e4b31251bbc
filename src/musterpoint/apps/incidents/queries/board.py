"""What needs somebody now: the open incidents by what falls due next, and how many of each.

Reads the open ones only, by the index made for it, so history makes it no slower. Imported history
is never on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.queries.one import missing
from musterpoint.apps.incidents.queries.page import Filters, Row, narrowed, rows_of
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import OPEN

SOON = timedelta(minutes=30)
MOST_SHOWN = 60
_OPEN_VALUES = sorted(status.value for status in OPEN)
_GAP_COLUMNS = (
    "id", "strategy_id", "began_at", "nature", "impact", "urgency", "reported_by", "source",
    "category", "customers_affected", "vulnerable_customers", "life_safety", "personal_data",
    "service_id", "service_named", "site_id", "site_named", "queue_id", "queue_named",
    "account_id", "account_named",
)  # fmt: skip


class Due(StrEnum):
    """When the next thing of an incident falls due."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"
    HELD = "held"


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Filters of the board. ``owner`` is a person's id; ``vacant`` asks for those without one."""

    filters: Filters = EVERYTHING
    due: Due | None = None
    owner: int | None = None
    vacant: bool = False


def board(
    actor: Actor, wanted: Wanted, *, at: datetime, limit: int = MOST_SHOWN
) -> tuple[Row, ...]:
    """Return open incidents that ``actor`` may see, what falls due next first. One statement."""
    among = _open(actor, wanted)
    if wanted.due is not None:
        among = among.filter(_falls(wanted.due, at))
    return rows_of(among.order_by(F("next_due_at").asc(nulls_last=True), "pk")[:limit])


def sums(actor: Actor, wanted: Wanted, *, at: datetime) -> dict[Due, int]:
    """Return how many open incidents there are of each kind. One statement."""
    counts = {str(due): Count("pk", filter=_falls(due, at)) for due in Due}
    found = _open(actor, wanted).aggregate(**counts)
    return {due: found[str(due)] for due in Due}


def gap_counts(actor: Actor, ids: Sequence[int]) -> dict[int, int]:
    """Return how many facts are missing for each of these incidents. One statement."""
    rows = visible_to_actor(actor).filter(pk__in=ids).only(*_GAP_COLUMNS)
    return {row.pk: len(missing(row, policies.get(row.strategy_id))) for row in rows}


def _open(actor: Actor, wanted: Wanted) -> QuerySet[Incident]:
    among = narrowed(visible_to_actor(actor), wanted.filters)
    among = among.filter(status__in=_OPEN_VALUES, source_system="")
    if wanted.vacant:
        return among.filter(owner=None)
    return among if wanted.owner is None else among.filter(owner=wanted.owner)


def _falls(due: Due, at: datetime) -> Q:
    match due:
        case Due.NOW:
            return Q(next_due_at__lte=at)
        case Due.SOON:
            return Q(next_due_at__gt=at, next_due_at__lte=at + SOON)
        case Due.LATER:
            return Q(next_due_at__gt=at + SOON)
        case Due.HELD:
            return Q(next_due_at=None)


def kind_of(row: Row, *, at: datetime) -> Due:
    """Return which group of the board a row belongs to."""
    if row.next_due_at is None:
        return Due.HELD
    if row.next_due_at <= at:
        return Due.NOW
    return Due.SOON if row.next_due_at <= at + SOON else Due.LATER
