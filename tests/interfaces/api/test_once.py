"""A write with an Idempotency-Key is done once, whatever the line does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts.models import IdempotentRequest
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.interfaces import clock
from musterpoint.interfaces.api import once, openapi
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said

pytestmark = pytest.mark.django_db
BODY = {"summary": "Lines dead"}


def test_the_same_request_again_gets_the_same_answer(strategy: Version, as_agent: Speaker) -> None:
    first = as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")
    again = as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")

    assert said(first, 201) == said(again, 201)
    assert Incident.objects.count() == 1
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert again["Content-Type"] == first["Content-Type"]


def test_a_refusal_is_remembered_too(strategy: Version, as_manager: Speaker) -> None:
    url = said(as_manager.post(INCIDENTS, BODY), 201)["url"]

    first = as_manager.post(f"{url}/resume", idempotency_key="a-1")
    said(as_manager.post(f"{url}/acknowledge"))
    again = as_manager.post(f"{url}/resume", idempotency_key="a-1")

    assert (first.status_code, again.status_code) == (409, 409)
    assert json.loads(again.content) == json.loads(first.content)
    assert again["Content-Type"] == "application/problem+json"


def test_another_request_under_the_same_key_is_refused(
    strategy: Version, as_agent: Speaker
) -> None:
    as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")
    other = as_agent.post(INCIDENTS, {"summary": "Other"}, idempotency_key="a-1")

    assert other.status_code == 422
    assert Incident.objects.count() == 1


def test_each_caller_has_keys_of_their_own(
    strategy: Version, as_agent: Speaker, as_manager: Speaker
) -> None:
    as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")
    as_manager.post(INCIDENTS, BODY, idempotency_key="a-1")

    assert Incident.objects.count() == 2


def test_a_failure_on_our_side_frees_the_key(
    strategy: Version, as_agent: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("musterpoint.interfaces.api.routes.incidents.log_incident", fail)
        failed = as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")
    again = as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")

    assert (failed.status_code, again.status_code) == (500, 201)
    assert "Idempotency-Replayed" not in again


@pytest.mark.parametrize(
    "key", ["", "x" * 256, "tab\there", "caf\u00e9", "\u00a1", " a", "a ", " ", "a\n"]
)
def test_a_key_of_no_use_is_refused(strategy: Version, as_agent: Speaker, key: str) -> None:
    response = as_agent.post(INCIDENTS, BODY, idempotency_key=key)

    assert response.status_code == 400
    assert not Incident.objects.exists()


def test_a_key_may_hold_spaces_between_words(strategy: Version, as_agent: Speaker) -> None:
    assert as_agent.post(INCIDENTS, BODY, idempotency_key="try 1").status_code == 201


def test_what_the_document_says_of_a_key_is_what_is_asked_of_it() -> None:
    assert openapi.IDEMPOTENCY_KEY["schema"] == {
        "type": "string",
        "minLength": 1,
        "maxLength": once.LONGEST_KEY,
        "pattern": once.KEY_PATTERN,
    }


def test_a_request_that_cannot_be_read_uses_no_key(strategy: Version, as_agent: Speaker) -> None:
    as_agent.post(INCIDENTS, {}, idempotency_key="a-1")

    assert not IdempotentRequest.objects.exists()
    assert as_agent.post(INCIDENTS, BODY, idempotency_key="a-1").status_code == 201


def test_a_key_costs_two_statements(strategy: Version, as_agent: Speaker) -> None:
    as_agent.post(INCIDENTS, BODY)
    with CaptureQueriesContext(connection) as without:
        as_agent.post(INCIDENTS, BODY)
    with CaptureQueriesContext(connection) as with_key:
        as_agent.post(INCIDENTS, BODY, idempotency_key="a-1")

    def counted(captured: CaptureQueriesContext) -> int:
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    assert counted(with_key) - counted(without) == 2


def test_outlived_keys_are_forgotten_as_new_ones_come(strategy: Version, as_agent: Speaker) -> None:
    as_agent.post(INCIDENTS, BODY, idempotency_key="old")
    IdempotentRequest.objects.update(created_at=clock.now() - accounts.KEPT_FOR * 2)

    again = as_agent.post(INCIDENTS, BODY, idempotency_key="old")
    as_agent.post(INCIDENTS, BODY, idempotency_key="new")

    assert again["Idempotency-Replayed"] == "true"
    assert [each.key for each in IdempotentRequest.objects.all()] == ["new"]


def test_a_read_is_read_anew_whatever_key_it_brings(strategy: Version, as_manager: Speaker) -> None:
    url = said(as_manager.post(INCIDENTS, BODY), 201)["url"]
    said(as_manager.get(url, idempotency_key="a-1"))

    said(as_manager.post(f"{url}/acknowledge"))
    again = as_manager.get(url, idempotency_key="a-1")
    table = as_manager.get(f"{url}/timeline?format=csv", idempotency_key="a-2")

    assert said(again)["status"] == "acknowledged"
    assert (table.status_code, IdempotentRequest.objects.count()) == (200, 0)


def test_an_event_with_a_key_of_http_is_taken_like_any_other(
    strategy: Version, as_manager: Speaker
) -> None:
    event = {
        "routing_key": as_manager.secret,
        "event_action": "trigger",
        "dedup_key": "voice/leeds",
        "payload": {"summary": "No RTP from gateway 2"},
    }

    answers = [as_manager.post("/v2/enqueue", event, idempotency_key="a-1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert Incident.objects.count() == 1
