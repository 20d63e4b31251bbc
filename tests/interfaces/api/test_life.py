"""An incident's life through the API, and what each refusal says."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(strategy: Version, as_agent: Speaker) -> str:
    """The address of an incident that the agent has just logged."""
    body = {"summary": "Callers hear nothing", "impact": "I3", "urgency": "U3"}
    return str(said(as_agent.post(INCIDENTS, body), 201)["url"])


def done(speaker: Speaker, address: str, body: Any = None, method: str = "POST") -> Any:
    """Do it and return the incident as it then stands."""
    return said(speaker(method, address, body))


def test_an_incident_is_worked_from_log_to_closure(
    incident: str, strategy: Version, as_manager: Speaker, as_leader: Speaker
) -> None:
    reason = next(iter(strategy.strategy.hold_reasons))

    assert done(as_manager, f"{incident}/acknowledge")["status"] == "acknowledged"
    assert done(as_manager, f"{incident}/begin")["status"] == "in_progress"
    assessed = done(
        as_manager, f"{incident}/assess", {"impact": "I2", "urgency": "U2", "reason": "It spreads"}
    )
    assert assessed["impact"] == "I2"
    held = done(as_manager, f"{incident}/hold", {"reason": reason})
    assert (held["status"], held["hold_reason"]) == ("on_hold", reason)
    assert done(as_manager, f"{incident}/resume")["status"] == "in_progress"
    resolved = done(as_manager, f"{incident}/resolve", {"resolution": "Carrier re-routed"})
    assert (resolved["status"], resolved["resolution"]) == ("resolved", "Carrier re-routed")
    for duty in resolved["obligations"]:
        done(
            as_manager,
            f"{incident}/obligations/{duty['code']}",
            {"state": "not_applicable", "reason": "No data left"},
            "PUT",
        )
    closing = {"verified_by": "Desk 14", "welfare_outcome": "All well"}
    refused = as_leader.post(f"{incident}/close", closing)
    if refused.status_code == 409:
        assert all(says for says in faults(refused).values())
        closing["review_date"] = resolved["resolved_at"][:10]
        closed = done(as_leader, f"{incident}/close", closing)
    else:
        closed = said(refused)
    assert closed["status"] == "closed"
    assert done(as_leader, f"{incident}/reopen", {"reason": "Again"})["status"] == "in_progress"


def test_closing_names_each_guard_in_the_way(incident: str, as_manager: Speaker) -> None:
    response = as_manager.post(f"{incident}/close", {"verified_by": ""})

    assert response.status_code == 409
    assert len(faults(response)) >= 2


def test_an_illegal_move_is_refused_by_name(incident: str, as_manager: Speaker) -> None:
    response = as_manager.post(f"{incident}/resume")

    assert response.status_code == 409
    assert list(faults(response)) == ["status"]


def test_an_override_needs_a_reason(incident: str, as_manager: Speaker) -> None:
    response = as_manager.post(f"{incident}/assess", {"override_priority": "P1"})

    assert response.status_code == 422
    assert list(faults(response)) == ["reason"]


def test_facts_fill_gaps_and_null_takes_one_back(incident: str, as_agent: Speaker) -> None:
    filled = done(as_agent, incident, {"customers_affected": 12, "site": "Leeds"}, "PATCH")
    emptied = done(as_agent, incident, {"customers_affected": None, "reason": "Miscount"}, "PATCH")

    assert (filled["customers_affected"], filled["site"]) == (12, "Leeds")
    assert "customers_affected" not in filled["gaps"]
    assert (emptied["customers_affected"], emptied["site"]) == (None, "Leeds")


def test_an_older_version_is_refused_with_412(incident: str, as_agent: Speaker) -> None:
    seen = as_agent.get(incident)["ETag"]
    first = as_agent("PATCH", incident, {"nature": "Mine"}, if_match=seen)
    second = as_agent("PATCH", incident, {"nature": "Theirs"}, if_match=seen)

    assert (first.status_code, second.status_code) == (200, 412)
    assert list(faults(second)) == ["version"]
    assert said(as_agent.get(incident))["nature"] == "Mine"
    assert as_agent.get(incident)["ETag"] == first["ETag"]


def test_an_if_match_of_another_make_is_refused(incident: str, as_agent: Speaker) -> None:
    response = as_agent("PATCH", incident, {"nature": "Mine"}, if_match="abc")

    assert response.status_code == 400
    assert list(faults(response)) == ["If-Match"]


def test_colleagues_share_the_work(
    incident: str, strategy: Version, as_manager: Speaker, manager: Actor, leader: Actor
) -> None:
    done(as_manager, f"{incident}/notes", {"says": "Carrier confirms"})
    done(as_manager, f"{incident}/updates", {"says": "We are on it", "audience": "all_staff"})
    tasks = done(as_manager, f"{incident}/tasks", {"says": "Change the greeting"})["tasks"]
    last = f"{incident}/tasks/{tasks[-1]['position']}"
    finished = done(as_manager, f"{last}/finish", {"says": "It is on"})["tasks"][-1]
    again = done(as_manager, f"{last}/reopen", {"reason": "Wrong greeting"})["tasks"][-1]
    dropped = done(as_manager, f"{last}/drop", {"reason": "No longer"})["tasks"][-1]
    assert finished["done_at"]
    assert not again["done_at"]
    assert dropped["not_needed_reason"] == "No longer"

    taken = done(as_manager, f"{incident}/roles/incident_manager", {}, "PUT")
    assert taken["owner"] == {"id": manager.person_id, "name": manager.name}
    released = done(as_manager, f"{incident}/roles/incident_manager", method="DELETE")
    assert released["owner"] is None
    given = done(as_manager, f"{incident}/roles/loggist", {"person": leader.person_id}, "PUT")[
        "roles"
    ]
    assert leader.name in [role["person"]["name"] for role in given if role["person"]]


def test_help_is_asked_and_answered(incident: str, as_manager: Speaker, as_agent: Speaker) -> None:
    call = done(as_agent, f"{incident}/help", {"says": "Who speaks Polish?"})["help"][0]
    answered = done(as_manager, f"{incident}/help/{call['id']}", {"answer": "Desk 9"})["help"][0]

    assert (call["answer"], answered["answer"]) == ("", "Desk 9")
    assert as_manager.post(f"{incident}/help/999999", {"answer": "x"}).status_code == 404


def test_links_and_merges_can_be_undone(
    incident: str, as_manager: Speaker, as_agent: Speaker
) -> None:
    other = said(as_agent.post(INCIDENTS, {"summary": "Callers hear nothing, again"}), 201)["ref"]

    link = done(as_manager, f"{incident}/links", {"other": other, "says": "Same day"})["links"][0]
    assert (link["ref"], link["made_here"]) == (other, True)
    assert said(as_manager.get(f"{INCIDENTS}/{other}"))["links"][0]["made_here"] is False
    assert done(as_manager, f"{incident}/links/{link['id']}", method="DELETE")["links"] == []
    merged = done(as_manager, f"{incident}/merge", {"into": other, "reason": "Twice"})
    assert merged["status"] == "withdrawn"
    assert done(as_manager, f"{incident}/unmerge", {"reason": "No"})["status"] == "logged"


def test_a_link_to_no_reference_is_refused(incident: str, as_manager: Speaker) -> None:
    response = as_manager.post(f"{incident}/links", {"other": "12"})

    assert response.status_code == 422
    assert list(faults(response)) == ["other"]


def test_major_is_declared_and_stood_down_against_criteria(
    incident: str, strategy: Version, as_manager: Speaker
) -> None:
    major = strategy.strategy.major
    codes = [criterion.code for criterion in major.criteria]

    declared = done(as_manager, f"{incident}/major", {"criteria": codes[:1], "reason": "Both down"})
    early = as_manager.post(f"{incident}/stand-down", {"confirmed": [], "reason": "Over"})
    confirmed = [criterion.code for criterion in major.stand_down]
    ended = done(as_manager, f"{incident}/stand-down", {"confirmed": confirmed, "reason": "Over"})

    assert (declared["is_major"], early.status_code, ended["is_major"]) == (True, 409, False)


def test_it_can_turn_out_to_be_something_else(incident: str, as_leader: Speaker) -> None:
    gone = done(as_leader, f"{incident}/retype", {"verdict": "enquiry", "reason": "Only asked"})
    back = done(as_leader, f"{incident}/restore", {"reason": "It was one"})

    assert (gone["status"], back["status"]) == ("withdrawn", "logged")


def test_a_restricted_incident_is_nowhere_for_others(
    incident: str, as_manager: Speaker, as_agent: Speaker, as_leader: Speaker
) -> None:
    done(as_manager, f"{incident}/restrict", {"restricted": True, "reason": "Names somebody"})

    assert as_agent.get(incident).status_code == 200  # who logged it may see it
    assert as_leader.get(incident).status_code == 404
    assert as_leader.get(f"{incident}/timeline").status_code == 404
    assert as_leader.post(f"{incident}/acknowledge").status_code == 404
    assert said(as_leader.get(INCIDENTS))["items"] == []


def test_whoever_takes_themselves_off_it_is_answered_with_nothing(
    incident: str, as_manager: Speaker, as_leader: Speaker, leader: Actor
) -> None:
    role = f"{incident}/roles/loggist"
    done(as_manager, role, {"person": leader.person_id}, "PUT")
    done(as_manager, f"{incident}/restrict", {"restricted": True, "reason": "Names somebody"})

    response = as_leader("DELETE", role)

    assert (response.status_code, response.content) == (204, b"")
    assert as_leader.get(incident).status_code == 404


def test_each_clock_shows_the_sum_behind_it(incident: str, as_agent: Speaker) -> None:
    clocks = said(as_agent.get(incident))["clocks"]

    assert {clock["kind"] for clock in clocks} >= {"acknowledge", "restore"}
    for clock in clocks:
        assert clock["why"][0]["event"] == "started"
        assert clock["spent_seconds"] + clock["remaining_seconds"] == clock["target_seconds"]
