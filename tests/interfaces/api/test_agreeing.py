"""From draft to in force by the API, and the differences between two texts."""

from __future__ import annotations

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.interfaces.api.conftest import Speaker, said, speaker
from tests.usecases import agreeing as story


def test_a_draft_is_led_into_force(
    strategy: Version, as_manager: Speaker, as_agent: Speaker, people: dict[str, Actor]
) -> None:
    manager = people["incident_manager"]
    draft = f"/api/v1/drafts/{story.begun(manager, open_for='0 min')}"

    opened = said(as_manager.post(f"{draft}/consultation", {"says": "Look"}))
    assert opened["state"] == "consultation"
    assert opened["missing"] == [
        "No consultation of Agents is recorded.",
        "No consultation of Works council is recorded.",
    ]
    assert opened["because"][0]["clause"] == "agreement.groups.agents"
    guest = {"name": "Ana Lima", "email": "ana@council.example"}
    agent = people["agent"].person_id
    body = {"group": "agents", "people": [agent], "guests": [guest]}
    assert said(as_manager.post(f"{draft}/invitations", body))["groups"][0]["invited"] == 2
    said(as_agent.post(f"{draft}/contributions", {"says": "Sooner", "clause": "marks"}))
    met = {"group": "works_council", "held_on": "2026-03-01", "spoke_with": "Ana"}
    said(as_manager.post(f"{draft}/meetings", met))
    refused = as_manager.post(f"{draft}/approval", {})
    assert refused.status_code == 409
    noted = {"outcome": "noted", "says": "Thank you"}
    answered = said(as_manager.post(f"{draft}/contributions/1/answer", noted))
    assert answered["contributions"][0]["answer"]["outcome"] == "noted"

    asked = said(as_manager.post(f"{draft}/approval", {}))
    assert asked["approvers"] == ["incident_manager", "welfare_lead"]
    for who, role in (("incident_manager", "incident_manager"), ("welfare", "welfare_lead")):
        body = {"role": role, "digest": asked["digest"]}
        signed = said(speaker(people[who]).post(f"{draft}/signatures", body))
    assert signed["state"] == "approved"
    made = as_manager.post(f"{draft}/publish", {"note": "Agreed"})
    assert said(made, 201)["number"] == 2
    assert made.headers["Location"] == "/api/v1/policies/2"
    evidence = said(as_agent.get("/api/v1/policies/2/agreement"))
    assert evidence["origin"] == "Agreed: consulted, signed and published from a draft."
    assert [one["holds"] for one in evidence["signatures"]] == [True, True]


def test_a_version_is_acknowledged_once_and_its_review_is_set(
    strategy: Version, as_agent: Speaker, as_manager: Speaker
) -> None:
    assert said(as_agent.post("/api/v1/policies/1/acknowledge"))["acknowledged"] == 1
    assert as_agent.post("/api/v1/policies/1/acknowledge").status_code == 409
    assert as_agent.post("/api/v1/policies/9/acknowledge").status_code == 404
    set_ = said(as_manager.post("/api/v1/policies/1/review", {"date": "2190-01-01"}))
    assert set_["review_on"] == "2190-01-01"
    assert as_manager.post("/api/v1/policies/1/review", {"date": "2020-01-01"}).status_code == 422


def test_differences_say_what_and_why(strategy: Version, as_agent: Speaker, manager: Actor) -> None:
    pk = story.in_consultation(manager)
    story.said(pk, "purpose", "To be quick.", by=manager)

    found = said(as_agent.get(f"/api/v1/policies/compare?old=1&new=draft:{pk}"))
    (purpose,) = [one for one in found["items"] if one["path"] == "purpose"]
    assert (purpose["kind"], purpose["new"]) == ("changed", "To be quick.")
    assert purpose["edits"][0]["why"] == "Somebody asked for it"
    assert as_agent.get("/api/v1/policies/compare?old=1&new=77").status_code == 404


def test_withdrawing_and_unknown_drafts(
    strategy: Version, as_manager: Speaker, manager: Actor
) -> None:
    draft = f"/api/v1/drafts/{story.in_consultation(manager)}"

    back = said(as_manager.post(f"{draft}/withdraw", {"says": "A new plan"}))
    assert back["state"] == "drafting"
    no = {"role": "incident_manager", "digest": "x", "verdict": "refused", "says": "No"}
    assert as_manager.post(f"{draft}/signatures", no).status_code == 409
    assert as_manager.get("/api/v1/drafts/999/agreement").status_code == 404
    assert as_manager.post("/api/v1/drafts/999/publish", {}).status_code == 404
