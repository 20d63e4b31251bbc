"""One incident as a line of a list or of the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.incidents.queries import Row
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status
from musterpoint.interfaces.web.shown import labels


def shown(
    rows: Iterable[Row], strategy: Strategy, *, gaps: Mapping[int, int] | None = None
) -> list[dict[str, Any]]:
    """Return rows as templates want them."""
    return [one(row, strategy, gaps=(gaps or {}).get(row.id, 0)) for row in rows]


def one(row: Row, strategy: Strategy, *, gaps: int = 0) -> dict[str, Any]:
    """Return one row as templates want it."""
    return {
        "id": row.id,
        "ref": row.ref,
        "title": row.summary,
        "priority": row.priority,
        "major": row.is_major,
        "restricted": row.restricted,
        "status": row.status,
        "status_label": labels.label(labels.STATUS, row.status),
        "category": labels.category(strategy, row.category),
        "service": row.service,
        "site": row.site,
        "next_due_at": row.next_due_at if row.is_open else None,
        "next_label": next_label(row.next_due_kind),
        "next_says": _("on hold") if row.status == Status.ON_HOLD else "",
        "owner": row.owner,
        "began_at": row.began_at or row.logged_at,
        "gaps": gaps,
        "reassess": bool(row.reassess_reason),
        "matched": "",
    }


def next_label(kind: str) -> str:
    """Return what falls due, in the middle of a line."""
    found = labels.label(labels.CLOCK, kind) if kind else ""
    return found[:1].lower() + found[1:]
