"""Write who has learnt what, each with its entry in the person's ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.support.models import TrainingRecord
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant

TOPIC = "training"


class NoSuchRecord(Exception):
    """There is no such record of training, or it was withdrawn before."""

    def __init__(self) -> None:
        super().__init__("There is no such record of training; it may have been withdrawn.")


def is_known(*, person_id: int, training: str, learnt_on: date) -> bool:
    """Return whether this is recorded already."""
    rows = TrainingRecord.objects.filter(withdrawn_at=None, person_id=person_id)
    return rows.filter(training=training, learnt_on=learnt_on).exists()


def add(record: TrainingRecord, *, actor: str) -> TrainingRecord:
    """Write that somebody learnt something."""
    record.save(force_insert=True)
    values = {
        "training": record.training,
        "learnt_on": record.learnt_on.isoformat(),
        "note": record.note,
    }
    changes: list[dict[str, Any]] = [
        {"of": f"training:{record.pk}", "field": name, "old": None, "new": value}
        for name, value in values.items()
        if value
    ]
    _enter(record, "training_recorded", changes, at=record.recorded_at, actor=actor)
    return record


def lock(pk: int) -> TrainingRecord:
    """Lock and return a record that counts, or raise NoSuchRecord."""
    found = TrainingRecord.objects.select_for_update().filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise NoSuchRecord
    return found


def withdraw(record: TrainingRecord, *, at: datetime, actor: str) -> None:
    """Let a locked record count no longer."""
    record.withdrawn_at = at
    record.save(update_fields=["withdrawn_at"])
    change: dict[str, Any] = {
        "of": f"training:{record.pk}",
        "field": "withdrawn_at",
        "old": None,
        "new": instant(at),
    }
    _enter(record, "training_withdrawn", [change], at=at, actor=actor)


def _enter(
    record: TrainingRecord,
    kind: str,
    changes: list[dict[str, Any]],
    *,
    at: datetime,
    actor: str,
) -> None:
    stream = f"person:{record.person_id}"
    draft = ledger.Draft(kind=kind, at=at, actor=actor, data={"changes": changes})
    ledger.append(stream=stream, drafts=[draft], recorded_at=at)
    timers.announce({TOPIC, stream})
