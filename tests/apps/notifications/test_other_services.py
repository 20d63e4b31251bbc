"""Other services through Apprise: those on the list, over real HTTP, and nothing in the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from musterpoint.apps.notifications.channels import BadAddress, Refused, Undelivered
from musterpoint.apps.notifications.channels.other.settings import AT_HOME, SELF_HOSTED
from musterpoint.apps.notifications.channels.registry import KINDS
from tests.apps.notifications.letters import letter
from tests.fakes.web_service import Reply, WebService, web_service


@pytest.fixture
def service(settings: Any) -> Iterator[WebService]:
    settings.ALLOW_PRIVATE_WEBHOOKS = True
    settings.BASE_URL = "https://incidents.centre.example"
    with web_service() as running:
        yield running


def send(url: str) -> str:
    address = KINDS["other"].read_address(url)
    channel = KINDS["other"].open()
    assert channel is not None
    return channel.send(letter("other", address.shown, address.details)).says


def test_a_message_reaches_a_service(service: WebService) -> None:
    says = send(f"json://127.0.0.1:{service.port}/the-key")

    (call,) = service.calls
    assert says == "taken by JSON"
    assert call.path.startswith("/the-key")
    assert call.json["title"] == "[P1] INC-000001 Phones down – please acknowledge"
    assert call.json["message"] == (
        "Phones down\n\nAcknowledge: http://127.0.0.1:8000/answer/1.5.9~abc/\n\n"
        "https://incidents.centre.example/incidents/INC-000001/"
    )


@pytest.mark.parametrize("status", [400, 404, 429, 500])
def test_what_is_not_taken_is_tried_again_and_says_why(service: WebService, status: int) -> None:
    service.answer = lambda _call: Reply(status)

    with pytest.raises(Undelivered) as refusal:
        send(f"json://127.0.0.1:{service.port}/the-key")

    assert not isinstance(refusal.value, Refused)
    assert str(refusal.value).startswith("json: Failed to send JSON")
    assert f"error={status}" in str(refusal.value)
    assert "the-key" not in str(refusal.value)


def test_a_redirect_is_not_followed_even_when_the_address_asks(service: WebService) -> None:
    service.answer = lambda _call: Reply(307, headers={"Location": f"{service.url}/elsewhere"})

    with pytest.raises(Undelivered):
        send(f"json://127.0.0.1:{service.port}/?redirect=yes")

    assert len(service.calls) == 1


def test_a_machine_inside_is_not_called(service: WebService, settings: Any) -> None:
    settings.ALLOW_PRIVATE_WEBHOOKS = False

    with pytest.raises(Refused, match="is inside this network"):
        send(f"json://127.0.0.1:{service.port}/")

    assert service.calls == []


@pytest.mark.parametrize(
    "url",
    [
        "", "json", "file:///etc/passwd", "syslog://", "syslog://auth", "rsyslog://10.0.0.1",
        "dbus://", "kde://", "glib://", "gnome://", "macosx://", "windows://", "exec://ls",
        "growl://localhost", "amqp://host/queue", "mqtt://host/topic", "smpp://a:b@host/1/2",
        "mailto://user:pass@example.com", "pgsql://x", "http://a.example/config",
        "config://x", "nonsense://x", "JSON ://x", "json://[", "json://a.example/plain/http",
        "tgram://", "json://127.0.0.1/\r\nx", f"json://127.0.0.1/{'x' * 2000}",
    ],
)  # fmt: skip
def test_only_services_on_the_list_are_taken(url: str) -> None:
    with pytest.raises(BadAddress):
        KINDS["other"].read_address(url)


@pytest.mark.parametrize(
    "url",
    [
        f"zulip://bot@org.10.0.0.5/{'a' * 32}/chan",
        f"zulip://bot@org.intranet.example/{'a' * 32}/chan",
        f"infobip://{'a' * 32}@10.0.0.5/+447700900123",
        f"infobip://{'a' * 32}@intranet.example/+447700900123",
        "fcm://project/device?mode=oauth2&keyfile=http://10.0.0.5/key",
        "fcm://project/device?mode=oauth2&keyfile=file:///etc/passwd",
        "bluesky://user.intranet.example:password@intranet.example",
    ],
)
def test_no_service_with_an_address_of_its_own_is_taken_elsewhere(url: str) -> None:
    with pytest.raises(BadAddress):
        KINDS["other"].read_address(url)


@pytest.mark.parametrize(
    "url",
    [
        f"zulip://bot@org/{'a' * 32}/chan",
        f"zulip://bot@org.zulipchat.com/{'a' * 32}/chan",
        f"infobip://{'a' * 32}@abcde/+447700900123",
    ],
)
def test_a_service_at_its_own_address_is_taken(url: str) -> None:
    assert KINDS["other"].read_address(url).details == {"url": url}


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("tgram://123456789:abcdefg_hijklmnopq/12315544/", "abcdefg"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "JHMHI8qBe7bk2ZwO5U711o3dV_js"),
        ("jsons://user:password@a.example/the-key", "password"),
        ("jsons://a.example/the-key", "the-key"),
    ],
)
def test_an_address_is_shown_without_its_keys(url: str, secret: str) -> None:
    address = KINDS["other"].read_address(url)

    assert secret not in address.shown
    assert address.details == {"url": url}


def test_every_name_on_the_list_is_a_service_that_apprise_knows() -> None:
    from apprise import Apprise

    known = {
        name
        for service in Apprise().details()["schemas"]
        for name in (*(service["protocols"] or ()), *(service["secure_protocols"] or ()))
    }

    assert (AT_HOME | SELF_HOSTED) - known == set()
