"""One incident as JSON: just logged, in a list, or with everything that hangs on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.escalation.queries import Progress
from musterpoint.apps.incidents.queries import Alike, Room, Row
from musterpoint.domain import gaps
from musterpoint.interfaces.api.addresses import incident_url
from musterpoint.interfaces.api.views import clocks, duties
from musterpoint.usecases.log_incident import Logged

SAME_NAME = (
    "version", "summary", "nature", "status", "priority", "impact", "urgency", "category",
    "floor_answer", "override_priority", "override_reason", "because", "assessed_at",
    "reassess_reason", "began_at", "logged_at", "reported_by", "source", "other_sites",
    "customers_affected", "vulnerable_customers", "life_safety", "personal_data", "distress",
    "triage", "acknowledged_at", "hold_reason", "restored_at", "resolved_at", "resolution",
    "verified_by", "welfare_outcome", "review_date", "risk_review",
    "risk_review_reason", "closed_at", "reopened", "withdrawn_reason",
    "is_major", "declared_at", "declared_criteria", "stood_down_at", "restricted",
    "source_system", "source_ref",
)  # fmt: skip
PEOPLE = ("owner", "logged_by", "acknowledged_by", "resolved_by", "declared_by")
PLACES = ("service", "site", "queue", "account")
ROW_SAME_NAME = (
    "ref", "version", "summary", "status", "priority", "impact", "urgency", "category", "service",
    "site", "began_at", "logged_at", "acknowledged_at", "next_due_at", "next_due_kind",
    "reassess_reason", "is_major", "restricted", "source_system", "source_ref",
)  # fmt: skip
LOGGED_SAME_NAME = (
    "ref", "version", "status", "priority", "summary", "category", "impact", "urgency", "began_at",
    "logged_at", "is_major", "restricted",
)  # fmt: skip


def just_logged(logged: Logged) -> dict[str, Any]:
    """Return what a first report came to, without another look at the database."""
    incident = logged.incident
    return {
        **{name: getattr(incident, name) for name in LOGGED_SAME_NAME},
        "because": [{"clause": each.clause, "says": each.says} for each in logged.because],
        "gaps": list(logged.gaps),
        "clocks": [clocks.written(clock) for clock in logged.clocks],
        "policy_version": logged.version.number,
        "logged_late": logged.logged_late,
        "notes": list(logged.notes),
        "url": incident_url(incident.ref),
    }


def in_a_list(row: Row) -> dict[str, Any]:
    """Return one row of a list."""
    owner = {"id": row.owner_id, "name": row.owner} if row.owner_id else None
    values = {name: getattr(row, name) for name in ROW_SAME_NAME}
    return {**values, "owner": owner, "url": incident_url(row.ref)}


def alike(found: Alike) -> dict[str, Any]:
    """Return an incident that may be the same as one being typed."""
    names = ("ref", "summary", "status", "priority", "category", "service", "logged_at", "score")
    return {**{name: getattr(found, name) for name in names}, "url": incident_url(found.ref)}


def whole(room: Room, progress: Progress | None, *, at: datetime) -> dict[str, Any]:
    """Return everything about one incident but its timeline, as it stands at ``at``."""
    incident, strategy = room.incident, room.version.strategy
    category = strategy.categories.get(incident.category)
    late = gaps.logged_late(strategy, began_at=incident.began_at, logged_at=incident.logged_at)
    return {
        "ref": incident.ref,
        "url": incident_url(incident.ref),
        **{name: getattr(incident, name) for name in SAME_NAME},
        **{name: _person(getattr(incident, name)) for name in PEOPLE},
        **{name: _place(incident, name) for name in PLACES},
        "category_name": category.name if category else "",
        "gaps": list(room.gaps),
        "policy_version": room.version.number,
        "logged_late": late.value,
        "restricted_to": [{"id": pk, "name": name} for pk, name in room.restricted_to],
        "clocks": [clocks.with_sum(clock, strategy, at=at) for clock in room.clocks],
        **_parts(room),
        "run": _run(progress) if progress else None,
    }


def _parts(room: Room) -> dict[str, Any]:
    return {
        "roles": [_role(row, room) for row in room.roles],
        "tasks": [_task(row) for row in room.tasks],
        "obligations": [duties.owed(row, room) for row in room.obligations],
        "not_ours": duties.not_ours(room),
        "links": [_link(row) for row in room.links],
        "help": [_help(row) for row in room.help],
    }


def _role(row: Any, room: Room) -> dict[str, Any]:
    rule = room.version.strategy.roles.get(row.code)
    person = {"id": row.person_id, "name": row.person} if row.person_id else None
    values = _plain(row, leave_out=("person_id",))
    return {**values, "name": rule.name if rule else row.code, "person": person}


def _task(row: Any) -> dict[str, Any]:
    person = {"id": row.person_id, "name": row.person} if row.person_id else None
    return {**_plain(row, leave_out=("person_id",)), "person": person}


def _help(row: Any) -> dict[str, Any]:
    values = _plain(row, leave_out=("asked_by_id",))
    coming = [
        {
            "person": {"id": one.person_id, "name": one.person},
            "says": one.says,
            "offered_at": one.offered_at,
        }
        for one in row.offers
    ]
    return {**values, "offers": coming}


def _link(row: Any) -> dict[str, Any]:
    values = _plain(row, leave_out=("other_id", "here"))
    return {**values, "ref": row.ref, "made_here": row.here}


def _run(progress: Progress) -> dict[str, Any]:
    run = progress.run
    names = ("path", "priority", "state", "started_at", "ended_at", "ended_reason")
    told = ("step", "round", "state", "due_at", "told_at", "told", "says")
    return {
        **{name: getattr(run, name) for name in names},
        "tellings": [{name: getattr(row, name) for name in told} for row in progress.told],
        "ahead": [{"step": t.step, "round": t.round, "due_at": t.due_at} for t in progress.ahead],
        "answers": [
            {"person": _person(row.person), "at": row.at, "by_way_of": row.by_way_of}
            for row in progress.answers
        ],
        "declines": [
            {
                "person": {"id": row.person_id, "name": progress.names.get(row.person_id, "")},
                "at": row.at,
                "reason": row.reason,
                "by_way_of": row.by_way_of,
            }
            for row in progress.declines
        ],
    }


def _person(person: Any) -> dict[str, Any] | None:
    return None if person is None else {"id": person.pk, "name": person.name}


def _place(incident: Any, name: str) -> str:
    known = getattr(incident, name)
    return str(known.name if known is not None else getattr(incident, f"{name}_named"))


def _plain(row: Any, *, leave_out: tuple[str, ...] = ()) -> dict[str, Any]:
    names = (name for name in row.__dataclass_fields__ if name not in leave_out)
    return {name: getattr(row, name) for name in names}
