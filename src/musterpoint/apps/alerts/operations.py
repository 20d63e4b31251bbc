"""Write alerts: every report is kept whole, and a repeat attaches and counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from musterpoint.apps.alerts.models import Alert, AlertReport
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.alerts import AlertState


def lock_key(*, reporter_id: int, dedup_key: str) -> None:
    """Let one report of this reporter's key through at a time, until the transaction ends.

    An alert that does not exist yet has no row to lock, so the key itself is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"alert:{reporter_id}:{dedup_key}"],
        )


def add(
    *,
    reporter_id: int | None,
    dedup_key: str,
    summary: str,
    source: str,
    severity: str,
    state: AlertState,
    incident_id: int | None,
    at: datetime,
    actor: str,
) -> Alert:
    """Add an alert. Raises IntegrityError when one is open under the same reporter and key."""
    alert = Alert.objects.create(
        reporter_id=reporter_id,
        dedup_key=dedup_key,
        summary=summary,
        source=source,
        severity=severity,
        state=state,
        incident_id=incident_id,
        first_at=at,
        last_at=at,
        resolved_at=at if state is AlertState.RESOLVED else None,
    )
    values = {name: (None, value) for name, value in as_recorded(alert).items()}
    _append(alert, kind="alert_raised", values=values, at=at, actor=actor, is_new=True)
    return alert


def as_recorded(alert: Alert) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: fields that are not empty."""
    fields = [f for f in Alert._meta.concrete_fields if f.name != "id"]
    row = {f.name: plain(getattr(alert, f.attname)) for f in fields}
    return {name: value for name, value in row.items() if value is not None}


def change(alert: Alert, *, kind: str, at: datetime, actor: str, **values: Any) -> None:
    """Set fields of a locked alert (a foreign key by its id) under an entry of ``kind``."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, new in {**values, "last_at": at}.items():
        attribute = Alert._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        changed[name] = (getattr(alert, attribute), new)
        setattr(alert, attribute, new)
    alert.save(update_fields=sorted(changed))
    _append(alert, kind=kind, values=changed, at=at, actor=actor)


def keep_report(alert: Alert, *, action: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Keep one report as it came in."""
    AlertReport.objects.create(alert=alert, action=action, at=at, payload=payload)


def _append(
    alert: Alert,
    *,
    kind: str,
    values: Mapping[str, tuple[Any, Any]],
    at: datetime,
    actor: str,
    is_new: bool = False,
) -> None:
    changes = [
        {"of": "alert", "field": name, "old": plain(old), "new": plain(new)}
        for name, (old, new) in values.items()
        if plain(old) != plain(new)
    ]
    stream = f"alert:{alert.pk}"
    draft = ledger.Draft(kind=kind, at=at, actor=actor, data={"changes": changes})
    ledger.append(stream=stream, drafts=[draft], recorded_at=at, is_new=is_new)
    timers.announce({stream, "alerts"})
