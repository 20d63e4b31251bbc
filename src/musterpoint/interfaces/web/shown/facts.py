"""What was said about an incident, and what nobody has said yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.incidents.queries import Room
from musterpoint.interfaces.web.forms import facts as forms
from musterpoint.interfaces.web.shown import labels

PLACES = ("service", "site", "queue", "account")
TOLD_BY_ASSESSING = {"impact": "assess", "urgency": "assess", "category": "category"}


def place(incident: Any, kind: str) -> str:
    """Return the name of a place, or what the reporter called it."""
    known = getattr(incident, kind)
    return str(known.name if known is not None else getattr(incident, f"{kind}_named"))


def known(room: Room) -> list[dict[str, str]]:
    """Return the facts that somebody has given, in the order of the log form."""
    incident = room.incident
    values: dict[str, str] = {
        "reported_by": incident.reported_by,
        "source": labels.label(labels.SOURCE, incident.source) if incident.source else "",
        **{kind: place(incident, kind) for kind in PLACES},
        "other_sites": ", ".join(incident.other_sites),
        "customers_affected": _count(incident.customers_affected),
        **{
            name: labels.yes_no(getattr(incident, name))
            for name in ("vulnerable_customers", "life_safety", "personal_data")
            if getattr(incident, name) is not None
        },
        "distress": _("yes") if incident.distress else "",
    }
    found = [
        {"label": labels.label(labels.FACT, name), "value": value}
        for name, value in values.items()
        if value
    ]
    verdict = (incident.triage or {}).get("verdict")
    if verdict:
        kind = labels.label(labels.VERDICT, verdict)
        found.append({"label": _("Is it an incident?"), "value": kind})
    return found + _ending(incident, room)


def _ending(incident: Any, room: Room) -> list[dict[str, str]]:
    names = (
        "resolution", "verified_by", "welfare_outcome", "risk_review", "risk_review_reason",
        "withdrawn_reason",
    )  # fmt: skip
    rows = [
        {"label": labels.label(labels.FACT, name), "value": getattr(incident, name)}
        for name in names
        if getattr(incident, name)
    ]
    if incident.review_date:
        rows.append({"label": _("Review on"), "value": f"{incident.review_date:%a %d %b %Y}"})
    if incident.restricted:
        people = ", ".join(name for _pk, name in room.restricted_to)
        says = people or _("those who work on it, its logger, incident managers, auditors")
        rows.append({"label": _("May be seen by"), "value": says})
    return rows


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def gaps(room: Room, bound: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the missing facts, each with its field; ``bound`` keeps what was typed."""
    return [
        {
            "name": name,
            "label": labels.label(labels.FACT, name),
            "asks": labels.label(labels.ASKS, name),
            "form": TOLD_BY_ASSESSING.get(name, ""),
            "field": None if name in TOLD_BY_ASSESSING else _field(name, bound),
        }
        for name in room.gaps
    ]


def _field(name: str, bound: Mapping[str, Any] | None) -> Any:
    form = (bound or {}).get(name) or forms.fact_form(name)
    return form[name]
