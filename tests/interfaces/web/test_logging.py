"""Logging from the page: partial facts are taken, suggestions have reasons, drafts are kept."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.incidents.models import Draft, Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.usecases.log_incident import log_incident
from tests.interfaces.web.conftest import SignIn

SUGGESTIONS = "/incidents/new/suggestions/"


@pytest.fixture
def floor(sign_in: SignIn, agent: Actor, strategy: Version) -> Client:
    """A browser in which the agent is signed in."""
    return sign_in(agent)


def test_a_few_words_are_enough(floor: Client) -> None:
    answer = floor.post("/incidents/new/", {"summary": "No dial tone in hall two"})

    made = Incident.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/incidents/{made.ref}/")
    room = floor.get(answer["Location"]).content.decode()
    assert "When it began" in room


def test_everything_that_was_said_is_kept(floor: Client) -> None:
    floor.post(
        "/incidents/new/",
        {
            "summary": "No dial tone", "began_at": "2026-01-02T03:04", "impact": "I2",
            "urgency": "U1", "vulnerable_customers": "on", "category": "tel_total",
            "reported_by": "Floor walk", "source": "inspection", "customers_affected": "120",
            "description": "Since the storm", "triage_Q1": "no", "triage_Q2": "yes",
            "triage_Q3": "yes", "triage_reason": "Many callers",
        },
    )  # fmt: skip

    made = Incident.objects.get()
    assert (made.impact, made.urgency, made.vulnerable_customers) == ("I2", "U1", True)
    assert (made.category, made.reported_by, made.source) == (
        "tel_total",
        "Floor walk",
        "inspection",
    )
    assert (made.customers_affected, made.nature) == (120, "Since the storm")
    assert f"{made.began_at:%Y-%m-%d %H:%M}" == "2026-01-02 03:04"
    assert made.triage["verdict"] == "incident"
    assert made.triage["reason"] == "Many callers"
    assert made.life_safety is None


def test_nothing_said_is_refused_and_the_rest_stays_in_the_form(floor: Client) -> None:
    answer = floor.post("/incidents/new/", {"summary": "", "reported_by": "Reception desk"})

    assert answer.status_code == 422
    assert b"Say what is happening, in a few words." in answer.content
    assert b"Reception desk" in answer.content
    assert not Incident.objects.exists()


def test_an_incident_in_the_future_is_refused_beside_its_field(floor: Client) -> None:
    answer = floor.post("/incidents/new/", {"summary": "Storm", "began_at": "2999-01-01T00:00"})

    assert answer.status_code == 422
    assert b"This is in the future." in answer.content


def test_typing_shows_priority_with_its_clauses(floor: Client) -> None:
    answer = floor.post(SUGGESTIONS, {"summary": "", "impact": "I1", "urgency": "U2"})

    assert answer.status_code == 200
    assert "§5.6.1.2 matrix.I1.U2</a>" in answer.content.decode()
    assert b'class="p p1"' in answer.content


def test_the_page_says_what_it_would_be_logged_at_before_anybody_judged(floor: Client) -> None:
    blank = floor.get("/incidents/new/").content.decode()
    typed = floor.post(SUGGESTIONS, {"summary": "Lines dead"}).content.decode()

    floor.post("/incidents/new/", {"summary": "Lines dead"})
    says = f"{Incident.objects.get().priority} so far, not judged yet."
    assert says in blank
    assert says in typed


def test_typing_shows_what_is_already_known(floor: Client, leader: Actor) -> None:
    report = Report(summary="Payment terminal refuses all cards")
    known = log_incident(report=report, by=leader, at=clock.now()).incident

    answer = floor.post(SUGGESTIONS, {"summary": "Payment terminal refuses cards"})

    assert known.ref.encode() in answer.content


def test_typing_suggests_a_category_with_its_reason(floor: Client) -> None:
    answer = floor.post(SUGGESTIONS, {"summary": "phone lines dead, no dial tone on any number"})

    assert answer.context["categories"][0]["says"].startswith("The words")


def test_answers_say_what_it_is(floor: Client) -> None:
    answers = {"triage_Q1": "no", "triage_Q2": "no", "triage_Q6": "yes"}

    answer = floor.post(SUGGESTIONS, {"summary": "Rude agent", **answers})

    assert answer.context["nature"]["label"] == "Complaint"
    assert b"Log a complaint instead" in answer.content


def test_whatever_is_typed_never_fails(floor: Client) -> None:
    for typed in ("\x00", "x" * 5000, "'; --", "%", "INC-000001", "🙂" * 200):
        answer = floor.post(SUGGESTIONS, {"summary": typed, "began_at": typed, "impact": typed})

        assert answer.status_code == 200


def test_a_draft_is_kept_on_the_server_until_it_is_sent(floor: Client) -> None:
    kept = floor.post("/drafts/log/", {"summary": "Half a", "version": "3", "life_safety": "on"})
    assert kept.status_code == 204
    assert Draft.objects.get().data == {"summary": "Half a", "life_safety": "on"}
    assert b"Half a" in floor.get("/incidents/new/").content
    assert b"An incident you began to log" in floor.get("/my-work/").content

    floor.post("/incidents/new/", {"summary": "Half a dozen lines dead"})

    assert not Draft.objects.exists()


def test_a_draft_is_forgotten_when_asked(floor: Client) -> None:
    floor.post("/drafts/log/", {"summary": "Half a"})

    assert floor.post("/drafts/log/", {"forget": "yes"}).status_code == 204
    assert not Draft.objects.exists()
    assert floor.post("/drafts/LOG%20x/", {"summary": "a"}).status_code == 404
    assert floor.post("/drafts/log/", {"summary": "a" * 60_000}).status_code == 413
