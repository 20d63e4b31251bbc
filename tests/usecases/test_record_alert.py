"""Stories of monitoring tools: nothing is dropped, a machine's word is a claim."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from musterpoint.apps.alerts import queries as alerts
from musterpoint.apps.alerts.models import Alert, AlertReport
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.record_alert import Recorded, record_alert
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    default_text,
    entries,
    kinds,
    log,
    person,
    publish,
    refused,
)

Send = Callable[..., Recorded]


@pytest.fixture
def probe(strategy: Version) -> Actor:
    """A monitoring tool's account."""
    return as_actor(person("Probe One", Role.AGENT, is_service=True))


@pytest.fixture
def send(probe: Actor) -> Send:
    """Send an event about one menu, a few minutes after noon."""

    def event(action: str = "trigger", minutes: float = 0, **more: Any) -> Recorded:
        fields: dict[str, Any] = {
            "reporter": probe,
            "dedup_key": "ivr/menu-3",
            "summary": "Menu 3 loops callers",
            "severity": "critical",
            "source": "ivr-02",
        }
        return record_alert(action=action, at=at(minutes), **{**fields, **more})

    return event


def test_a_trigger_logs_an_incident(send: Send, probe: Actor) -> None:
    recorded = send(payload={"payload": {"timestamp": "2026-03-10T11:51:30.123456789+0000"}})

    incident = Incident.objects.get()
    assert recorded.incident_ref == incident.ref
    assert recorded.is_new_incident
    assert (incident.summary, incident.source) == ("Menu 3 loops callers", "monitoring")
    assert (incident.reported_by, incident.logged_by_id) == ("ivr-02", probe.person_id)
    assert incident.began_at is not None
    assert incident.began_at.isoformat() == "2026-03-10T11:51:30.123456+00:00"
    assert (incident.impact, incident.urgency) == (None, None)
    assert "suggests urgency U1" in incident.nature
    assert kinds(f"alert:{recorded.alert.pk}") == ["alert_raised"]
    assert_ledger_adds_up(incident)


def test_repeats_attach_and_count(send: Send) -> None:
    first = send()
    for minute in (1, 2, 3):
        assert send(minutes=minute).alert.pk == first.alert.pk

    alert = Alert.objects.get()
    assert (alert.count, alert.first_at, alert.last_at) == (4, at(0), at(3))
    assert AlertReport.objects.filter(alert=alert).count() == 4
    assert Incident.objects.count() == 1
    assert kinds(Incident.objects.get()) == ["logged"]


def test_every_report_is_kept_whole(send: Send) -> None:
    sent = {"payload": {"custom_details": {"calls": 412, "share": 0.5}}, "links": []}

    send(payload=sent)

    assert AlertReport.objects.get().payload == sent


def test_what_no_database_can_hold_is_still_kept(send: Send) -> None:
    odd = {"payload": {"custom_details": {"a\x00b": "\ud800", "n": float("nan")}}}

    send(summary="Menu\x003", payload=odd)

    kept = AlertReport.objects.get().payload
    assert kept == {"payload": {"custom_details": {"a\ufffdb": "?", "n": "nan"}}}
    assert Incident.objects.get().summary == "Menu\ufffd3"


def test_another_reporters_key_is_another_alert(send: Send) -> None:
    send()
    other = as_actor(person("Probe Two", Role.AGENT, is_service=True))

    send(reporter=other)

    assert Alert.objects.count() == 2
    assert Incident.objects.count() == 2


def test_a_trigger_without_a_key_gets_one(send: Send) -> None:
    one, other = send(dedup_key=""), send(dedup_key="")

    assert one.dedup_key
    assert one.dedup_key != other.dedup_key


def test_an_acknowledgement_answers_where_the_reporter_may(send: Send, strategy: Version) -> None:
    lead = as_actor(person("Bridge Robot", Role.TEAM_LEADER, is_service=True))
    send(reporter=lead)

    send("acknowledge", 4, reporter=lead)

    assert Alert.objects.get().state == "acknowledged"
    incident = Incident.objects.get()
    assert (incident.status, incident.acknowledged_at) == ("acknowledged", at(4))
    assert entries(incident)[-1].data["by_way_of"] == "alert"


def test_an_acknowledgement_by_who_may_not_answer_leaves_the_path_running(send: Send) -> None:
    send()

    send("acknowledge", 4)

    assert Alert.objects.get().state == "acknowledged"
    assert Incident.objects.get().status == "logged"


def test_a_machine_resolves_its_alert_and_not_the_incident(send: Send, probe: Actor) -> None:
    send()

    send("resolve", 9)

    alert, incident = Alert.objects.get(), Incident.objects.get()
    assert (alert.state, alert.resolved_at) == ("resolved", at(9))
    assert incident.status == "logged"
    entry = entries(incident)[-1]
    assert (entry.kind, entry.actor) == ("alert_resolved", probe.key)
    assert "Somebody has to verify it" in entry.data["says"]


def test_what_comes_back_while_it_is_worked_joins_the_same_incident(send: Send) -> None:
    send()
    send("resolve", 9)

    again = send(minutes=12)

    assert not again.is_new_incident
    assert Alert.objects.count() == 2
    assert Incident.objects.count() == 1
    assert kinds(Incident.objects.get())[-1] == "alert_returned"


def resolve(incident: Incident, by: Actor) -> None:
    acknowledge_incident(incident_id=incident.pk, by=by, at=at(20))
    resolve_incident(incident_id=incident.pk, resolution="Mended", by=by, at=at(30))


def test_what_comes_back_after_it_was_resolved_is_a_new_incident(
    send: Send, manager: Actor
) -> None:
    send()
    resolve(Incident.objects.get(), manager)
    send("resolve", 31)

    assert send(minutes=60).is_new_incident
    assert Incident.objects.count() == 2


def test_a_repeat_after_closing_is_a_new_incident(
    send: Send, manager: Actor, people: dict[str, Actor]
) -> None:
    send()
    incident = Incident.objects.get()
    resolve(incident, manager)
    close_incident(
        incident_id=incident.pk,
        verified_by="Grace Adeyemi",
        review_date=date(2026, 3, 17),
        by=people["quality"],
        at=at(40),
    )

    again = send(minutes=60)

    assert again.is_new_incident
    alert = Alert.objects.get()
    assert (alert.count, alert.incident_id) == (2, Incident.objects.latest("pk").pk)


def test_a_repeat_follows_a_merge(send: Send, manager: Actor) -> None:
    send()
    merged = Incident.objects.get()
    into = log(by=manager, summary="All lines are dead")
    merge_incident(
        incident_id=merged.pk, into_id=into.pk, reason="Same fault", by=manager, at=at(5)
    )

    again = send(minutes=6)

    assert again.incident_ref == into.ref
    assert Alert.objects.get().incident_id == into.pk


def test_a_repeat_of_what_people_said_is_no_incident_only_counts(
    send: Send, manager: Actor
) -> None:
    send()
    retype_incident(
        incident_id=Incident.objects.get().pk,
        verdict="service_request",
        reason="Planned work",
        by=manager,
        at=at(5),
    )

    send(minutes=6)

    assert Alert.objects.get().count == 2
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_news_of_something_never_reported_is_kept_too(action: str, send: Send) -> None:
    recorded = send(action, summary="")

    assert recorded.incident_ref is None
    assert Alert.objects.get().state == "resolved"
    assert AlertReport.objects.get().action == action
    assert not Incident.objects.exists()


def test_a_second_resolve_is_kept_and_changes_nothing(send: Send) -> None:
    send()
    send("resolve", 9)

    send("resolve", 10)

    assert Alert.objects.get().resolved_at == at(9)
    assert AlertReport.objects.count() == 3


def test_a_time_that_cannot_be_true_is_not_believed(send: Send) -> None:
    send(dedup_key="a", payload={"payload": {"timestamp": "yesterday-ish"}})
    send(dedup_key="b", payload={"payload": {"timestamp": "2031-01-01T00:00:00Z"}})

    assert set(Incident.objects.values_list("began_at", flat=True)) == {None}
    assert all("Timestamp: " in incident.nature for incident in Incident.objects.all())


def test_a_long_summary_is_cut_in_the_title_and_whole_in_the_nature(send: Send) -> None:
    words = "loop " * 200

    send(summary=words)

    incident = Incident.objects.get()
    assert len(incident.summary) <= 300
    assert words.strip() in incident.nature


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"action": "trigger", "summary": " "}, "summary"),
        ({"action": "explode"}, "event_action"),
        ({"action": "resolve", "dedup_key": ""}, "dedup_key"),
        ({"action": "trigger", "dedup_key": "x" * 256}, "dedup_key"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(
    event: dict[str, str], field: str, send: Send
) -> None:
    with refused(Refusal) as refusal:
        send(**event)
    assert [problem.field for problem in refusal.value.errors] == [field]
    assert not Alert.objects.exists()


def test_alerts_come_from_an_account(send: Send, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        send(reporter=people["auditor"])
    with refused(OnlyAPerson):
        send(reporter=system("probe"))


def test_an_alert_of_a_restricted_incident_is_as_hidden(
    send: Send, manager: Actor, leader: Actor, probe: Actor
) -> None:
    from musterpoint.apps.accounts.models import Person

    send()
    restrict_incident(
        incident_id=Incident.objects.get().pk,
        restricted=True,
        reason="Staff",
        by=manager,
        at=at(5),
    )

    def seen(actor: Actor) -> int:
        return alerts.visible_to(Person.objects.get(pk=actor.person_id or 0)).count()

    assert (seen(leader), seen(manager), seen(probe)) == (0, 1, 1)
    assert send(minutes=6).incident_ref is not None


def test_the_example_of_the_format_is_understood(send: Send, shared_data: Path) -> None:
    file = shared_data / "data" / "payloads" / "pagerduty_events_v2_trigger.json"
    event = json.loads(file.read_text())
    inner = event["payload"]

    send(
        event["event_action"],
        dedup_key=event["dedup_key"],
        summary=inner["summary"],
        severity=inner["severity"],
        source=inner["source"],
        payload=event,
    )

    incident = Incident.objects.get()
    assert incident.began_at is not None
    assert incident.began_at.isoformat() == "2025-04-09T15:00:00+00:00"
    assert "calls_affected: 412" in incident.nature
    assert "dash: https://example.com/" in incident.nature


@pytest.mark.django_db(transaction=True)
def test_two_triggers_at_once_are_one_incident() -> None:
    publish(default_text())
    reporter = as_actor(person("Probe One", Role.AGENT, is_service=True))
    start = Barrier(4)

    def trigger(number: int) -> str | None:
        start.wait()
        try:
            return record_alert(
                reporter=reporter,
                action="trigger",
                dedup_key="same",
                summary=f"Menu 3, report {number}",
                at=at(number),
            ).incident_ref
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        refs = set(pool.map(trigger, range(4)))

    assert len(refs) == 1
    assert Incident.objects.count() == 1
    assert Alert.objects.get().count == 4
    assert AlertReport.objects.count() == 4


def test_an_alert_logs_like_a_person_would(send: Send, probe: Actor) -> None:
    from musterpoint.domain.report import Report

    send()
    by_hand = log_incident(
        report=Report(summary="Menu 3 loops callers"), by=probe, at=at(0)
    ).incident

    alerted = Incident.objects.exclude(pk=by_hand.pk).get()
    assert (alerted.priority, alerted.category) == (by_hand.priority, by_hand.category)
