"""The pages of updates: kept, agreed to by a second person, sent, ticked off, corrected."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.work_roles import take_role
from tests.factories import at
from tests.interfaces.web.conftest import SignIn
from tests.interfaces.web.test_composer import Claim, address, claim

__all__ = ["address", "claim"]

COLLEAGUES = {"to": "colleagues", "say_do": "use chat", "say_say": "We cannot take calls",
              "say_do_not": "guess", "say_where": "the chat room", "subject": "Phones"}  # fmt: skip


@pytest.fixture
def ready(claim: Claim) -> dict[str, Any]:
    """What a form to customers says that can leave."""
    return {
        "to": "customers",
        "pick_what": claim("Calls to all main numbers fail", "what"),
        "pick_since": claim("09:12", "since"),
        "pick_safety_number": claim("0800 111 999", "other"),
        "say_other_ways": "chat",
        "subject": "Phones",
    }


@pytest.fixture
def writer(sign_in: SignIn, leader: Actor, incident: Incident, manager: Actor) -> Client:
    """A team leader writes; whoever manages the incident is the second person."""
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    return sign_in(leader)


def states() -> list[tuple[str, str]]:
    return list(Update.objects.order_by("number").values_list("audience", "state"))


def page_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def act(browser: Client, path: str, act: str, **more: Any) -> Any:
    revision = Update.objects.get(number=int(path.rstrip("/").rsplit("/", 1)[-1])).revision
    return browser.post(path, {"act": act, "revision": revision, **more})


def test_a_draft_is_kept_for_each_audience_even_unfinished(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    said = COLLEAGUES | ready | {"to": ["customers", "executives"], "act": "save"}
    answer = writer.post(f"{address}new/", said)

    assert answer["Location"] == address
    assert states() == [("executives", "drafted"), ("customers", "drafted")]
    assert "2 drafts are kept." in page_of(writer, address)


def test_approval_is_not_asked_for_words_that_cannot_leave(writer: Client, address: str) -> None:
    said = {"to": "customers", "say_what": "400 calls were lost", "act": "ask"}
    answer = writer.post(f"{address}new/", said)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("Nobody was asked yet: 4 things keep it from leaving.") == 1
    assert page.count("“400” is a claim.") == 1
    assert "400 calls were lost" in answer.content.decode()
    assert states() == []


def test_an_update_needs_an_audience(writer: Client, address: str) -> None:
    answer = writer.post(f"{address}new/", {"act": "save"})

    assert answer.status_code == 422
    assert "Choose to whom you write." in answer.content.decode()
    assert states() == []


def test_a_second_person_agrees_and_it_is_sent(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})
    one = f"{address}1/"

    own = page_of(writer, one)
    assert "waits for approval" in own
    assert "Agree to these words" not in own
    assert "Agree to these words" in page_of(browser, one)

    assert act(browser, one, "approve").status_code == 302
    assert act(writer, one, "send").status_code == 302
    assert states() == [("customers", "sent")]
    sent = page_of(writer, one)
    assert "Calls to all main numbers fail since about 09:12." in sent
    assert "Agreed by " in sent
    assert "Whom it reached" in sent


def test_nobody_agrees_to_their_own_words(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})

    answer = act(writer, f"{address}1/", "approve")

    assert answer.status_code == 422
    assert "Somebody other than the composer has to agree." in answer.content.decode()
    assert states() == [("customers", "approval")]


def test_words_to_people_outside_do_not_leave_without_a_second_person(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})

    assert "Send it now" not in page_of(writer, f"{address}1/")
    assert act(writer, f"{address}1/", "send").status_code == 409
    assert states() == [("customers", "drafted")]
    assert not Delivery.objects.exists()


def test_words_changed_after_they_were_read_are_not_agreed_to(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})
    writer.post(
        f"{address}1/edit/", ready | {"say_other_ways": "chat or mail", "act": "ask", "revision": 1}
    )

    answer = browser.post(f"{address}1/", {"act": "approve", "revision": 1})

    assert answer.status_code == 409
    assert "Somebody changed these words meanwhile." in answer.content.decode()
    assert states() == [("customers", "approval")]


def test_the_editor_begins_with_what_was_composed(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"own_customers": "We are sorry", "act": "save"})

    page = page_of(writer, f"{address}1/edit/")

    assert '<option value="1" selected>1: Calls to all main numbers fail' in page
    assert ">chat</textarea>" in page
    assert ">We are sorry</textarea>" in page
    assert 'name="revision" value="1"' in page
    assert 'type="checkbox" name="to"' not in page


def test_it_goes_back_with_a_reason(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})

    assert act(browser, f"{address}1/", "back").status_code == 422
    assert act(browser, f"{address}1/", "back", why="Name the chat").status_code == 302
    assert states() == [("customers", "drafted")]


def test_colleagues_are_told_without_a_second_person_and_by_hand_is_ticked(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | COLLEAGUES | {"act": "ask"})
    assert act(writer, f"{address}1/", "send").status_code == 302
    by_hand = Delivery.objects.filter(by_hand=True).order_by("pk")
    first, second = by_hand[:2]

    act(writer, f"{address}1/", "reached", delivery=first.pk)
    assert act(writer, f"{address}1/", "failed", delivery=second.pk).status_code == 422
    act(writer, f"{address}1/", "failed", delivery=second.pk, says="Screen is dark")

    assert list(by_hand.values_list("state", flat=True)[:2]) == ["reached", "failed"]
    page = page_of(writer, f"{address}1/")
    assert f"1 of {Delivery.objects.count()} reached" in page
    assert "Screen is dark" in page


def test_what_was_wrong_is_corrected_where_it_went(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})
    act(browser, f"{address}1/", "approve")
    act(writer, f"{address}1/", "send")

    facts = address.replace("/updates/", "/facts/")
    done = browser.post(facts, {"do": "withdraw", "fact": "1", "why": "Two numbers work"})

    assert done["Location"] == address
    assert "1 update that was sent said it" in page_of(browser, address)
    assert states() == [("customers", "wrong"), ("customers", "drafted")]
    page = page_of(writer, f"{address}1/")
    assert "This was wrong." in page
    assert f'href="{address}2/edit/"' in page
    assert "it goes to everybody whom update 1 went to" in page_of(writer, f"{address}2/")


def test_a_correction_begins_with_the_fact_that_holds_instead(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})
    act(browser, f"{address}1/", "approve")
    act(writer, f"{address}1/", "send")
    says = {"says": "Calls to two main numbers fail", "source": "Test calls"}
    wrong = {"do": "withdraw", "fact": ready["pick_what"], "why": "Two numbers work"}
    browser.post(address.replace("/updates/", "/facts/"), wrong | says)

    page = page_of(writer, f"{address}2/edit/")

    assert "True is: Calls to two main numbers fail." in page
    assert "Nobody has verified fact 4." in page


def test_the_timeline_says_to_whom_and_shows_the_steps_small(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "ask"})
    act(browser, f"{address}1/", "approve")

    room = page_of(writer, address.removesuffix("updates/"))

    for step in ("Update drafted", "Asked to agree to an update", "Update agreed to"):
        assert f'<p class="says">{step}: Customers</p>' in room
    assert room.count(" step") == 3


def test_somebody_says_that_it_was_wrong(
    writer: Client, browser: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | COLLEAGUES | {"act": "save"})
    act(writer, f"{address}1/", "send")

    assert act(writer, f"{address}1/", "correct").status_code == 422
    assert act(writer, f"{address}1/", "correct", why="Chat is down too").status_code == 302
    assert states() == [("colleagues", "wrong"), ("colleagues", "drafted")]


def test_nothing_new_is_an_update_too(writer: Client, address: str, ready: dict[str, Any]) -> None:
    writer.post(f"{address}new/", ready | COLLEAGUES | {"act": "save"})
    act(writer, f"{address}1/", "send")
    assert "Nothing new" in page_of(writer, address)

    refused = writer.post(address, {"audience": "colleagues", "next_at": ""})
    assert refused.status_code == 422
    later = re.search(r'name="next_at"[^>]* value="([^"]+)"', page_of(writer, address))
    assert later is not None
    late = writer.post(address, {"audience": "colleagues", "next_at": "2099-01-01T10:00"})
    assert late.status_code == 422
    assert states() == [("colleagues", "sent")]

    said = {"audience": "colleagues", "next_at": later[1]}
    assert writer.post(address, said).status_code == 302
    assert states() == [("colleagues", "sent")] * 2
    assert "There is nothing new to tell since our last update." in page_of(writer, f"{address}2/")


def test_a_draft_is_given_up(writer: Client, address: str) -> None:
    writer.post(f"{address}new/", {"to": "customers", "act": "save"})

    act(writer, f"{address}1/", "abandon")

    assert states() == [("customers", "abandoned")]
    assert writer.get(f"{address}1/edit/").status_code == 404


def test_the_room_has_a_line_for_each_audience(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    room = address.removesuffix("updates/")
    writer.post(f"{address}new/", ready | {"act": "ask"})

    page = page_of(writer, room)

    piece = page[page.index('<section id="updates"') :]
    assert piece.startswith('<section id="updates" class="card alarm"')
    assert f'<a href="{address}new/?to=customers">Customers</a>' in piece
    assert f'<a class="tag soon" href="{address}1/">waits for approval</a>' in piece


def test_the_list_takes_the_same_statements_however_many_there_are(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    def counted(path: str) -> int:
        writer.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert writer.get(path).status_code == 200
        return len(queries)

    writer.post(f"{address}new/", ready | {"act": "save"})
    with_one = [counted(address), counted(f"{address}1/")]
    writer.post(f"{address}new/", ready | {"to": ["executives", "clients"], "act": "save"})

    assert [counted(address), counted(f"{address}1/")] == with_one
    assert with_one[0] <= 12
    assert with_one[1] <= 20


@pytest.mark.parametrize("path", ["7/", "7/edit/", "7/languages/"])
def test_there_is_no_page_of_what_is_not_there(writer: Client, address: str, path: str) -> None:
    assert writer.get(f"{address}{path}").status_code == 404


def test_an_act_that_nobody_knows_is_none(
    writer: Client, address: str, ready: dict[str, Any]
) -> None:
    writer.post(f"{address}new/", ready | {"act": "save"})

    assert writer.post(f"{address}1/", {"act": "explode"}).status_code == 404
    assert act(writer, f"{address}1/", "reached", delivery="9999").status_code == 404
