"""The page of the channels: what is to be done, who proves each, and a test at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.domain.authority import Actor
from tests.factories import at
from tests.interfaces.web.conftest import SignIn


@pytest.fixture
def admin(sign_in: SignIn, people: dict[str, Actor]) -> Client:
    return sign_in(people["administrator"])


@pytest.fixture
def twilio(settings: Any) -> None:
    settings.TWILIO_SID, settings.TWILIO_TOKEN, settings.TWILIO_FROM = "AC1", "x", "+447700900999"


def volunteer(person: Actor, **more: Any) -> ContactMethod:
    return ContactMethod.objects.create(
        **{"person_id": person.person_id, "holder": person.key, "channel": "sms", "added_at": at(),
           "address": "+447700900123", "verified_at": at(), "volunteers": True, **more}
    )  # fmt: skip


def row(browser: Client, name: str) -> dict[str, Any]:
    answer = browser.get("/setup/channels/")
    assert answer.status_code == 200
    found: dict[str, Any] = next(one for one in answer.context["rows"] if one["name"] == name)
    return found


def test_every_channel_is_shown_with_what_is_to_be_done(admin: Client) -> None:
    answer = admin.get("/setup/channels/")

    assert [one["name"] for one in answer.context["rows"]] == [
        "email", "web_push", "sms", "voice", "slack", "teams", "webhook", "other",
    ]  # fmt: skip
    assert b"MUSTERPOINT_TWILIO_SID" in answer.content
    assert row(admin, "slack")["todo"].startswith("Add an address of it")


def test_a_channel_that_no_worker_can_send_by_says_so(
    admin: Client, leader: Actor, twilio: None
) -> None:
    volunteer(leader)

    found = row(admin, "sms")

    assert found["todo"] == "No worker that runs can send by it. Restart the workers."
    assert (found["volunteers"], found["standing"].addresses) == ("Siobhan Kelly", 1)


def test_a_test_is_sent_now(admin: Client, leader: Actor, twilio: None) -> None:
    volunteer(leader)

    answer = admin.post("/setup/channels/", {"channel": "sms"}, follow=True)

    assert answer.redirect_chain == [("/setup/channels/", 302)]
    assert b"A test is on its way." in answer.content
    assert Message.objects.get(purpose="proof").recipient_id == leader.person_id
    assert row(admin, "sms")["proof"].says == "The last test is on its way."
    assert row(admin, "sms")["standing"].waiting == 1


@pytest.mark.parametrize(
    ("channel", "says"),
    [
        ("sms", "Nobody volunteers to take tests on this channel."),
        ("voice", "No account for calls is set"),
        ("pigeon", "There is no channel"),
    ],
)
def test_a_test_that_cannot_be_sent_says_why(
    admin: Client, twilio: None, channel: str, says: str
) -> None:
    answer = admin.post("/setup/channels/", {"channel": channel})

    assert answer.status_code in {409, 422}
    assert says in answer.content.decode()
    assert not Message.objects.exists()


def test_only_administrators_test_channels(sign_in: SignIn, leader: Actor, twilio: None) -> None:
    volunteer(leader)

    assert sign_in(leader).post("/setup/channels/", {"channel": "sms"}).status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    admin: Client, leader: Actor, count: int, twilio: None, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        volunteer(leader, address=f"+44770090012{number}")
    admin.get("/setup/channels/")

    with django_assert_num_queries(16):
        admin.get("/setup/channels/")
