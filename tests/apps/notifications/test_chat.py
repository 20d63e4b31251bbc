"""Slack and Teams over real HTTP: what is posted, what cannot be smuggled in, what answers mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.notifications.channels import BadAddress, Refused, Undelivered
from musterpoint.apps.notifications.channels.registry import KINDS
from tests.apps.notifications.letters import letter
from tests.fakes.web_service import Reply, WebService, web_service

PATH = "/services/T000/B000/the-key-of-the-webhook"


@pytest.fixture(autouse=True)
def loopback(settings: Any) -> None:
    settings.ALLOW_PRIVATE_WEBHOOKS = True
    settings.BASE_URL = "https://incidents.centre.example"


@pytest.fixture
def service() -> Iterator[WebService]:
    with web_service() as running:
        yield running


def send(name: str, service: WebService, **more: Any) -> str:
    channel = KINDS[name].open()
    assert channel is not None
    address = KINDS[name].read_address(f"{service.url}{PATH}")
    try:
        return channel.send(letter(name, address.shown, address.details, **more)).says
    finally:
        channel.close()


def test_slack_gets_blocks_and_a_button(service: WebService) -> None:
    assert send("slack", service) == "taken by Slack"

    (call,) = service.calls
    assert call.path == PATH
    assert call.headers["Content-Type"] == "application/json; charset=utf-8"
    title, body, actions = call.json["blocks"]
    assert title["text"]["text"] == "[P1] INC-000001 Phones down – please acknowledge"
    assert body["text"]["text"].startswith("Phones down\n\nAcknowledge: ")
    assert actions["elements"][0]["url"] == (
        "https://incidents.centre.example/incidents/INC-000001/"
    )
    assert call.json["text"] == "[P1] INC-000001 Phones down – please acknowledge"


def test_nothing_typed_links_or_calls_anybody_in_slack(service: WebService) -> None:
    typed = "<!channel> <https://evil.example|INC-000001> R&D"

    send("slack", service, subject=typed, body=typed)

    safe = "&lt;!channel&gt; &lt;https://evil.example|INC-000001&gt; R&amp;D"
    said = service.calls[0].json
    assert said["text"] == safe
    assert said["blocks"][1]["text"]["text"] == safe
    assert said["blocks"][0]["text"] == {"type": "plain_text", "text": typed, "emoji": False}


def test_a_long_message_stays_within_what_slack_takes(service: WebService) -> None:
    send("slack", service, subject="x" * 200, body="&" * 9000)

    title, body, _ = service.calls[0].json["blocks"]
    assert len(title["text"]["text"]) <= 150
    assert len(body["text"]["text"]) <= 3000
    assert set(body["text"]["text"].removesuffix("…").split("&amp;")) == {""}


def test_teams_gets_an_adaptive_card(service: WebService) -> None:
    assert send("teams", service) == "taken by Teams"

    said = service.calls[0].json
    (attachment,) = said["attachments"]
    card = attachment["content"]
    assert said["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert [block["inlines"][0]["text"] for block in card["body"]] == [
        "[P1] INC-000001 Phones down – please acknowledge",
        "Phones down",
        "Acknowledge: http://127.0.0.1:8000/answer/1.5.9~abc/",
    ]
    assert card["actions"] == [
        {
            "type": "Action.OpenUrl",
            "title": "Open",
            "url": "https://incidents.centre.example/incidents/INC-000001/",
        }
    ]


def test_nothing_typed_is_read_as_markdown_in_teams(service: WebService) -> None:
    send("teams", service, body="[INC-000001](https://evil.example) **now**")

    card = service.calls[0].json["attachments"][0]["content"]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}


@pytest.mark.parametrize("name", ["slack", "teams"])
@pytest.mark.parametrize(
    ("reply", "is_lasting"),
    [
        (Reply(404, "no_service"), True),
        (Reply(410, "channel_is_archived"), True),
        (Reply(403, "invalid_token"), True),
        (Reply(400, "invalid_payload"), True),
        (Reply(429, "rate_limited", {"Retry-After": "30"}), False),
        (Reply(500, "server_error"), False),
        (Reply(302, "", {"Location": "http://127.0.0.1:1/"}), False),
    ],
)
def test_an_answer_is_lasting_only_when_the_webhook_is_gone(
    name: str, reply: Reply, is_lasting: bool
) -> None:
    with web_service(reply) as service, pytest.raises(Undelivered) as refusal:
        send(name, service)

    assert isinstance(refusal.value, Refused) is is_lasting
    assert str(refusal.value) == f"{name.title()}: {reply.status} {reply.body!s}".rstrip()
    assert refusal.value.wait == (timedelta(seconds=30) if reply.status == 429 else None)


def test_an_old_teams_webhook_that_answers_200_and_failed_is_tried_again() -> None:
    words = "Webhook message delivery failed with error: Teams endpoint returned HTTP error 429."

    with web_service(Reply(200, words)) as service, pytest.raises(Undelivered) as refusal:
        send("teams", service)

    assert not isinstance(refusal.value, Refused)
    assert refusal.value.wait == timedelta(seconds=30)


@pytest.mark.parametrize("name", ["slack", "teams"])
def test_what_failed_never_says_the_address(name: str, service: WebService) -> None:
    address = KINDS[name].read_address(f"http://127.0.0.1:1{PATH}")
    channel = KINDS[name].open()
    assert channel is not None

    with pytest.raises(Undelivered) as refusal:
        channel.send(letter(name, address.shown, address.details))

    assert "the-key" not in address.shown
    assert str(refusal.value) == "127.0.0.1: it could not be reached, or hung up"
    assert (refusal.value.__cause__, refusal.value.__suppress_context__) == (None, True)


@pytest.mark.parametrize("name", ["slack", "teams", "webhook"])
@pytest.mark.parametrize(
    "typed",
    [
        "", "hooks.slack.com/services/x", "http://hooks.slack.com/services/x",
        "ftp://hooks.slack.com/x", "https://", "https://a b.example/", "https://a.example:x/",
        "https://user:password@a.example/", "https://a.example\\@b.example/", "file:///etc/passwd",
        "https://a.example/\r\nHost: b.example", f"https://a.example/{'x' * 2000}",
    ],
)  # fmt: skip
def test_an_address_must_be_a_safe_web_address(name: str, typed: str) -> None:
    with pytest.raises(BadAddress, match="begins with https://"):
        KINDS[name].read_address(typed)


def test_two_webhooks_of_one_host_can_be_told_apart() -> None:
    one = KINDS["slack"].read_address("https://hooks.slack.com/services/a/b/one")
    other = KINDS["slack"].read_address("https://hooks.slack.com/services/a/b/other")

    assert one.shown.startswith("https://hooks.slack.com/… (")
    assert one.shown != other.shown
    assert one.details == {"url": "https://hooks.slack.com/services/a/b/one"}


def test_without_its_whole_address_nothing_is_posted(service: WebService) -> None:
    channel = KINDS["slack"].open()
    assert channel is not None

    with pytest.raises(Refused):
        channel.send(letter("slack", "", {}))
