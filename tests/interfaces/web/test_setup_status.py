"""Keeping status pages on the page: each act once, and what is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Component, StatusPage
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor
from musterpoint.usecases import keep_components, keep_status_pages
from tests.factories import at

ONE = "/setup/status/northern/"


@pytest.fixture
def page(manager: Actor, strategy: object) -> StatusPage:
    organisation.add_account(code="northern", name="Northern Trains")
    organisation.add_service(code="voice", name="Voice")
    code = keep_status_pages.add_page(name="Yours", account="northern", by=manager, at=at(0))
    keep_components.add_component(page=code, name="Chat", by=manager, at=at(0))
    return StatusPage.objects.get(code=code)


def test_a_page_is_put_up(browser: Client) -> None:
    answer = browser.post("/setup/status/", {"name": "Acme status", "account": ""})

    assert (answer.status_code, answer["Location"]) == (302, "/setup/status/public/")
    assert StatusPage.objects.get().name == "Acme status"
    assert "Acme status" in browser.get("/setup/status/").content.decode()


def test_a_page_without_a_name_is_not(browser: Client) -> None:
    answer = browser.post("/setup/status/", {"name": " "})

    assert answer.status_code == 422
    assert "Write the name that readers see." in answer.content.decode()
    assert not StatusPage.objects.exists()


def test_components_are_kept_on_the_page(browser: Client, page: StatusPage) -> None:
    added = browser.post(ONE, {"act": "component", "name": "Phones", "service": "voice"})
    shown = browser.post(ONE, {"act": "show", "what": "chat", "status": "major_outage"})
    removed = browser.post(ONE, {"act": "remove", "what": "phones"})

    assert {added.status_code, shown.status_code, removed.status_code} == {302}
    rows = Component.objects.order_by("id")
    assert list(rows.values_list("code", "status", "service__code")) == [
        ("chat", "major_outage", None), ("phones", "operational", "voice"),
    ]  # fmt: skip
    assert "Out of order" in browser.get(ONE).content.decode()


def test_a_name_twice_is_refused_beside_the_field(browser: Client, page: StatusPage) -> None:
    answer = browser.post(ONE, {"act": "component", "name": "chat"})

    assert answer.status_code == 409
    assert "“chat” is on this page already." in answer.content.decode()
    assert Component.objects.count() == 1


def test_an_unknown_status_is_refused(browser: Client, page: StatusPage) -> None:
    answer = browser.post(ONE, {"act": "show", "what": "chat", "status": "fine"})

    assert answer.status_code == 422
    assert "Choose one of:" in answer.content.decode()


def test_the_link_is_shown_once(browser: Client, client: Client, page: StatusPage) -> None:
    answer = browser.post(ONE, {"act": "link"}, follow=True)

    text = answer.content.decode()
    address = text.split("shown this once: ")[1].split("<")[0].strip()
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert address not in browser.get(ONE).content.decode()
    browser.post(ONE, {"act": "end_link"})
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_its_audiences_are_chosen(browser: Client, page: StatusPage) -> None:
    answer = browser.post(ONE, {"act": "audiences", "audiences": ["clients", "customers"]})

    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.audiences == ["customers", "clients"]


def test_a_page_is_named_anew_and_taken_down(browser: Client, page: StatusPage) -> None:
    browser.post(ONE, {"act": "name", "name": "Northern now", "says": "Ring 0113 496 0000"})
    assert "Ring 0113 496 0000" in browser.get("/status/of/northern/").content.decode()

    answer = browser.post(ONE, {"act": "take_down"})

    assert answer["Location"] == "/setup/status/"
    assert browser.get(ONE).status_code == 404
    assert browser.post(ONE, {"act": "nonsense"}).status_code == 404
