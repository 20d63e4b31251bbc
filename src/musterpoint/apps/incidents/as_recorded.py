"""Rows of incidents and their parts in the words of the ledger, for the proof that both agree.

A part stands under its name in the ledger (``clock:restore:1``, ``task:12``); what is empty is left
out, as it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from musterpoint.apps.incidents.models import (
    Clock,
    HelpOffer,
    HelpRequest,
    Incident,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.operations import handing
from musterpoint.apps.incidents.operations.calls import offer_name
from musterpoint.apps.incidents.operations.parts import ACCESS, label_of
from musterpoint.apps.incidents.operations.record import as_recorded as row_as_recorded
from musterpoint.apps.incidents.operations.record import plain

Rows = dict[str, dict[str, Any]]
PARTS = (Clock, RoleOnIncident, Task, Obligation, Link, HelpRequest, HelpOffer)
SOURCE = "source"
"""The part that holds what an imported incident's source said beyond the product's own fields."""

_UNRECORDED = """
SELECT i.id FROM incidents_incident i
WHERE NOT EXISTS (SELECT FROM ledger_head h WHERE h.stream = 'incident:' || i.id)
ORDER BY i.id LIMIT 1
"""


def as_recorded(ids: Sequence[int]) -> dict[int, Rows]:
    """Return the rows of each incident by name, its own under ``incident``."""
    found: dict[int, Rows] = {}
    for incident in Incident.objects.filter(pk__in=ids).defer("search"):
        own = row_as_recorded(incident)
        facts = own.pop("source_facts", None)
        found[incident.pk] = {"incident": own}
        if facts:
            found[incident.pk][SOURCE] = facts
    _add_access(found)
    for model in PARTS:
        _add_parts(found, model.objects.filter(incident__in=ids))
    for pk, name, row in handing.as_recorded(list(found)):
        found[pk][name] = {
            field: plain(value) for field, value in row.items() if value not in (None, "", [])
        }
    return found


def strategies_of(ids: Sequence[int]) -> dict[int, int]:
    """Return the row of the strategy that each incident keeps to."""
    return dict(Incident.objects.filter(pk__in=ids).values_list("pk", "strategy_id"))


def first_unrecorded() -> int | None:
    """Return an incident that has a row and no ledger, or None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_UNRECORDED)
        row = cursor.fetchone()
    return None if row is None else row[0]


def _add_access(found: dict[int, Rows]) -> None:
    named = Incident.restricted_to.through.objects.filter(incident_id__in=list(found))
    for incident, person in named.order_by("person_id").values_list("incident_id", "person_id"):
        found[incident].setdefault(ACCESS, {"people": []})["people"].append(person)


def _add_parts(found: dict[int, Rows], rows: QuerySet[Any]) -> None:
    fields = [f for f in rows.model._meta.concrete_fields if f.name not in {"id", "incident"}]
    for part in rows.order_by("pk"):
        values = {field.name: plain(getattr(part, field.attname)) for field in fields}
        kept = {name: value for name, value in values.items() if value not in (None, "", [])}
        found[part.incident_id][_name(part)] = kept


def _name(part: Any) -> str:
    if isinstance(part, Clock):
        return f"clock:{part.kind}:{part.cycle}"
    if isinstance(part, HelpOffer):
        return offer_name(part)
    return label_of(part)
