"""Write complaints, each change with its entry in the complaint's own ledger.

The complainant's name stays in the row and never enters the ledger, from which it could not be
taken out again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.complaints import DueDates
from musterpoint.domain.decisions import Decision

UNTRACKED = frozenset({"id", "complainant"})


class NoSuchComplaint(Exception):
    """There is no such complaint, or it is not this person's to see."""

    def __init__(self) -> None:
        super().__init__("There is no complaint with this reference that you may see.")


def lock(among: QuerySet[Complaint], complaint_id: int) -> Complaint:
    """Lock and return one complaint out of ``among``, or raise NoSuchComplaint."""
    complaint = among.select_for_update(of=("self",)).filter(pk=complaint_id).first()
    if complaint is None:
        raise NoSuchComplaint
    return complaint


def add(
    *,
    summary: str,
    complainant: str,
    received_at: datetime,
    logged_by: int,
    incident_id: int | None,
    due: Decision[DueDates],
    at: datetime,
    actor: str,
) -> Complaint:
    """Add a complaint with the clock that was decided for it."""
    complaint = Complaint.objects.create(
        summary=summary,
        complainant=complainant,
        received_at=received_at,
        logged_at=at,
        logged_by_id=logged_by,
        incident_id=incident_id,
        acknowledge_due_at=due.value.acknowledge_by,
        answer_due_at=due.value.answer_by,
    )
    _append(
        complaint,
        kind="complaint_logged",
        changes=[_change(name, None, value) for name, value in as_recorded(complaint).items()],
        at=at,
        actor=actor,
        because=[{"clause": b.clause, "says": b.says} for b in due.because],
        is_new=True,
    )
    return complaint


def as_recorded(complaint: Complaint) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: tracked fields that are not empty."""
    fields = [f for f in Complaint._meta.concrete_fields if f.name not in UNTRACKED]
    row = {f.name: plain(getattr(complaint, f.attname)) for f in fields}
    return {name: value for name, value in row.items() if value is not None}


def change(complaint: Complaint, *, kind: str, at: datetime, actor: str, **values: Any) -> None:
    """Set fields of a locked complaint (a foreign key by its id) under an entry of ``kind``."""
    changes = []
    for name, new in values.items():
        attribute = Complaint._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        old = getattr(complaint, attribute)
        if old != new:
            setattr(complaint, attribute, new)
            changes.append(_change(name, old, new))
    complaint.save(update_fields=sorted(values))
    _append(complaint, kind=kind, changes=changes, at=at, actor=actor)


def _change(field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"of": "complaint", "field": field, "old": plain(old), "new": plain(new)}


def _append(
    complaint: Complaint,
    *,
    kind: str,
    changes: list[dict[str, Any]],
    at: datetime,
    actor: str,
    is_new: bool = False,
    **extra: Any,
) -> None:
    stream = f"complaint:{complaint.pk}"
    draft = ledger.Draft(kind=kind, at=at, actor=actor, data={"changes": changes, **extra})
    ledger.append(stream=stream, drafts=[draft], recorded_at=at, is_new=is_new)
    timers.announce({stream, "complaints"})
