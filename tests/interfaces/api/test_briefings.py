"""Briefings, their readers, and what customers tell agents, over the API."""

from __future__ import annotations

import pytest

from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db
BRIEFINGS = "/api/v1/briefings"
LINES = [{"part": "say", "says": "We know."}, {"part": "never", "says": "No time."}]
BRIEFING = {"headline": "Calls drop", "lines": LINES}


@pytest.fixture
def incident(strategy: object, as_agent: Speaker) -> str:
    made = said(as_agent.post(INCIDENTS, {"summary": "Calls drop"}), 201)
    return f"{INCIDENTS}/{made['ref']}"


@pytest.fixture
def briefing(incident: str, as_manager: Speaker) -> str:
    url: str = said(as_manager.post(f"{incident}/briefings", BRIEFING), 201)["url"]
    return url


def test_a_briefing_says_where_it_is_and_stands_on_the_card(
    incident: str, as_manager: Speaker, as_agent: Speaker
) -> None:
    made = as_manager.post(f"{incident}/briefings", BRIEFING)

    one = said(made, 201)
    assert made["Location"] == one["url"] == f"{BRIEFINGS}/{one['number']}"
    assert one["lines"][0] == {"part": "say", "says": "We know.", "fact": None, "no_more": ""}
    for address in (BRIEFINGS, f"{incident}/briefings"):
        assert said(as_agent.get(address)) == {"items": [one]}
    assert said(as_agent.get(one["url"])) == one


def test_a_fact_that_nobody_verified_leaves_by_no_briefing(
    incident: str, as_manager: Speaker, as_agent: Speaker
) -> None:
    claim = {"says": "A mast fell", "about": "what", "source": "A caller"}
    as_agent.post(f"{incident}/facts", claim)
    lines = [{"part": "broken", "fact": 1}, *LINES]

    refused = as_manager.post(f"{incident}/briefings", BRIEFING | {"lines": lines})

    assert refused.status_code == 422
    assert faults(refused) == {"lines.0": "Nobody has verified this yet."}
    as_manager.post(f"{incident}/facts/1/verify", {"how": "Rang"})
    made = said(as_manager.post(f"{incident}/briefings", BRIEFING | {"lines": lines}), 201)
    assert made["lines"][0]["says"] == "A mast fell"


def test_it_is_revised_read_reminded_and_ended(
    briefing: str, as_manager: Speaker, as_agent: Speaker
) -> None:
    changed = BRIEFING | {"headline": "Leeds", "revision": 1}
    assert said(as_manager("PUT", briefing, changed))["revision"] == 2
    assert as_manager("PUT", briefing, changed).status_code == 409

    assert as_agent.post(f"{briefing}/reads", {"revision": 1}).status_code == 409
    reads = said(as_agent.post(f"{briefing}/reads", {"revision": 2}))
    assert (reads["revision"], reads["items"][0]["team"]) == (2, "")
    assert reads["items"][0]["read"] == 1
    assert "Siobhan Kelly" in reads["items"][0]["unread"]
    assert said(as_manager.get(f"{briefing}/reads")) == reads

    assert said(as_manager.post(f"{briefing}/remind"))["told"] == reads["items"][0]["all"] - 1
    assert as_manager.post(f"{briefing}/remind").status_code == 409
    assert said(as_manager.post(f"{briefing}/end", {"why": "Works"}))["state"] == "ended"
    assert as_manager.post(f"{briefing}/end", {"why": "Works"}).status_code == 409
    assert said(as_agent.get(BRIEFINGS)) == {"items": []}


def test_a_customer_is_counted_and_taken_back(incident: str, as_agent: Speaker) -> None:
    made = as_agent.post(f"{incident}/heard")

    vote = said(made, 201)
    assert made["Location"] == vote["url"]
    assert vote["heard"] == {"lately": 1, "people_lately": 1, "in_all": 1}
    assert as_agent.post(f"{incident}/heard").status_code == 409
    assert as_agent("DELETE", vote["url"]).status_code == 200
    assert as_agent("DELETE", vote["url"]).status_code == 409
    assert said(as_agent.get(f"{incident}/heard"))["in_all"] == 0


def test_what_is_not_there_is_not_found(incident: str, as_manager: Speaker) -> None:
    assert as_manager.get(f"{BRIEFINGS}/99").status_code == 404
    assert as_manager("PUT", f"{BRIEFINGS}/99", BRIEFING).status_code == 404
    assert as_manager.post(f"{BRIEFINGS}/99/reads", {"revision": 1}).status_code == 404
    assert as_manager.post(f"{INCIDENTS}/INC-999999/heard").status_code == 404
