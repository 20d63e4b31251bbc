"""The board of facts on its page and in the room."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Contradiction, Fact
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.note_contradiction import note_contradiction
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.withdraw_fact import withdraw_fact
from tests.factories import at, kinds
from tests.interfaces.web.conftest import SignIn

CLAIM = {"do": "claim", "says": "Calls drop", "about": "what", "source": "Six test calls"}


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands at ten minutes after noon."""

    def stopped() -> datetime:
        return at(10)

    monkeypatch.setattr(clock, "now", stopped)


@pytest.fixture
def page(incident: Incident) -> str:
    return f"/incidents/{incident.ref}/facts/"


@pytest.fixture
def claimed(incident: Incident, agent: Actor) -> int:
    return claim(incident, agent, "Back by two")


def claim(incident: Incident, by: Actor, says: str) -> int:
    return claim_fact(
        incident_id=incident.pk,
        says=says,
        about="repair_time",
        source="Carrier's desk",
        estimate_of="the carrier",
        by=by,
        at=at(5),
    )


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_a_claim_goes_on_the_board(browser: Client, page: str, incident: Incident) -> None:
    assert "Nothing is known for sure yet" in text(browser, page)

    done = browser.post(page, CLAIM)

    assert (done.status_code, done["Location"]) == (302, f"{page}#fact-1")
    shown = text(browser, page)
    assert "Calls drop" in shown
    assert "from Six test calls" in shown
    assert "0 of 1 verified" in shown
    assert kinds(incident)[-1] == "fact_claimed"


def test_a_claim_without_a_source_keeps_its_words(browser: Client, page: str) -> None:
    refused = browser.post(page, CLAIM | {"source": " "})

    assert refused.status_code == 422
    assert "Say who or what it is known from." in refused.content.decode()
    assert "Calls drop" in refused.content.decode()
    assert not Fact.objects.exists()


def test_a_claim_is_made_from_the_room_as_well(
    sign_in: SignIn, agent: Actor, incident: Incident
) -> None:
    browser, room = sign_in(agent), f"/incidents/{incident.ref}/"
    assert "Nothing is claimed yet" in text(browser, room)

    done = browser.post(f"{room}do/claim/", CLAIM)

    assert done.status_code == 302
    assert "Calls drop" in text(browser, room)


def test_verifying_says_by_whom_how_and_until_when(
    browser: Client, page: str, incident: Incident, claimed: int
) -> None:
    opened = text(browser, f"{page}?do=verify&fact={claimed}")
    assert 'id="act-1-verify" open' in opened
    assert "Empty means for 4 h." in opened

    done = browser.post(page, {"do": "verify", "fact": claimed, "how": "Rang them"})

    assert done.status_code == 302
    shown = text(browser, page)
    assert "Verified by Asha Patel" in shown
    assert "Rang them" in shown
    assert "Estimate of the carrier" in shown
    assert Fact.objects.get(incident=incident).good_until == at(10 + 240)


def test_a_refusal_stands_beside_its_field(browser: Client, page: str, claimed: int) -> None:
    sent = {"do": "verify", "fact": claimed, "how": "Rang", "good_until": "2026-03-10T11:00"}

    refused = browser.post(page, sent)

    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Until when it is good must lie ahead." in shown
    assert 'id="act-1-verify" open' in shown
    assert Fact.objects.get().state == "claimed"


def test_whoever_claims_does_not_always_verify(
    sign_in: SignIn, agent: Actor, page: str, claimed: int
) -> None:
    browser = sign_in(agent)

    assert "act-1-verify" not in text(browser, page)
    refused = browser.post(page, {"do": "verify", "fact": claimed, "how": "Rang"})
    assert refused.status_code == 403
    assert Fact.objects.get().state == "claimed"


def test_a_withdrawn_fact_is_struck_out_with_its_reason(
    browser: Client, page: str, claimed: int
) -> None:
    sent = {
        "do": "withdraw",
        "fact": claimed,
        "why": "They named another day",
        "says": "Back by four",
        "source": "Carrier's desk",
        "estimate_of": "the carrier",
    }

    done = browser.post(page, sent)

    assert done.status_code == 302
    shown = text(browser, page)
    assert "<del>Back by two</del>" in shown
    assert "They named another day" in shown
    assert 'href="#fact-2"' in shown


def test_what_was_withdrawn_already_is_said_above(
    browser: Client, page: str, incident: Incident, claimed: int, leader: Actor
) -> None:
    withdraw_fact(incident_id=incident.pk, number=claimed, why="No", by=leader, at=at(6))

    refused = browser.post(page, {"do": "withdraw", "fact": claimed, "why": "No"})

    assert refused.status_code == 422
    assert "Fact 1 was withdrawn. Claim it anew" in refused.content.decode()


def test_two_answers_are_put_side_by_side(
    browser: Client, page: str, incident: Incident, claimed: int, agent: Actor
) -> None:
    claim(incident, agent, "Back by four")
    assert "Fact 2 answers the same question: Back by four" in text(browser, page)

    browser.post(page, {"do": "against", "fact": claimed, "other": 2})

    shown = text(browser, page)
    assert "Contradicts fact 2: Back by four" in shown
    assert "Contradicts fact 1: Back by two" in shown
    assert "answers the same question" not in shown
    assert "Contradicted by: Back by four" in text(browser, f"/incidents/{incident.ref}/")


def test_both_may_hold_for_a_reason(
    browser: Client, page: str, incident: Incident, claimed: int, agent: Actor
) -> None:
    claim(incident, agent, "Back by four")
    note_contradiction(incident_id=incident.pk, number=1, other=2, by=agent, at=at(6))

    browser.post(page, {"do": "against", "fact": claimed, "other": 2, "why": "Two lines"})

    assert Contradiction.objects.get().settled_why == "Two lines"
    assert "Contradicts" not in text(browser, page)


def test_a_fact_whose_time_is_over_says_so(
    browser: Client, page: str, incident: Incident, claimed: int, leader: Actor
) -> None:
    verify_fact(
        incident_id=incident.pk, number=1, how="Rang", good_until=at(9), by=leader, at=at(6)
    )

    shown = text(browser, page)
    assert "Check again" in shown
    assert "not checked again since" in shown


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "fly", "fact": "1"},
        {},
        {"do": "verify", "fact": "x", "how": "Rang"},
        {"do": "verify", "fact": "99999999999", "how": "Rang"},
        {"do": "against", "fact": "1", "other": "77"},
    ],
)
def test_odd_input_is_refused_and_changes_nothing(
    sent: dict[str, str], browser: Client, page: str, incident: Incident, claimed: int
) -> None:
    before = kinds(incident)

    assert browser.post(page, sent).status_code == 422
    assert kinds(incident) == before


def test_a_script_that_watches_gets_the_list_alone(
    browser: Client, page: str, claimed: int
) -> None:
    piece = browser.get(page, headers={"HX-Request": "true"}).content.decode()

    assert "Back by two" in piece
    assert "<html" not in piece


def test_the_board_of_a_restricted_incident_is_not_there(
    sign_in: SignIn, people: dict[str, Actor], page: str, incident: Incident, manager: Actor
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Personal", by=manager, at=at(2)
    )

    assert sign_in(people["planner"]).get(page).status_code == 404
    assert sign_in(people["planner"]).post(page, CLAIM).status_code == 404
