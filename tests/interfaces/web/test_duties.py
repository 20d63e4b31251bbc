"""The duties of an incident in its room, and the page of all duties with who confirms them."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.factories import log
from tests.interfaces.web.conftest import SignIn


@pytest.fixture
def breach(strategy: Version, agent: Actor) -> Incident:
    return log(by=agent, category="data_large", summary="A list went astray")


def test_a_room_shows_what_stands_behind_a_time(
    sign_in: SignIn, people: dict[str, Actor], breach: Incident
) -> None:
    page = sign_in(people["incident_manager"]).get(f"/incidents/{breach.ref}/").content.decode()

    assert "tell the Information Commissioner" in page
    assert 'class="tag behind-law">law<' in page
    assert "provisional" in page
    assert "72 h later, every hour counting" in page or "3 d later, every hour counting" in page
    assert "Not ours: it is for" in page


def test_the_start_of_a_duty_is_set(
    sign_in: SignIn, people: dict[str, Actor], breach: Incident
) -> None:
    desk = sign_in(people["incident_manager"])
    said = {
        "obligation": "uk_gdpr_33",
        "anchor_at": "2026-03-10T11:30",
        "reason": "The mail of the finance desk",
    }

    done = desk.post(f"/incidents/{breach.ref}/obligation/anchor/", said)

    assert done.status_code == 302
    row = Obligation.objects.get(incident=breach, code="uk_gdpr_33")
    assert row.anchor_reason == "The mail of the finance desk"
    page = desk.get(f"/incidents/{breach.ref}/").content.decode()
    assert "Start set by" in page


def test_a_start_without_its_evidence_is_refused(
    sign_in: SignIn, people: dict[str, Actor], breach: Incident
) -> None:
    desk = sign_in(people["incident_manager"])

    done = desk.post(
        f"/incidents/{breach.ref}/obligation/anchor/",
        {"obligation": "uk_gdpr_33", "anchor_at": "2026-03-10T11:30", "reason": " "},
    )

    assert done.status_code == 422
    assert "Say how this instant is known." in done.content.decode()


@pytest.mark.parametrize("show", ["ours", "unconfirmed", "coming", "others", "all", "nonsense"])
def test_every_duty_has_its_place(
    show: str, sign_in: SignIn, people: dict[str, Actor], strategy: Version
) -> None:
    page = sign_in(people["auditor"]).get(f"/strategy/duties/?show={show}")

    assert page.status_code == 200
    if show == "coming":
        assert "FCA" in page.content.decode() or "law yet" in page.content.decode()


def test_the_next_version_of_the_law_is_announced(
    sign_in: SignIn, people: dict[str, Actor], strategy: Version
) -> None:
    page = sign_in(people["auditor"]).get("/strategy/duties/?show=all").content.decode()

    assert "from Thu 18 Mar 2027" in page


def test_a_duty_is_confirmed_on_the_page(
    sign_in: SignIn, people: dict[str, Actor], strategy: Version
) -> None:
    desk: Client = sign_in(people["incident_manager"])
    said = {"version": "1", "note": "Read Art 33", "show": "unconfirmed"}

    done = desk.post("/strategy/duties/uk_gdpr_33/", said)

    assert (done.status_code, done["Location"]) == (
        302,
        "/strategy/duties/?show=unconfirmed#uk_gdpr_33",
    )
    assert policies.confirmations(strategy.id)["uk_gdpr_33"].note == "Read Art 33"
    assert "Read Art 33" in desk.get("/strategy/duties/").content.decode()


def test_a_refused_confirmation_keeps_its_words(
    sign_in: SignIn, people: dict[str, Actor], strategy: Version
) -> None:
    desk: Client = sign_in(people["incident_manager"])

    done = desk.post("/strategy/duties/uk_gdpr_33/", {"version": "9", "note": "Read Art 33"})

    assert done.status_code == 409
    assert "Read Art 33" in done.content.decode()
    assert policies.confirmations(strategy.id) == {}


def test_who_may_not_confirm_is_not_asked(
    sign_in: SignIn, people: dict[str, Actor], strategy: Version
) -> None:
    desk: Client = sign_in(people["auditor"])

    assert "It is right as it stands" not in desk.get("/strategy/duties/").content.decode()
    refused = desk.post("/strategy/duties/uk_gdpr_33/", {"version": "1", "note": "I think so"})
    assert refused.status_code == 403


def test_anybody_on_the_floor_starts_the_duties_of_a_breach(
    sign_in: SignIn, agent: Actor, incident: Incident
) -> None:
    room = sign_in(agent)
    assert b"Personal data may be out" in room.get(f"/incidents/{incident.ref}/").content

    asked = room.get(f"/incidents/{incident.ref}/do/suspect/").content.decode()
    assert "first reasonably sure?" in asked
    empty = room.post(f"/incidents/{incident.ref}/do/suspect/", {"reason": ""})
    done = room.post(f"/incidents/{incident.ref}/do/suspect/", {"reason": "A list went astray."})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert Obligation.objects.filter(incident=incident, code="uk_gdpr_33").exists()
    page = room.get(f"/incidents/{incident.ref}/").content.decode()
    assert "A breach of personal data is suspected" in page
