"""Handovers, the shift log and the swarm over the API."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Handover, HelpOffer
from musterpoint.domain.authority import Actor, Role
from tests.factories import as_actor, person
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said, speaker

pytestmark = pytest.mark.django_db
HANDOVERS = "/api/v1/handovers"


@pytest.fixture
def relief(people: dict[str, Actor]) -> Actor:
    return as_actor(person("Noor Night", Role.INCIDENT_MANAGER))


@pytest.fixture
def run(strategy: object, as_manager: Speaker) -> str:
    """The address of an incident that the manager runs."""
    made = said(as_manager.post(INCIDENTS, {"summary": "Calls drop"}), 201)
    address = f"{INCIDENTS}/{made['ref']}"
    said(as_manager("PUT", f"{address}/roles/incident_manager", {}))
    return address


def test_a_shift_is_offered_and_settled_item_by_item(
    run: str, as_manager: Speaker, relief: Actor
) -> None:
    made = as_manager.post(HANDOVERS, {"receiver": relief.person_id, "form": "iimarch"})
    offered = said(made, 201)
    assert made["Location"] == offered["url"] == f"{HANDOVERS}/{offered['id']}"
    assert (offered["kind"], offered["state"], offered["hidden"]) == ("shift", "offered", 0)
    assert offered["sheets"][0]["summary"].startswith("Information: ")
    assert offered["items"][0]["part"] == "role:incident_manager"
    theirs = speaker(relief)
    assert [each["id"] for each in said(theirs.get(f"{HANDOVERS}?state=offered"))["items"]] == [
        offered["id"]
    ]

    accepted = said(theirs.post(f"{offered['url']}/accept", {"items": [1]}))
    assert accepted["items"][0]["state"] == "accepted"
    declined = theirs.post(f"{offered['url']}/decline", {"items": [2], "reason": "No"})
    assert said(declined)["items"][1]["state"] == "declined"
    again = theirs.post(f"{offered['url']}/accept", {"items": [1]})
    assert again.status_code == 409
    assert faults(again)["items"].startswith("Already settled: Incident manager")

    assert said(as_manager.get(run))["owner"]["id"] == relief.person_id
    withdrawn = said(as_manager.post(f"{offered['url']}/withdraw"))
    assert {item["state"] for item in withdrawn["items"][2:]} == {"kept"}


def test_what_is_refused_leaves_no_draft_behind(
    run: str, as_manager: Speaker, as_agent: Speaker, relief: Actor, agent: Actor
) -> None:
    to_agent = as_manager.post(HANDOVERS, {"receiver": agent.person_id})
    assert to_agent.status_code == 422
    assert "may be held by" in faults(to_agent)["receiver"]
    long = {"receiver": relief.person_id, "summaries": {run.rsplit("/", 1)[1]: "so " * 121}}
    assert as_manager.post(HANDOVERS, long).status_code == 422
    wrong = as_manager.post(HANDOVERS, {"receiver": relief.person_id, "incidents": ["INC-1"]})
    assert faults(wrong) == {"incidents": "Give references such as INC-000123."}
    nothing = as_agent.post(HANDOVERS, {"receiver": relief.person_id})
    assert faults(nothing) == {"incidents": "You hold no role and no task in an open incident."}

    assert not Handover.objects.exists()


def test_a_handover_of_others_is_not_found(
    run: str, as_manager: Speaker, as_leader: Speaker, relief: Actor
) -> None:
    made = said(as_manager.post(HANDOVERS, {"receiver": relief.person_id}), 201)

    assert as_leader.get(made["url"]).status_code == 404
    assert said(as_leader.get(HANDOVERS)) == {"items": []}


def test_the_log_holds_notes_and_accepted_handovers(
    run: str, as_manager: Speaker, relief: Actor
) -> None:
    written = said(as_manager.post("/api/v1/shift-log", {"says": "The lift is broken"}), 201)
    assert [line["says"] for line in written["items"]] == ["The lift is broken"]
    said(as_manager.post(f"{run}/notes", {"says": "Carrier rang"}))
    made = said(as_manager.post(HANDOVERS, {"receiver": relief.person_id}), 201)
    said(speaker(relief).post(f"{made['url']}/accept", {"items": [1]}))

    lines = said(as_manager.get("/api/v1/shift-log"))["items"]
    assert [(line["source"], line["kind"]) for line in lines] == [
        ("handover", "shift"), ("note", "note"), ("shift_note", "shift_note"),
    ]  # fmt: skip
    assert lines[0]["to"]["name"] == "Noor Night"
    assert lines[1]["incident"] == run.rsplit("/", 1)[1]
    found = said(as_manager.get("/api/v1/shift-log?q=lift&limit=1"))
    assert [line["says"] for line in found["items"]] == ["The lift is broken"]
    assert as_manager.get("/api/v1/shift-log?cursor=nonsense").status_code == 400
    assert as_manager.get("/api/v1/shift-log?since=yesterday").status_code == 400


def test_a_page_of_the_log_leads_to_the_next(run: str, as_manager: Speaker) -> None:
    for number in range(3):
        said(as_manager.post("/api/v1/shift-log", {"says": f"Note {number}"}), 201)

    first = said(as_manager.get("/api/v1/shift-log?limit=2"))
    second = said(as_manager.get(first["next"]))

    assert [line["says"] for line in first["items"]] == ["Note 2", "Note 1"]
    assert [line["says"] for line in second["items"]] == ["Note 0"]
    assert second["next"] is None


def test_colleagues_come_to_help(run: str, as_manager: Speaker, as_leader: Speaker) -> None:
    asked = said(as_manager.post(f"{run}/help", {"says": "Who speaks Polish?"}))
    number = asked["help"][0]["id"]

    come = said(as_leader.post(f"{run}/help/{number}/coming", {"says": "On my way"}))

    assert come["help"][0]["offers"][0]["person"]["name"] == "Siobhan Kelly"
    assert HelpOffer.objects.get().says == "On my way"
    assert as_leader.post(f"{run}/help/{number}/coming").status_code == 409
    assert as_leader.post(f"{run}/help/999/coming").status_code == 404
