"""The composer: facts for each audience, what keeps a draft from leaving, how channels carry it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.verify_fact import verify_fact
from tests.factories import at

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
CUSTOMERS = "customers"
Claim = Callable[..., int]


@pytest.fixture
def claim(incident: Incident, manager: Actor) -> Claim:
    def claimed(says: str, about: str, *, verified: bool = True, **more: Any) -> int:
        number = claim_fact(
            incident_id=incident.pk,
            says=says,
            about=about,
            source="Our own test calls",
            by=manager,
            at=at(1),
            **more,
        )
        if verified:
            verify_fact(
                incident_id=incident.pk,
                number=number,
                how="Called ourselves",
                good_until=FAR_AHEAD,
                by=manager,
                at=at(2),
            )
        return number

    return claimed


@pytest.fixture
def address(incident: Incident, manager: Actor) -> str:
    """The composer of a P1 incident of technology, for which the plan has a row of customers."""
    assess_incident(
        incident_id=incident.pk,
        category="tel_total",
        impact="I1",
        urgency="U1",
        by=manager,
        at=at(1),
    )
    return f"/incidents/{incident.ref}/updates/"


def shown(browser: Client, address: str, **said: Any) -> str:
    answer = browser.post(f"{address}preview/", {"to": CUSTOMERS, "next_at": "", **said})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_begins_with_the_facts_that_answer_the_template(
    browser: Client, address: str, claim: Claim
) -> None:
    claim("Calls to all main numbers fail.", "what")
    claim("09:12", "since")
    claim("Chat works at calder.example/help", "way_round", verified=False)

    page = browser.get(f"{address}new/?to={CUSTOMERS}").content.decode()

    assert "Calls to all main numbers fail since about 09:12." in page
    assert "[other ways]" in page
    assert "Fill in “other ways”." in page


def test_a_bare_claim_cannot_leave_and_an_estimate_only_as_one(
    browser: Client, address: str, claim: Claim
) -> None:
    bare = claim("Calls to all main numbers fail", "what", verified=False)
    owned = claim("Back by 16:00", "repair_time", verified=False, estimate_of="the carrier")

    page = shown(browser, address, pick_what=bare, also=owned)

    assert "Calls to all main numbers fail" in page
    assert "Nobody has verified fact 1." in page
    assert "Back by 16:00 (an estimate of the carrier)" in page
    assert "fact 2" not in page


def test_typed_words_to_people_outside_carry_no_claim(
    browser: Client, address: str, claim: Claim
) -> None:
    page = shown(browser, address, say_what="400 calls were lost", say_other_ways="chat")

    assert "“400” is a claim." in page


def test_a_place_is_objected_to_once_and_a_telephone_number_is_one_figure(
    browser: Client, address: str
) -> None:
    page = shown(browser, address, say_safety_number="0800 111 999")

    assert page.count("0800 111 999” is a claim.") == 1
    assert "The plan forbids" not in page


def test_what_is_verified_stands_ready_with_the_time_of_the_next(
    browser: Client, address: str, claim: Claim
) -> None:
    facts = {
        "pick_what": claim("Calls to all main numbers fail", "what"),
        "pick_since": claim("09:12", "since"),
        "pick_safety_number": claim("0800 111 999", "other"),
        "say_other_ways": "chat",
    }
    page = shown(browser, address, **facts)

    assert "Nothing keeps it from leaving." in page
    assert "call zero eight zero zero, one one one, nine nine nine." in page
    assert "will write again at" in page


def test_a_sentence_inside_another_is_pointed_out(
    browser: Client, address: str, claim: Claim
) -> None:
    since = claim("It began at about 09:12 today", "since")
    advice = "A whole sentence inside another."

    assert shown(browser, address, pick_since=since).count(advice) == 1
    assert advice not in shown(browser, address, pick_since=since, say_since="09:12 today")
    assert advice not in shown(browser, address, pick_what=since)


def test_what_to_look_at_again_stands_beside_the_text(browser: Client, address: str) -> None:
    page = shown(browser, address, say_other_ways="chat, we will call you back soon")

    assert '<mark title="A promise without a time. Say by when, or do not promise.">' in page
    assert "<q>soon</q>" in page
    assert "Read with ease from the age of" in page


def test_personal_data_does_not_leave(browser: Client, address: str) -> None:
    """What was typed was moved to the vault on the way in, and what stands for it may not leave."""
    page = shown(browser, address, say_other_ways="asking for QQ 12 34 56 C")

    assert "QQ 12 34 56 C" not in page
    assert "looks like personal data (kept in the vault)" in page


def test_several_audiences_share_what_they_are_all_told(
    browser: Client, address: str, claim: Claim
) -> None:
    number = claim("Calls to all main numbers fail", "what")
    page = browser.post(
        f"{address}new/",
        {"to": [CUSTOMERS, "colleagues"], "pick_what": number, "subject": "Phones"},
    ).content.decode()

    assert page.count('name="pick_what"') == 1
    assert page.count("Calls to all main numbers fail since about") >= 2
    assert 'id="sheet-colleagues"' in page


def test_odd_input_is_left_alone(browser: Client, address: str) -> None:
    page = shown(
        browser,
        address,
        pick_what="99999999999",
        also=["x", "-1", "77"],
        next_at="tomorrow",
        say_since="a\x00b",
    )

    assert "ab" in page


def test_it_takes_the_same_statements_however_many_facts_there_are(
    browser: Client, address: str, claim: Claim
) -> None:
    def counted() -> int:
        browser.get(f"{address}new/")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{address}new/").status_code == 200
        return len(queries)

    claim("Calls to all main numbers fail", "what")
    with_one = counted()
    claim("09:12", "since")
    claim("Chat works", "way_round")

    assert counted() == with_one <= 10


def test_somebody_who_may_not_write_updates_is_refused(
    sign_in: Callable[[Actor], Client], agent: Actor, address: str
) -> None:
    assert sign_in(agent).get(f"{address}new/").status_code == 403
    assert sign_in(agent).post(f"{address}preview/").status_code == 403
