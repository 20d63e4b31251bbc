"""Handing over on the page: drafting, offering, accepting, declining, and the shift log."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from musterpoint.apps.incidents.models import Handover, HandoverSheet, Incident
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces import clock
from musterpoint.interfaces.web import directory
from musterpoint.usecases.accept_handover import accept_items
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.ask_help import ask_help
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.offer_handover import offer_handover
from musterpoint.usecases.prepare_handover import prepare_handover
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.write_shift_note import write_shift_note
from tests.factories import as_actor, at, fresh, kinds, log, person
from tests.interfaces.web.conftest import SignIn
from tests.usecases.handing import numbers, states

MANAGER = "role:incident_manager"


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands at ten minutes after noon."""

    def stopped() -> datetime:
        return at(10)

    monkeypatch.setattr(clock, "now", stopped)


@pytest.fixture
def run(incident: Incident, manager: Actor) -> Incident:
    """An incident that the manager runs."""
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    return incident


@pytest.fixture
def other(people: dict[str, Actor]) -> Actor:
    directory.forget()
    return as_actor(person("Noor Night", Role.INCIDENT_MANAGER))


@pytest.fixture
def offer(run: Incident, manager: Actor, other: Actor) -> int:
    """The manager's incident, offered to the other manager."""
    made = prepare_handover(by=manager, at=at(5), incident_ids=[run.pk])
    offer_handover(handover_id=made, receiver_id=other.person_id or 0, by=manager, at=at(6))
    return made


def test_a_shift_is_drafted_edited_and_offered(
    browser: Client, run: Incident, other: Actor
) -> None:
    page = browser.get("/handovers/new/").content.decode()
    assert f"{run.ref} Calls drop after the second menu" in page

    drafted = browser.post("/handovers/new/", {"incident": [run.ref], "form": "sbar"})
    made = Handover.objects.get()
    assert drafted["Location"] == f"/handovers/{made.pk}/draft/"
    assert made.kind == "shift"
    page = browser.get(drafted["Location"]).content.decode()
    assert "of 120 words" in page
    assert "Noor Night" in page

    sent = browser.post(
        drafted["Location"],
        {
            "act": "offer",
            "form": "sbar",
            "receiver": other.person_id,
            "within": "30",
            f"seen_{run.ref}": fresh(run).version,
            f"summary_{run.ref}": "Carrier works on it.",
            f"there_{run.ref}": [MANAGER, "gap:site"],
            f"item_{run.ref}": [MANAGER],
            f"extra_{run.ref}": "Ring Tom back\r\n",
        },
    )

    assert sent["Location"] == f"/handovers/{made.pk}/"
    found = states(made.pk)
    assert found[MANAGER] == "offered"
    assert "gap:site" not in found
    assert "note:1" in found
    assert HandoverSheet.objects.get().summary == "Carrier works on it."
    page = browser.get(sent["Location"]).content.decode()
    assert "What Noor Night has not accepted is yours." in page
    assert "Ring Tom back" in page


def test_one_incident_is_chosen_from_its_room(browser: Client, run: Incident, agent: Actor) -> None:
    room = browser.get(f"/incidents/{run.ref}/").content.decode()
    assert f"/handovers/new/?incident={run.ref}" in room

    page = browser.get(f"/handovers/new/?incident={run.ref}").content.decode()

    assert f'value="{run.ref}" checked' in page


def test_with_nothing_in_hand_there_is_nothing_to_choose(
    sign_in: SignIn, run: Incident, leader: Actor
) -> None:
    browser = sign_in(leader)

    assert b"Nothing is in your hands" in browser.get("/handovers/new/").content
    refused = browser.post("/handovers/new/", {"incident": [run.ref], "form": "sbar"})

    assert refused.status_code == 422
    assert b"You hold no role and no task in this incident." in refused.content
    assert not Handover.objects.exists()


def test_what_is_refused_keeps_what_was_typed(browser: Client, run: Incident) -> None:
    browser.post("/handovers/new/", {"incident": [run.ref], "form": "sbar"})
    draft = f"/handovers/{Handover.objects.get().pk}/draft/"

    answer = browser.post(draft, {"act": "save", f"summary_{run.ref}": "so " * 130})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"{run.ref}: 130 words; a summary has at most 120." in page
    assert "so so so" in page
    assert "130 of 120 words" in page


def test_the_draft_says_what_changed_and_offers_after_it_was_seen(
    browser: Client, run: Incident, manager: Actor, other: Actor
) -> None:
    browser.post("/handovers/new/", {"incident": [run.ref], "form": "sbar"})
    made = Handover.objects.get()
    draft = f"/handovers/{made.pk}/draft/"
    seen = fresh(run).version
    correct_facts(incident_id=run.pk, facts={"customers_affected": 400}, by=manager, at=at(8))
    sent = {"act": "offer", "receiver": other.person_id, "within": "15"}

    refused = browser.post(draft, {**sent, f"seen_{run.ref}": seen})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "2 things changed since you wrote this. Look at them, then offer it again." in page
    assert "Customers affected: nothing, now 400" in page
    assert "No longer open: customers affected" in page

    again = browser.post(draft, {**sent, f"seen_{run.ref}": fresh(run).version})
    assert again["Location"] == f"/handovers/{made.pk}/"


def test_a_draft_is_written_anew_or_discarded(browser: Client, run: Incident) -> None:
    browser.post("/handovers/new/", {"incident": [run.ref], "form": "sbar"})
    draft = f"/handovers/{Handover.objects.get().pk}/draft/"

    browser.post(draft, {"act": "anew", "form": "iimarch", f"summary_{run.ref}": "Mine"})
    assert HandoverSheet.objects.get().summary.startswith("Information: ")
    gone = browser.post(draft, {"act": "discard"})

    assert gone["Location"] == "/handovers/"
    assert browser.get(draft).status_code == 404


def test_the_receiver_accepts_item_by_item(
    offer: int, sign_in: SignIn, other: Actor, run: Incident
) -> None:
    theirs = sign_in(other)
    assert b"Asha Patel hands over an incident" in theirs.get("/handovers/").content
    assert b"Asha Patel hands over an incident" in theirs.get("/my-work/").content
    address = f"/handovers/{offer}/"
    page = theirs.get(address).content.decode()
    assert "Until you accept an item, Asha Patel answers for it." in page

    nothing = theirs.post(address, {"act": "accept"})
    assert nothing.status_code == 422
    assert b"Choose at least one item of this handover." in nothing.content
    done = theirs.post(address, {"act": "accept", "item": numbers(offer, MANAGER)}, follow=True)

    assert b"1 item is yours now." in done.content
    assert fresh(run).owner_id == other.person_id
    assert states(offer)[MANAGER] == "accepted"


def test_declining_needs_a_reason_and_all_can_be_accepted_at_once(
    offer: int, sign_in: SignIn, other: Actor
) -> None:
    theirs, address = sign_in(other), f"/handovers/{offer}/"
    last = numbers(offer)[-1]

    refused = theirs.post(address, {"act": "decline", "item": [last], "reason": ""})
    assert refused.status_code == 422
    assert b"Say why, so that the giver knows what to do." in refused.content
    theirs.post(address, {"act": "decline", "item": [last], "reason": "Not my part"})
    rest = [number for number in numbers(offer) if number != last]
    page = theirs.get(address).content.decode()
    assert f"Accept all {len(rest)} items" in page
    theirs.post(address, {"act": "accept", "item": rest})

    assert Handover.objects.get(pk=offer).state == "settled"
    assert b"Not my part" in theirs.get(address).content


def test_the_giver_withdraws_and_nobody_else_does(
    offer: int, browser: Client, sign_in: SignIn, other: Actor
) -> None:
    address = f"/handovers/{offer}/"

    assert sign_in(other).post(address, {"act": "withdraw"}).status_code == 422
    assert browser.post(address, {"act": "accept", "item": ["1"]}).status_code == 422
    assert browser.post(address, {"act": "sing"}).status_code == 404
    done = browser.post(address, {"act": "withdraw"}, follow=True)

    assert b"Withdrawn. What was not accepted stays with you." in done.content


def test_a_handover_is_nobody_elses_business(
    offer: int, sign_in: SignIn, leader: Actor, people: dict[str, Actor]
) -> None:
    assert sign_in(leader).get(f"/handovers/{offer}/").status_code == 404
    assert sign_in(people["auditor"]).get(f"/handovers/{offer}/").status_code == 200


def test_the_timeline_says_what_was_offered_and_accepted(
    offer: int, browser: Client, run: Incident, other: Actor
) -> None:
    accept_items(handover_id=offer, numbers=numbers(offer), by=other, at=at(9))

    page = browser.get(f"/incidents/{run.ref}/").content.decode()

    count = len(numbers(offer))
    assert f"Offered a handover: Noor Night, {count} items" in page
    assert f"Accepted a handover: {count} items" in page
    assert kinds(run)[-1] == "handover_accepted"


def test_the_log_puts_handovers_and_notes_together(
    offer: int, browser: Client, run: Incident, manager: Actor, other: Actor
) -> None:
    add_note(incident_id=run.pk, says="Carrier rang twice", by=manager, at=at(2))
    write_shift_note(says="The kitchen is shut", by=other, at=at(3))
    before = browser.get("/shift-log/").content.decode()
    assert "Asha Patel to Noor Night" not in before  # offered is not yet accepted
    accept_items(handover_id=offer, numbers=numbers(offer, MANAGER), by=other, at=at(9))

    page = browser.get("/shift-log/").content.decode()

    order = [page.index(words) for words in (
        "Handed over: Asha Patel to Noor Night", "The kitchen is shut", "Carrier rang twice",
    )]  # fmt: skip
    assert order == sorted(order)
    found = browser.get("/shift-log/?q=kitchen").content.decode()
    assert "The kitchen is shut" in found
    assert "Carrier rang" not in found
    assert b"The log is empty" not in browser.get("/shift-log/?day=2026-03-10").content
    assert b"Nothing in the log holds that" in browser.get("/shift-log/?day=2026-03-09").content


def test_a_note_of_the_shift_is_written_and_needs_words(browser: Client, strategy: object) -> None:
    refused = browser.post("/shift-log/", {"says": " "})
    assert refused.status_code == 422
    assert b"Write the note first." in refused.content

    done = browser.post("/shift-log/", {"says": "Lift is broken"}, follow=True)

    assert b"Noted." in done.content
    assert b"Lift is broken" in done.content


def test_a_restricted_incident_is_not_in_the_log_of_others(
    offer: int, sign_in: SignIn, run: Incident, people: dict[str, Actor], other: Actor
) -> None:
    manager, leader = people["incident_manager"], people["team_leader"]
    add_note(incident_id=run.pk, says="Zebra payroll", by=manager, at=at(2))
    accept_items(handover_id=offer, numbers=numbers(offer, MANAGER), by=other, at=at(7))
    restrict_incident(
        incident_id=run.pk, restricted=True, reason="Staff matter", by=manager, at=at(8)
    )

    theirs = sign_in(leader)

    for address in ("/shift-log/", "/shift-log/?q=zebra"):
        assert b"Zebra" not in theirs.get(address).content
    assert b"Handed over" not in theirs.get("/shift-log/").content
    assert b"Zebra payroll" in sign_in(manager).get("/shift-log/?q=zebra").content


def test_the_log_goes_on_page_by_page(browser: Client, manager: Actor, run: Incident) -> None:
    for number in range(45):
        write_shift_note(says=f"Shift note {number:02d}", by=manager, at=at(number // 10))
        add_note(
            incident_id=run.pk, says=f"Room note {number:02d}", by=manager, at=at(number // 10)
        )

    seen: list[str] = []
    address = "/shift-log/"
    while address:
        found = browser.get(address)
        seen += [line["says"] for day in found.context["days"] for line in day["lines"]]
        address = found.context["older_url"]

    assert len(seen) == len(set(seen)) == 90


def test_a_colleague_says_they_are_coming_and_the_times_are_shown(
    browser: Client, sign_in: SignIn, run: Incident, agent: Actor, leader: Actor
) -> None:
    asked = ask_help(incident_id=run.pk, says="Who speaks Polish?", by=agent, at=at(2))
    room = browser.get(f"/incidents/{run.ref}/").content.decode()
    assert "nobody has reacted" in room
    assert "I am coming" in room

    theirs = sign_in(leader)
    come = {"request": asked.help_id}
    assert theirs.post(f"/incidents/{run.ref}/come/", come).status_code == 302
    assert theirs.post(f"/incidents/{run.ref}/come/", come).status_code == 409
    browser.post(f"/incidents/{run.ref}/answer/", {"request": asked.help_id, "answer": "I do"})

    room = browser.get(f"/incidents/{run.ref}/").content.decode()
    assert "Siobhan Kelly is coming" in room
    assert room.count("after 8 min") == 2


def test_an_incident_that_left_sight_is_counted_not_named(
    offer: int, sign_in: SignIn, run: Incident, manager: Actor, people: dict[str, Actor]
) -> None:
    relief = as_actor(person("Ruth Relief", Role.TEAM_LEADER))
    second = log(by=people["agent"], summary="Chat is silent")
    take_role(incident_id=second.pk, role="incident_manager", by=people["team_leader"], at=at(2))
    made = prepare_handover(by=people["team_leader"], at=at(5), incident_ids=[second.pk])
    offer_handover(
        handover_id=made, receiver_id=relief.person_id or 0, by=people["team_leader"], at=at(6)
    )
    restrict_incident(
        incident_id=second.pk, restricted=True, reason="Staff matter", by=manager, at=at(7)
    )

    page = sign_in(relief).get(f"/handovers/{made}/").content.decode()

    assert "1 incident of it is not yours to see." in page
    assert "Chat is silent" not in page
