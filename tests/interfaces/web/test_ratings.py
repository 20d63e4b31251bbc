"""Rounds of rating as pages: opened, judged, closed, read."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.policies.models import Rating, RatingRound
from musterpoint.domain.authority import Actor
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.usefixtures("strategy")
ROUNDS = "/strategy/ratings/"


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.fixture
def round_(browser: Client, agent: Actor, leader: Actor) -> str:
    """Return the address of a round that an agent and a leader rate."""
    sent = {
        "title": "Two cases", "strategy": "v1", "cases": "No calls.\r\n\r\nOne slow screen.",
        "raters": [agent.person_id, leader.person_id],
    }  # fmt: skip
    answer = browser.post(ROUNDS, sent)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def judge(browser: Client, address: str, position: int, impact: str) -> int:
    sent = {"position": position, "category": "tel_total", "impact": impact, "urgency": "U2"}
    return browser.post(address, sent).status_code


def test_a_round_is_opened_with_its_cases(round_: str, browser: Client) -> None:
    assert RatingRound.objects.get().cases.count() == 2
    text = page(browser, round_)
    assert "You were not asked to rate these." in text
    assert text.count("0 of 2") == 2
    assert "Two cases" in page(browser, ROUNDS)


def test_the_form_begins_with_the_shipped_scenarios(browser: Client) -> None:
    assert "A ransom note on the screens on Christmas Eve. So far:" in page(browser, ROUNDS)


def test_a_mistake_stays_beside_its_field(browser: Client, agent: Actor) -> None:
    sent = {"title": "x", "strategy": "v1", "cases": "One.", "raters": [agent.person_id]}

    answer = browser.post(ROUNDS, sent)

    assert answer.status_code == 422
    assert "Ask at least two people." in answer.content.decode()
    assert browser.post(ROUNDS, {}).status_code == 422
    assert RatingRound.objects.count() == 0


def test_a_rater_judges_and_nobody_sees_it(
    round_: str, browser: Client, sign_in: SignIn, agent: Actor, leader: Actor
) -> None:
    mine, theirs = sign_in(agent), sign_in(leader)

    assert judge(mine, round_, 1, "I1") == 302

    assert "judged: P1" in page(mine, round_)
    assert "judged:" not in page(theirs, round_)
    assert "1 of 2" in page(browser, round_)
    assert judge(mine, round_, 1, "I9") == 422
    assert judge(mine, round_, 7, "I1") == 422
    assert Rating.objects.count() == 1


def test_a_closed_round_shows_agreement_and_the_words_to_mend(
    round_: str, browser: Client, sign_in: SignIn, agent: Actor, leader: Actor
) -> None:
    for rater, impacts in ((agent, ("I1", "I2")), (leader, ("I1", "I3"))):
        for position, impact in enumerate(impacts, start=1):
            judge(sign_in(rater), round_, position, impact)

    assert browser.post(round_, {"act": "close"}).status_code == 302

    text = page(sign_in(agent), round_)
    assert "To word better: Impact" in text
    assert 'href="/strategy/1/clause/impact.I2' in text
    assert "I2 / I3" in text
    assert "Not enough variation" in text
    assert browser.post(round_, {"act": "close"}).status_code == 409


def test_who_was_not_asked_and_tests_nothing_sees_no_round(
    round_: str, sign_in: SignIn, people: dict[str, Actor]
) -> None:
    outsider = sign_in(people["welfare"])

    page(outsider, round_, 404)
    page(outsider, f"{ROUNDS}999/", 404)
    assert "Two cases" not in page(outsider, ROUNDS)
    assert outsider.post(ROUNDS, {}).status_code == 403
