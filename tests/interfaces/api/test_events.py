"""Monitoring tools speak PagerDuty Events v2: nothing they report is dropped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from musterpoint.apps.alerts.models import Alert, AlertReport
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.interfaces.api.conftest import said, speaker

pytestmark = pytest.mark.django_db
URL = "/v2/enqueue"
PAYLOAD = {"summary": "No RTP from gateway 2", "source": "gw2", "severity": "critical"}


def send(body: Any) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body)
    return Client(raise_request_exception=False).post(  # type: ignore[return-value]  # it is an HttpResponse with more
        URL, data, content_type="application/json"
    )


@pytest.fixture
def key(leader: Actor) -> str:
    return speaker(leader).secret


def event(key: str, action: str = "trigger", **more: Any) -> dict[str, Any]:
    return {"routing_key": key, "event_action": action, "payload": PAYLOAD, **more}


def test_a_trigger_logs_an_incident(strategy: Version, key: str) -> None:
    accepted = said(send(event(key, dedup_key="voice/leeds")), 202)

    incident = Incident.objects.get()
    assert accepted == {
        "status": "success",
        "message": "Event processed",
        "dedup_key": "voice/leeds",
        "incident": incident.ref,
    }
    assert incident.summary == PAYLOAD["summary"]


def test_a_repeat_attaches_and_counts(strategy: Version, key: str) -> None:
    refs = {said(send(event(key, dedup_key="voice/leeds")), 202)["incident"] for _ in range(3)}

    assert len(refs) == 1
    assert (Alert.objects.get().count, AlertReport.objects.count()) == (3, 3)


def test_a_trigger_without_a_key_is_given_one(strategy: Version, key: str) -> None:
    keys = {said(send(event(key)), 202)["dedup_key"] for _ in range(2)}

    assert len(keys) == 2


def test_acknowledge_and_resolve_follow_the_key(strategy: Version, key: str) -> None:
    ref = said(send(event(key, dedup_key="k")), 202)["incident"]
    acknowledged = said(send(event(key, "acknowledge", dedup_key="k")), 202)
    resolved = said(send(event(key, "resolve", dedup_key="k")), 202)

    assert acknowledged["incident"] == resolved["incident"] == ref
    assert (Incident.objects.get().status, Alert.objects.get().state) == (
        "acknowledged",
        "resolved",
    )


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        {},
        {"routing_key": "mp_wrong", "event_action": "trigger", "payload": PAYLOAD},
        {"routing_key": 5, "event_action": "trigger"},
        {"routing_key": "", "event_action": "trigger"},
        {"routing_key": "\ud800", "event_action": "trigger"},
    ],
)
def test_an_event_of_nobody_is_refused(strategy: Version, body: Any) -> None:
    refused = said(send(body), 400)

    assert refused["status"] == "invalid event"
    assert refused["errors"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"event_action": "explode"},
        {"event_action": None},
        {"payload": {}},
        {"payload": None},
        {"payload": [1]},
        {"payload": {"summary": 5}},
        {"event_action": "resolve"},
        {"dedup_key": "x" * 256},
        {"dedup_key": 5},
    ],
)
def test_an_event_that_says_nothing_is_refused(
    strategy: Version, key: str, wrong: dict[str, Any]
) -> None:
    refused = said(send({**event(key), **wrong}), 400)

    assert refused["errors"]
    assert not Alert.objects.exists()


def test_oddities_are_kept_and_never_fail(strategy: Version, key: str) -> None:
    odd = {
        "summary": "nul \x00 and half \ud83d " + "long " * 500,
        "source": "x" * 5000,
        "severity": "x" * 5000,
        "timestamp": "never",
        "custom_details": {"\x00": [1e308, 10**40, {"deep": None}]},
    }

    said(send(event(key, payload=odd, client="Nagios", images=[{"src": 5}])), 202)

    assert Incident.objects.count() == AlertReport.objects.count() == 1
    assert "routing_key" not in AlertReport.objects.get().payload


def test_somebody_who_may_not_log_is_refused(strategy: Version, people: dict[str, Actor]) -> None:
    refused = said(send(event(speaker(people["auditor"]).secret)), 403)

    assert refused["errors"]
