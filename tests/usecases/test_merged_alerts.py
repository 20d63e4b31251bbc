"""Stories of a monitoring tool whose incident was merged into another one."""

from __future__ import annotations

from musterpoint.apps.alerts.models import AlertReport
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.record_alert import Recorded, record_alert
from musterpoint.usecases.restrict_incident import restrict_incident
from tests.factories import assert_ledger_adds_up, at, fresh, kinds, log


def send(reporter: Actor, action: str, *, minutes: float) -> Recorded:
    return record_alert(
        reporter=reporter,
        action=action,
        dedup_key="ivr/menu-3",
        summary="Menu 3 loops callers",
        source="ivr-02",
        at=at(minutes),
    )


def test_what_is_over_is_said_where_the_incident_goes_on(
    strategy: Version, leader: Actor, manager: Actor
) -> None:
    send(leader, "trigger", minutes=0)
    mine, main = Incident.objects.get(), log(by=manager, minutes=1, summary="All menus are down")
    merge_incident(incident_id=mine.pk, into_id=main.pk, reason="Same", by=manager, at=at(2))

    send(leader, "resolve", minutes=3)

    assert kinds(main) == ["logged", "merged_here", "alert_resolved"]
    assert kinds(mine) == ["logged", "merged"]
    assert_ledger_adds_up(main)


def test_an_acknowledgement_answers_for_the_incident_that_goes_on(
    strategy: Version, leader: Actor, manager: Actor
) -> None:
    send(leader, "trigger", minutes=0)
    mine, main = Incident.objects.get(), log(by=manager, minutes=1, summary="All menus are down")
    merge_incident(incident_id=mine.pk, into_id=main.pk, reason="Same", by=manager, at=at(2))

    send(leader, "acknowledge", minutes=3)

    assert (fresh(mine).status, fresh(main).status) == ("withdrawn", "acknowledged")


def test_no_event_is_dropped_because_its_sender_may_not_see_the_incident(
    strategy: Version, leader: Actor, manager: Actor
) -> None:
    send(leader, "trigger", minutes=0)
    mine, main = Incident.objects.get(), log(by=manager, minutes=1, summary="All menus are down")
    restrict_incident(incident_id=main.pk, restricted=True, reason="Staff", by=manager, at=at(2))
    merge_incident(incident_id=mine.pk, into_id=main.pk, reason="Same", by=manager, at=at(3))

    send(leader, "trigger", minutes=4)
    answered = send(leader, "acknowledge", minutes=5)

    assert (answered.alert.state, answered.incident_ref) == ("acknowledged", None)
    assert AlertReport.objects.count() == 3
    assert fresh(main).status == "logged"
