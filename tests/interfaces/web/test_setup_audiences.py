"""The pages that say who an audience is here."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.communications.models import AudienceMember
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor
from tests.interfaces.web.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/setup/audiences/colleagues/"


@pytest.fixture
def browser(strategy: object, sign_in: SignIn, people: dict[str, Actor]) -> Client:
    del strategy
    return sign_in(people["administrator"])


def test_every_audience_stands_there_with_whom_its_name_suggests(browser: Client) -> None:
    page = browser.get("/setup/audiences/").content.decode()

    assert page.count('<li><div class="pair">') == 12
    assert "until you name them" in page
    assert "nobody named: told by hand" in page


def test_somebody_is_named_and_removed_again(browser: Client, people: dict[str, Actor]) -> None:
    someone = people["quality"]

    sent = browser.post(PAGE, {"holder": f"person:{someone.person_id}", "account": ""})

    row = AudienceMember.objects.get()
    assert (sent.status_code, row.audience, row.holder) == (
        302,
        "colleagues",
        f"person:{someone.person_id}",
    )
    assert "Grace Adeyemi" in browser.get(PAGE).content.decode()
    assert Entry.objects.filter(kind="centre_extended").latest("id").data["changes"][1] == {
        "of": f"audience_member:{row.pk}",
        "field": "holder",
        "old": None,
        "new": f"person:{someone.person_id}",
    }
    removed = browser.post(PAGE, {"remove": str(row.pk)})
    row.refresh_from_db()
    assert (removed.status_code, row.removed_at is not None) == (302, True)


def test_what_cannot_be_chosen_is_said_beside_the_field(browser: Client) -> None:
    nobody = browser.post(PAGE, {"holder": "person:987654", "account": ""})
    browser.post(PAGE, {"holder": "account_role:agent", "account": ""})
    twice = browser.post(PAGE, {"holder": "account_role:agent", "account": ""})

    assert nobody.status_code == 422
    assert twice.status_code == 409
    assert "They belong to this audience already." in twice.content.decode()
    assert AudienceMember.objects.count() == 1


def test_what_is_not_there_is_not_found(browser: Client) -> None:
    assert browser.get("/setup/audiences/martians/").status_code == 404
    assert browser.post(PAGE, {"remove": "7"}).status_code == 404


@pytest.mark.parametrize("role", ["incident_manager", "communications", "agent"])
def test_only_administrators_say_who_an_audience_is(
    role: str, strategy: object, sign_in: SignIn, people: dict[str, Actor]
) -> None:
    del strategy
    browser = sign_in(people[role])

    assert browser.get("/setup/audiences/").status_code == 403
    assert browser.post(PAGE, {"holder": "account_role:agent"}).status_code == 403
    assert not AudienceMember.objects.exists()
