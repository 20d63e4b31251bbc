"""Subscribing on the page, and the subscriber's own page: without cookie, GET changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.communications import subscription_links as links
from musterpoint.apps.communications.models import Subscription
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor
from musterpoint.usecases import keep_components, keep_status_pages
from tests.factories import at

ANN = "ann@customer.example"
ASK = "/status/subscribe/"


@pytest.fixture
def page(manager: Actor) -> str:
    code = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    for name in ("Phones", "Chat"):
        keep_components.add_component(page=code, name=name, by=manager, at=at(0))
    return code


@pytest.fixture
def own(client: Client, page: str) -> str:
    """The address of the page of somebody who asked."""
    client.post(ASK, {"email": ANN, "components": "chat"})
    return links.path(Subscription.objects.get())


def test_the_form_takes_no_cookie(client: Client, page: str) -> None:
    shown = client.get(ASK)
    answer = Client(enforce_csrf_checks=True).post(ASK, {"email": ANN})

    assert (shown.status_code, answer.status_code) == (200, 200)
    assert not shown.cookies
    assert not answer.cookies
    assert "Look into the mailbox of ann@customer.example" in answer.content.decode()
    assert Message.objects.get().address == ANN


def test_what_is_wrong_stands_beside_the_field_with_what_was_typed(
    client: Client, page: str
) -> None:
    answer = client.post(ASK, {"email": "ann", "components": "chat"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Write an e-mail address" in text
    assert 'value="ann"' in text
    assert 'value="chat" checked' in text
    assert not Subscription.objects.exists()


def test_a_known_address_gets_the_same_answer(client: Client, own: str) -> None:
    client.post(own, {"act": "confirm"})
    known = client.post(ASK, {"email": ANN})
    fresh = client.post(ASK, {"email": "bob@customer.example"})

    assert known.content.decode() == fresh.content.decode().replace("bob@", "ann@")


def test_a_program_that_fills_everything_in_gets_nothing_sent(client: Client, page: str) -> None:
    answer = client.post(ASK, {"email": ANN, "website": "https://spam.example"})

    assert answer.status_code == 200
    assert not Subscription.objects.exists()


def test_too_many_from_one_network_are_429(client: Client, page: str) -> None:
    codes = [client.post(ASK, {"email": f"a{n}@x.example"}).status_code for n in range(11)]

    assert codes == [200] * 10 + [429]


def test_opening_the_link_changes_nothing(client: Client, own: str) -> None:
    answer = client.get(own)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert Subscription.objects.get().confirmed_at is None


def test_it_is_confirmed_changed_and_ended(client: Client, own: str) -> None:
    assert "Confirmed." in client.post(own, {"act": "confirm"}).content.decode()
    assert Subscription.objects.get().is_confirmed
    client.post(own, {"act": "choose", "components": ["phones"]})
    assert Subscription.objects.get().components == ["phones"]
    assert client.post(own, {"act": "choose", "components": ["lift"]}).status_code == 422

    ended = client.post(own, {"act": "leave"})

    assert "your address is forgotten" in ended.content.decode()
    assert client.post(own, {"act": "confirm"}).status_code == 410
    assert client.get(own).status_code == 200


def test_a_mail_program_ends_it_with_one_post(client: Client, own: str) -> None:
    client.post(own, {"act": "confirm"})

    answer = Client(enforce_csrf_checks=True).post(own, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.content) == (200, b"Ended.")
    assert Subscription.objects.get().ended_why == "left"


def test_a_link_that_was_cut_off_opens_nothing(client: Client, own: str) -> None:
    assert client.get(f"{own[:-3]}/").status_code == 410
    assert client.post(f"{own[:-3]}/", {"act": "leave"}).status_code == 410


def test_the_secret_of_a_webhook_is_shown_once(client: Client, page: str) -> None:
    client.post(ASK, {"email": ANN, "url": "https://hooks.customer.example/x"})
    own = links.path(Subscription.objects.get())

    first = client.post(own, {"act": "confirm"}).content.decode()

    assert "whsec_" in first
    assert "whsec_" not in client.get(own).content.decode()


def test_a_webhook_without_an_address_is_refused(client: Client, page: str) -> None:
    answer = client.post(ASK, {"email": ANN, "url": "http://inside/x"})

    assert answer.status_code == 422
    assert "Write a web address that begins with https://" in answer.content.decode()


def test_a_clients_own_page_is_subscribed_to_through_its_link(
    client: Client, manager: Actor
) -> None:
    organisation.add_account(code="northern", name="Northern Trains")
    code = keep_status_pages.add_page(name="Yours", account="northern", by=manager, at=at(0))
    secret = keep_status_pages.make_link(code=code, by=manager, at=at(0))

    asked = client.post(f"/status/private/{secret}/subscribe/", {"email": ANN})
    own = client.get(links.path(Subscription.objects.get())).content.decode()

    assert asked.status_code == 200
    assert client.get(ASK).status_code == 404
    assert secret not in Message.objects.get().body
    assert "history" not in own
