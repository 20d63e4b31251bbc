"""``POST /api/v1/incidents``: its answer, its refusals, and how many statements it takes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Clock, Incident, Obligation
from musterpoint.apps.organisation.models import ClientAccount
from musterpoint.apps.policies.queries import Version
from musterpoint.interfaces import clock
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db


def test_a_summary_is_enough(strategy: Version, as_agent: Speaker) -> None:
    response = as_agent.post(INCIDENTS, {"summary": "Chat window stays empty"})

    logged = said(response, 201)
    assert logged["ref"] == Incident.objects.get().ref
    assert (logged["status"], logged["policy_version"]) == ("logged", 1)
    assert {"began_at", "impact", "service"} <= set(logged["gaps"])
    assert [clock["state"] for clock in logged["clocks"]] == ["running"] * len(logged["clocks"])
    assert all(set(each) == {"clause", "says"} for each in logged["because"])
    assert response["Location"] == f"{INCIDENTS}/{logged['ref']}"
    assert response["ETag"] == f'"{logged["version"]}"'


def test_impact_and_urgency_make_the_priority_by_the_matrix(
    strategy: Version, as_agent: Speaker
) -> None:
    logged = said(
        as_agent.post(INCIDENTS, {"summary": "All lines dead", "impact": "I1", "urgency": "U1"}),
        201,
    )

    assert logged["priority"] == "P1"
    assert "matrix.I1.U1" in [each["clause"] for each in logged["because"]]
    assert "impact" not in logged["gaps"]


def test_every_fact_is_kept(strategy: Version, as_agent: Speaker) -> None:
    began = clock.now() - timedelta(minutes=2)
    facts = {
        "summary": "Lift alarm line rings out",
        "nature": "No answer for two minutes",
        "began_at": began.isoformat(),
        "reported_by": "Desk 14",
        "source": "phone",
        "customers_affected": 3,
        "life_safety": True,
        "vulnerable_customers": False,
        "personal_data": False,
    }

    said(as_agent.post(INCIDENTS, facts), 201)

    incident = Incident.objects.get()
    assert {name: getattr(incident, name) for name in facts} == {**facts, "began_at": began}


def test_a_place_nobody_knows_is_kept_as_named(strategy: Version, as_agent: Speaker) -> None:
    logged = said(as_agent.post(INCIDENTS, {"summary": "Slow", "service": "Fax bureau"}), 201)

    assert any("Fax bureau" in note for note in logged["notes"])
    assert Incident.objects.get().service_named == "Fax bureau"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "summary"),
        ({"summary": ""}, "summary"),
        ({"summary": "  "}, "summary"),
        ({"summary": "x" * 301}, "summary"),
        ({"summary": 5}, "summary"),
        ({"summary": "nul \x00 here"}, "summary"),
        ({"summary": "half \ud83d here"}, "summary"),
        ({"summary": "x", "severity": "high"}, "severity"),
        ({"summary": "x", "impact": "I9"}, "impact"),
        ({"summary": "x", "urgency": 1}, "urgency"),
        ({"summary": "x", "category": "no_such"}, "category"),
        ({"summary": "x", "customers_affected": -1}, "customers_affected"),
        ({"summary": "x", "customers_affected": 10**30}, "customers_affected"),
        ({"summary": "x", "customers_affected": 1.5}, "customers_affected"),
        ({"summary": "x", "customers_affected": True}, "customers_affected"),
        ({"summary": "x", "life_safety": "yes"}, "life_safety"),
        ({"summary": "x", "began_at": "2026-03-02T09:00:00"}, "began_at"),
        ({"summary": "x", "began_at": "2026-02-30T09:00:00Z"}, "began_at"),
        ({"summary": "x", "began_at": "0001-01-01T00:00:00+14:00"}, "began_at"),
        ({"summary": "x", "began_at": "2026-03-02T09:00:00+99:00"}, "began_at"),
        ({"summary": "x", "began_at": "yesterday"}, "began_at"),
        ({"summary": "x", "began_at": 1772442000}, "began_at"),
        ({"summary": "x", "triage": {"no_such": True}}, "triage"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    strategy: Version, as_agent: Speaker, sent: dict[str, object], field: str
) -> None:
    response = as_agent.post(INCIDENTS, sent)

    assert response.status_code == 422
    assert list(faults(response)) == [field]
    assert not Incident.objects.exists()


def test_every_wrong_field_is_named_at_once(strategy: Version, as_agent: Speaker) -> None:
    response = as_agent.post(INCIDENTS, {"summary": "x", "impact": "I9", "urgency": "U9"})

    assert set(faults(response)) == {"impact", "urgency"}


def test_an_instant_without_an_offset_is_told_to_say_one(
    strategy: Version, as_agent: Speaker
) -> None:
    response = as_agent.post(INCIDENTS, {"summary": "x", "began_at": "2026-03-02T09:00:00"})

    assert "offset" in faults(response)["began_at"]


def test_the_future_is_refused_but_a_clock_a_little_fast_is_not(
    strategy: Version, as_agent: Speaker
) -> None:
    now = clock.now()

    ahead = as_agent.post(
        INCIDENTS, {"summary": "x", "began_at": (now + timedelta(minutes=5)).isoformat()}
    )
    fast = as_agent.post(
        INCIDENTS, {"summary": "x", "began_at": (now + timedelta(seconds=30)).isoformat()}
    )

    assert (ahead.status_code, fast.status_code) == (422, 201)


@pytest.mark.parametrize(
    "body", [b"{", b"", b"[]", b"null", b'"x"', b"\xff", b'{"summary": NaN}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(
    strategy: Version, as_agent: Speaker, body: bytes
) -> None:
    response = as_agent.post(INCIDENTS, body)

    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_another_kind_of_body_is_refused(strategy: Version, as_agent: Speaker) -> None:
    response = as_agent._client.post(
        INCIDENTS, {"summary": "x"}, HTTP_AUTHORIZATION=f"Bearer {as_agent.secret}"
    )

    assert response.status_code == 415


def test_a_huge_body_is_refused(strategy: Version, as_agent: Speaker) -> None:
    response = as_agent.post(INCIDENTS, {"summary": "x", "nature": "y" * 3_000_000})

    assert response.status_code == 413


def test_logging_takes_twelve_statements_at_most(strategy: Version, as_agent: Speaker) -> None:
    said(as_agent.post(INCIDENTS, {"summary": "Warm the cache"}), 201)
    body = {
        "summary": "Callers to Leeds hear nothing",
        "began_at": clock.now().isoformat(),
        "impact": "I1",
        "urgency": "U1",
        "service": "voice",
        "site": "leeds",
    }

    with CaptureQueriesContext(connection) as captured:
        said(as_agent.post(INCIDENTS, body), 201)

    statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 12, "\n".join(sql[:100] for sql in statements)


def test_many_duties_and_a_contract_take_no_more(strategy: Version, as_agent: Speaker) -> None:
    ClientAccount.objects.create(code="harlow", name="Harlow")
    body = {"summary": "Parts are missing", "impact": "I1", "urgency": "U1", "account": "harlow"}
    said(as_agent.post(INCIDENTS, {**body, "category": "cyber_ransom"}), 201)

    for category in ("cyber_ransom", "late_delivery"):
        with CaptureQueriesContext(connection) as captured:
            said(as_agent.post(INCIDENTS, {**body, "category": category}), 201)

        statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
        assert len(statements) <= 12, "\n".join(sql[:100] for sql in statements)
    assert Obligation.objects.count() > 10
    assert Clock.objects.filter(kind__startswith="contract.").count() == 4


def test_instants_are_answered_in_utc(strategy: Version, as_agent: Speaker) -> None:
    began = (clock.now() - timedelta(hours=1)).replace(microsecond=0)
    local = began.astimezone(tz=None).isoformat()

    logged = said(as_agent.post(INCIDENTS, {"summary": "x", "began_at": local}), 201)

    assert logged["began_at"].endswith("Z")
    assert datetime.fromisoformat(logged["began_at"]) == began


def test_there_is_no_logging_without_a_strategy(as_agent: Speaker) -> None:
    response = as_agent.post(INCIDENTS, {"summary": "x"})

    assert response.status_code == 409
    assert "policy publish" in json.loads(response.content)["detail"]
