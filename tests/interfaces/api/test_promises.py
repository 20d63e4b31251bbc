"""The promise ledger over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.communications.models import Promise
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import instant
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db
PROMISES = "/api/v1/promises"


def later(hours: int = 4) -> str | None:
    return instant(clock.now() + timedelta(hours=hours))


@pytest.fixture
def ref(strategy: object, as_agent: Speaker) -> str:
    return str(said(as_agent.post(INCIDENTS, {"summary": "Calls drop"}), 201)["ref"])


def test_a_promise_is_written_down_and_kept(ref: str, as_agent: Speaker) -> None:
    body = {"says": "Call back", "whom": "Her", "due_at": later(), "incident": ref}

    made = as_agent.post(PROMISES, body)

    promise = said(made, 201)
    assert made["Location"] == promise["url"] == f"{PROMISES}/{promise['id']}"
    assert (promise["state"], promise["incident"], promise["found_in"]) == ("open", ref, "by_hand")
    assert said(as_agent.get(f"{PROMISES}?mine=true"))["items"] == [promise]
    moved = as_agent.post(f"{promise['url']}/move", {"due_at": later(8), "why": "Told her"})
    assert said(moved)["moved"] == 1
    broken = as_agent.post(f"{promise['url']}/break", {"why": "He is ill"})
    assert said(broken)["state"] == "broken"
    assert said(as_agent.post(f"{promise['url']}/keep", {"says": "Late"}))["state"] == "kept"
    assert said(as_agent.get(f"{PROMISES}?state=settled"))["items"][0]["why"] == "Late"
    assert as_agent.post(f"{promise['url']}/let-go", {"why": "So"}).status_code == 409


def test_what_a_note_promises_waits_to_be_confirmed(ref: str, as_agent: Speaker) -> None:
    as_agent.post(f"{INCIDENTS}/{ref}/notes", {"says": "We will call you within the hour."})
    as_agent.post(f"{INCIDENTS}/{ref}/notes", {"says": "I will ring her tomorrow by noon."})
    second, first = said(as_agent.get(f"{PROMISES}?state=offered"))["items"]
    assert (first["found_in"], second["whom"]) == ("note", "her")
    assert said(as_agent.get(PROMISES))["items"] == []

    confirmed = as_agent.post(f"{first['url']}/confirm", {"whom": "Her", "due_at": later()})

    assert said(confirmed)["state"] == "open"
    assert said(as_agent.post(f"{second['url']}/decline"))["state"] == "let_go"
    assert as_agent.post(f"{second['url']}/decline").status_code == 409


def test_a_time_that_is_over_is_named(ref: str, as_agent: Speaker) -> None:
    body = {"says": "Call back", "whom": "Her", "due_at": "2020-01-01T00:00:00Z"}

    refused = as_agent.post(PROMISES, body)

    assert refused.status_code == 422
    assert faults(refused) == {"due_at": "The time must lie ahead."}
    assert as_agent.post(PROMISES, body | {"incident": "x"}).status_code == 422
    assert not Promise.objects.exists()
    assert as_agent.get(f"{PROMISES}/77").status_code == 404
    assert as_agent.post(f"{PROMISES}/77/keep").status_code == 404
