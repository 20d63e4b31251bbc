"""The ledgers of alerts and complaints add up to their rows."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.alerts import operations as alerts
from musterpoint.apps.alerts.models import Alert
from musterpoint.apps.complaints import operations as complaints
from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.log_complaint import (
    acknowledge_complaint,
    close_complaint,
    log_complaint,
)
from musterpoint.usecases.record_alert import record_alert
from tests.factories import at, entries


def added_up(stream: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for change in (one for entry in entries(stream) for one in entry.data["changes"]):
        assert values.get(change["field"]) == change["old"]
        values[change["field"]] = change["new"]
    return {name: value for name, value in values.items() if value is not None}


def test_an_alert_is_what_its_ledger_adds_up_to(strategy: Version, agent: Actor) -> None:
    for minute, action in enumerate(("trigger", "trigger", "acknowledge", "resolve")):
        record_alert(
            reporter=agent, action=action, dedup_key="ivr", summary="Menu loops", at=at(minute)
        )

    alert = Alert.objects.get()
    assert added_up(f"alert:{alert.pk}") == alerts.as_recorded(alert)
    assert (alert.count, alert.last_at) == (2, at(3))


def test_a_complaint_is_what_its_ledger_adds_up_to(strategy: Version, agent: Actor) -> None:
    complaint = log_complaint(summary="Late", complainant="Mr Hall", by=agent, at=at(0))
    acknowledge_complaint(complaint_id=complaint.pk, by=agent, at=at(5))
    close_complaint(complaint_id=complaint.pk, outcome="Sorry", by=agent, at=at(9))

    row = Complaint.objects.get()
    assert added_up(f"complaint:{row.pk}") == complaints.as_recorded(row)
