"""Updates and the clocks of audiences as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from musterpoint.apps.communications.queries import updates as queries
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Objection, Owed, text_of
from musterpoint.usecases.composing import objections

if TYPE_CHECKING:
    from musterpoint.apps.accounts.models import Person
    from musterpoint.apps.communications.models import Delivery, Update

_OF_ROW = (
    *("number", "audience", "rule", "template", "subject", "state", "revision", "next_at"),
    *("is_last", "nothing_new", "wrong_why", "composed_at", "approved_at", "sent_at"),
)
_OF_DELIVERY = ("id", "channel", "recipient", "by_hand", "state", "reached_at", "says")
_OF_OBJECTION = ("says", "piece", "start", "end", "field", "forbids")


def lines(incident_id: int, incident_url: str) -> list[dict[str, Any]]:
    """Return every update of an incident in a few words."""
    rows = list(queries.of_incident(incident_id))
    ids = [row.pk for row in rows]
    words, reached = queries.pieces(ids), queries.reached(ids)
    return [
        {
            "number": row.number,
            "url": f"{incident_url}/updates/{row.number}",
            "audience": row.audience,
            "state": row.state,
            "text": text_of(words[row.pk]),
            "next_at": row.next_at,
            "sent_at": row.sent_at,
            "corrects": row.corrects.number if row.corrects is not None else None,
            "reached": reached[row.pk],
        }
        for row in rows
    ]


def update(row: Update, url: str, *, at: datetime) -> dict[str, Any]:
    """Return one update with its words, what stands in their way, and whom it reached."""
    pieces = queries.pieces([row.pk])[row.pk]
    is_open = row.state in queries.NOT_SENT
    return {
        **{name: getattr(row, name) for name in _OF_ROW},
        "url": url,
        "text": text_of(pieces),
        "pieces": [
            {"kind": one.kind.value, "says": one.says, "fact": one.fact, "field": one.field}
            for one in pieces
        ],
        "translations": queries.translations([row.pk])[row.pk],
        "corrects": row.corrects.number if row.corrects is not None else None,
        "composed_by": _name(row.composed_by),
        "approved_by": _name(row.approved_by),
        "sent_by": _name(row.sent_by),
        "objections": [_objection(one) for one in objections(row, at=at)] if is_open else [],
        "deliveries": [_delivery(one) for one in queries.deliveries(row.pk)],
    }


def owed(one: Owed, strategy: Strategy, *, at: datetime) -> dict[str, Any]:
    """Return the next word that is owed to one audience."""
    audience = strategy.audiences[one.audience]
    return {
        "audience": one.audience,
        "name": audience.name,
        "outside": audience.outside,
        "rule": one.rule,
        "due_at": one.due_at,
        "is_first": one.is_first,
        "is_late": one.is_late(at=at),
    }


def _objection(one: Objection) -> dict[str, Any]:
    return {"why": one.why.value, **{name: getattr(one, name) for name in _OF_OBJECTION}}


def _delivery(row: Delivery) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _OF_DELIVERY}


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""
