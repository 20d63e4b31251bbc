"""Rotas over the API: who answers, whose turn is when, overrides and absence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import Absence, Override, RoleRota, Rota
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from tests.interfaces.api.conftest import Speaker, faults, said
from tests.rotas import id_of, put_in_force, rota, weekly

ROTAS = "/api/v1/rotas"
TECH = f"{ROTAS}/tech"
DAY = timedelta(days=1)


@pytest.fixture
def technology(strategy: Version, manager: Actor, leader: Actor) -> Rota:
    row = put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader))))
    RoleRota.objects.create(role="technical_lead", rota=row)
    return row


def _override(agent: Actor, **more: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "layer": "first",
        "start": (now + DAY).isoformat(),
        "end": (now + 2 * DAY).isoformat(),
        "person": id_of(agent),
        "because": "At the dentist",
        **more,
    }


def test_who_answers_at_an_instant_and_why(
    technology: Rota, as_agent: Speaker, leader: Actor
) -> None:
    at = quote("2026-03-10T13:00:00+01:00")
    found = said(as_agent.get(f"{TECH}/cover?at={at}"))

    assert found == {
        "rota": "tech",
        "at": "2026-03-10T12:00:00Z",
        "nobody": False,
        "answers": [
            {
                "person": {"id": id_of(leader), "name": "Siobhan Kelly"},
                "layer": "first",
                "since": "2026-03-09T09:00:00Z",
                "until": "2026-03-16T09:00:00Z",
                "because": {
                    "clause": "rotas.tech.first",
                    "says": found["answers"][0]["because"]["says"],
                },
            }
        ],
        "shadows": [],
        "because": [found["answers"][0]["because"]],
        "fallback": "role:duty_manager",
    }


def test_rotas_are_listed_with_who_answers_now(technology: Rota, as_agent: Speaker) -> None:
    (one,) = said(as_agent.get(ROTAS))["items"]
    whole = said(as_agent.get(TECH))

    assert (one["code"], one["state"], one["roles"]) == ("tech", "published", ["technical_lead"])
    assert len(one["cover"]["answers"]) == 1
    assert whole["document"]["layers"][0]["code"] == "first"
    assert whole["url"] == TECH


def test_turns_are_cut_to_what_was_asked(technology: Rota, as_agent: Speaker) -> None:
    span = "from=2026-03-10T00:00:00Z&to=2026-03-20T00:00:00Z"
    found = said(as_agent.get(f"{TECH}/turns?{span}"))["items"]

    assert [(one["start"], one["end"], one["person"]["name"]) for one in found] == [
        ("2026-03-10T00:00:00Z", "2026-03-16T09:00:00Z", "Siobhan Kelly"),
        ("2026-03-16T09:00:00Z", "2026-03-20T00:00:00Z", "Asha Patel"),
    ]
    assert len(said(as_agent.get(f"{TECH}/turns"))["items"]) in {4, 5}


@pytest.mark.parametrize(
    "span",
    [
        "from=2026-03-10T00:00:00Z&to=2026-03-10T00:00:00Z",
        "from=2026-03-10T00:00:00Z&to=2026-09-10T00:00:00Z",
        "from=2026-03-10",
        "since=2026-03-10T00:00:00Z",
    ],
)
def test_odd_spans_are_refused(technology: Rota, as_agent: Speaker, span: str) -> None:
    assert as_agent.get(f"{TECH}/turns?{span}").status_code == 400


def test_what_is_wrong_is_told(technology: Rota, as_agent: Speaker) -> None:
    found = said(as_agent.get(f"{TECH}/readiness"))["items"]

    assert {(one["kind"], one["severity"]) for one in found} == {("unreachable", "blocks")}


@pytest.mark.parametrize("rest", ["", "/cover", "/turns", "/readiness"])
def test_a_rota_that_is_not_there(strategy: Version, as_agent: Speaker, rest: str) -> None:
    assert as_agent.get(f"{ROTAS}/nowhere{rest}").status_code == 404
    assert as_agent.get(f"{ROTAS}/%00{rest}").status_code == 404


def test_somebody_is_put_in_once_and_taken_out(
    technology: Rota, as_manager: Speaker, agent: Actor
) -> None:
    body = _override(agent)
    made = said(as_manager.post(f"{TECH}/overrides", body, Idempotency_Key="one"), 201)
    again = as_manager.post(f"{TECH}/overrides", body, Idempotency_Key="one")

    assert said(again, 201) == made
    assert Override.objects.count() == 1
    assert made["person"] == {"id": id_of(agent), "name": "Maya Singh"}
    at = (clock.now() + 1.5 * DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    cover = said(as_manager.get(f"{TECH}/cover?at={at}"))
    assert [one["person"]["name"] for one in cover["answers"]] == ["Maya Singh"]

    one = f"{TECH}/overrides/{made['id']}"
    assert as_manager("DELETE", one).status_code == 204
    assert as_manager("DELETE", one).status_code == 409
    assert said(as_manager.get(TECH))["overrides"] == []


def test_overrides_are_refused_field_by_field(
    technology: Rota, as_manager: Speaker, agent: Actor
) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"layer": "third"}, "layer"),
        ({"end": "2020-03-10T00:00:00Z", "start": "2020-03-09T00:00:00Z"}, "end"),
        ({"person": 2**40}, "person"),
        ({"because": " "}, "because"),
        ({"instead_of": id_of(agent)}, "person"),
    ]
    for changed, field in cases:
        answer = as_manager.post(f"{TECH}/overrides", _override(agent, **changed))
        assert (answer.status_code, set(faults(answer))) == (422, {field})
    assert Override.objects.count() == 0


def test_absence_says_what_it_leaves_open(
    technology: Rota, as_leader: Speaker, as_agent: Speaker, leader: Actor
) -> None:
    now = clock.now()
    span = {"start": now.isoformat(), "end": (now + 20 * DAY).isoformat()}
    for_another = {**span, "person": id_of(leader)}
    assert as_agent.post("/api/v1/absences", for_another).status_code == 403
    assert Absence.objects.count() == 0

    made = said(as_leader.post("/api/v1/absences", span), 201)

    assert {one["nobody_at_all"] for one in made["left_open"]} == {True}
    for one in made["left_open"]:
        assert datetime.fromisoformat(one["start"]) < datetime.fromisoformat(one["end"])
    address = f"/api/v1/absences/{made['id']}"
    assert as_agent("DELETE", address).status_code == 403
    assert as_leader("DELETE", address).status_code == 204
    assert as_leader("DELETE", address).status_code == 409


def test_a_list_costs_no_more_with_three(
    technology: Rota, as_agent: Speaker, manager: Actor
) -> None:
    as_agent.get(ROTAS)
    with CaptureQueriesContext(connection) as for_one:
        as_agent.get(ROTAS)
    for code in ("one", "two"):
        put_in_force(rota(code, weekly("first", id_of(manager))))
    as_agent.get(ROTAS)
    with CaptureQueriesContext(connection) as for_three:
        as_agent.get(ROTAS)

    assert len(for_one) == len(for_three)
