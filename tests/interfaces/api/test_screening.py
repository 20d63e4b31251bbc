"""What programs send is screened as what people type, and the answer says so."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from musterpoint.apps.alerts.models import AlertReport
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.vault.models import Item, Place
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strategy")]


def test_an_answer_says_what_was_taken_out(as_manager: Speaker) -> None:
    answer = as_manager.post(
        INCIDENTS, {"summary": "Card 4111 1111 1111 1111 cvv 123", "nature": "NHS no 9434765919"}
    )

    incident = Incident.objects.get()
    assert answer.status_code == 201
    assert answer["Personal-Data-Removed"] == "card_number, card_security_code"
    assert answer["Personal-Data-Moved"] == "nhs_number"
    assert incident.summary == "Card [card number ending 1111] cvv [card security code removed]"
    assert incident.nature == f"NHS no [NHS number {Item.objects.get().token}]"
    assert Place.objects.get().stream == f"incident:{incident.pk}"


def test_an_answer_about_nothing_says_nothing(as_manager: Speaker) -> None:
    answer = as_manager.post(INCIDENTS, {"summary": "Order 4539578763621486 is late"})

    assert "Personal-Data-Removed" not in answer
    assert Incident.objects.get().summary == "Order 4539578763621486 is late"


def test_what_is_offered_moves_when_a_header_asks(as_manager: Speaker) -> None:
    answer = as_manager.post(INCIDENTS, {"summary": "Mrs Patel cut off"}, Keep_Apart="yes")

    assert answer["Personal-Data-Moved"] == "name"
    assert "Patel" not in Incident.objects.get().summary


def test_an_event_of_a_monitoring_tool_is_screened(as_manager: Speaker) -> None:
    details = {"cvv": 123, "pan": 5555555555554444, "x": [{"Password": "hunter2"}]}
    payload = {
        "summary": "Gateway logged 5555 5555 5555 4444",
        "source": "pay1",
        "severity": "critical",
        "custom_details": details,
    }
    event = {"routing_key": as_manager.secret, "event_action": "trigger", "payload": payload}

    Client().post("/v2/enqueue", json.dumps(event), content_type="application/json")

    assert Incident.objects.get().summary == "Gateway logged [card number ending 4444]"
    assert AlertReport.objects.get().payload["payload"]["custom_details"] == {
        "cvv": "[card security code removed]",
        "pan": "[card number ending 4444]",
        "x": [{"Password": "[password removed]"}],
    }


def test_a_repeated_request_is_known_without_its_secret(as_manager: Speaker) -> None:
    one = as_manager.post(INCIDENTS, {"summary": "cvv 123"}, Idempotency_Key="once")
    other = as_manager.post(INCIDENTS, {"summary": "cvv 124"}, Idempotency_Key="once")

    assert said(one, 201)["ref"] == said(other, 201)["ref"]
