"""Trying a path: the page and the API say the same, and neither writes anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import RoleRota
from musterpoint.domain.authority import Actor, Role
from tests.factories import NOON, person
from tests.interfaces.web.conftest import SignIn
from tests.rotas import put_in_force, rota, weekly
from tests.running import holds
from tests.usecases.everything import everything

PAGE = "/paths/technology/simulate/"
NIGHT = "2026-03-10T22:00"


@pytest.fixture
def crew(strategy: Version) -> Person:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def browser(crew: Person, sign_in: SignIn, agent: Actor) -> Client:
    return sign_in(agent)


def test_it_shows_who_would_be_told_when_and_why(browser: Client) -> None:
    answer = browser.get(PAGE, {"priority": "P1", "at": NIGHT})

    page = answer.content.decode()
    first, second, *_rest = answer.context["tellings"]
    assert [one["name"] for one in first["people"]] == ["Dev Rao"]
    assert (second["after"], second["at"]) == (
        timedelta(minutes=5),
        datetime(2026, 3, 10, 22, 5, tzinfo=UTC),
    )
    assert "answers for the role" in page
    assert "Nobody is told, and nothing is kept." in page


def test_what_is_wrong_stands_beside_it_with_a_remedy(browser: Client) -> None:
    flags = browser.get(PAGE, {"priority": "P1", "at": NIGHT}).context["flags"]

    found = {(str(one["kind"]), one["clause"].rpartition(".")[2]) for one in flags}
    assert ("nobody found", "incident_manager") in found
    assert all(one["remedy"] for one in flags)


def test_a_way_that_broke_is_not_counted_on(browser: Client, crew: Person, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    ContactMethod.objects.create(
        holder=f"person:{crew.pk}", person=crew, channel="email", address=crew.email,
        verified_at=NOON, added_at=NOON, broken_at=NOON, broken_says="550 no such user",
    )  # fmt: skip

    flags = browser.get(PAGE, {"priority": "P1", "at": NIGHT}).context["flags"]

    (says,) = [str(one["says"]) for one in flags if str(one["kind"]) == "cannot be reached"]
    assert says == (
        "Dev Rao has no working way out: email: it failed for good and was not mended since."
    )


def test_who_is_on_duty_at_that_instant_is_told(browser: Client) -> None:
    first, second = person("Nia Obi", Role.TEAM_LEADER), person("Kim Lund", Role.TEAM_LEADER)
    row = put_in_force(rota("desk", weekly("first", first.pk, second.pk)))
    RoleRota.objects.create(role="it_service_desk", rota=row)

    this_week = browser.get(PAGE, {"at": NIGHT}).context["tellings"][0]
    last_week = browser.get(PAGE, {"at": "2026-03-03T22:00"}).context["tellings"][0]

    assert [one["name"] for one in this_week["people"]] == ["Kim Lund"]
    assert [one["name"] for one in last_week["people"]] == ["Nia Obi"]


def test_it_writes_nothing(browser: Client) -> None:
    before = everything()

    assert browser.get(PAGE, {"priority": "P2", "at": NIGHT}).status_code == 200
    assert everything() == before


def test_without_an_instant_it_is_now_at_the_gravest_priority(browser: Client) -> None:
    assert browser.get(PAGE).context["priority"] == "P1"


def test_another_path_has_an_address_of_its_own(browser: Client) -> None:
    answer = browser.get(PAGE, {"path": "demand", "priority": "P2", "at": NIGHT})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/paths/demand/simulate/?path=demand&priority=P2&at=")
    assert browser.get("/paths/nowhere/simulate/").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"priority": "P9"},
        {"at": "soon"},
        {"at": "9999-12-31T23:59"},
        {"at": "0001-01-01T00:00"},
        {"path": "nowhere"},
    ],
)
def test_what_cannot_be_tried_is_said_beside_its_field(
    browser: Client, sent: dict[str, str]
) -> None:
    answer = browser.get(PAGE, sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(sent)


def test_the_strategy_leads_to_it(browser: Client) -> None:
    assert PAGE in browser.get("/strategy/", {"part": "paths"}).content.decode()
