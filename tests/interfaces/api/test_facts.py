"""The board of facts over the API."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Fact
from tests.interfaces.api.conftest import INCIDENTS, Speaker, faults, said

pytestmark = pytest.mark.django_db
CLAIM = {"says": "Back by two", "about": "repair_time", "source": "Carrier's desk"}


@pytest.fixture
def facts(strategy: object, as_agent: Speaker) -> str:
    made = said(as_agent.post(INCIDENTS, {"summary": "Calls drop"}), 201)
    return f"{INCIDENTS}/{made['ref']}/facts"


def test_a_claim_says_where_it_is(facts: str, as_agent: Speaker) -> None:
    made = as_agent.post(facts, CLAIM | {"estimate_of": "the carrier"})

    fact = said(made, 201)
    assert made["Location"] == fact["url"] == f"{facts}/1"
    assert (fact["state"], fact["estimate_of"], fact["contradicts"]) == (
        "claimed",
        "the carrier",
        [],
    )
    assert said(as_agent.get(facts)) == {"items": [fact], "twice": []}


def test_it_is_verified_contradicted_settled_and_withdrawn(
    facts: str, as_agent: Speaker, as_manager: Speaker
) -> None:
    as_agent.post(facts, CLAIM)
    as_agent.post(facts, CLAIM | {"says": "Back by four"})
    assert said(as_agent.get(facts))["twice"] == [[1, 2]]

    verified = said(as_manager.post(f"{facts}/1/verify", {"how": "Rang them"}))
    assert (verified["state"], verified["verified_by"]) == ("verified", "Asha Patel")
    against = said(as_agent.post(f"{facts}/2/contradict", {"other": 1}))
    assert against["contradicts"] == [1]
    refused = as_manager.post(f"{facts}/2/verify", {"how": "Rang them"})
    assert refused.status_code == 409
    assert faults(refused)["fact"].startswith("Fact 1 is verified and contradicts fact 2.")
    agreed = said(as_manager.post(f"{facts}/2/agree", {"other": 1, "why": "Two lines"}))
    assert agreed["contradicts"] == []

    instead = {"says": "Back by six", "source": "Carrier's desk"}
    gone = said(as_manager.post(f"{facts}/1/withdraw", {"why": "Later", "instead": instead}))
    assert (gone["state"], gone["replaced_by"]) == ("withdrawn", 3)
    assert as_manager.post(f"{facts}/1/withdraw", {"why": "Later"}).status_code == 409


def test_what_is_not_there_is_not_found(facts: str, as_manager: Speaker) -> None:
    assert as_manager.get(f"{facts}/7").status_code == 404
    assert as_manager.post(f"{facts}/7/verify", {"how": "Rang"}).status_code == 404


def test_a_time_that_is_over_is_named(facts: str, as_manager: Speaker) -> None:
    as_manager.post(facts, CLAIM)
    body = {"how": "Rang", "good_until": "2020-01-01T00:00:00Z"}

    refused = as_manager.post(f"{facts}/1/verify", body)

    assert refused.status_code == 422
    assert faults(refused) == {"good_until": "Until when it is good must lie ahead."}
    assert Fact.objects.get().state == "claimed"


def test_an_older_version_of_the_incident_is_refused(facts: str, as_manager: Speaker) -> None:
    as_manager.post(facts, CLAIM)

    refused = as_manager.post(f"{facts}/1/verify", {"how": "Rang"}, If_Match='"1"')

    assert refused.status_code == 412
    assert Fact.objects.get().state == "claimed"
