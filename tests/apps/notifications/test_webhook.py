"""Webhooks: signed as the specification says, and never a way to ask machines inside this house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from musterpoint.apps.notifications.channels import Refused, Undelivered
from musterpoint.apps.notifications.channels.outside import is_outside
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.channels.webhook import wording
from musterpoint.apps.notifications.operations import LEASE
from tests.apps.notifications.letters import letter
from tests.factories import at
from tests.fakes.web_service import Reply, WebService, web_service


@pytest.fixture
def service(settings: Any) -> Iterator[WebService]:
    settings.ALLOW_PRIVATE_WEBHOOKS = True
    settings.BASE_URL = "https://incidents.centre.example"
    with web_service(Reply(204)) as running:
        yield running


def added(url: str) -> dict[str, Any]:
    return dict(KINDS["webhook"].read_address(url).details)


def send(details: dict[str, Any], **more: Any) -> str:
    channel = KINDS["webhook"].open()
    assert channel is not None
    try:
        return channel.send(letter("webhook", "", details, **more)).says
    finally:
        channel.close()


def test_the_signature_is_the_one_the_specification_publishes() -> None:
    found = wording.sign(
        key="msg_p5jXN8AQM9LWM0D4loKWxJek",
        seconds=1614265330,
        body=b'{"test": 2432232314}',
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_can_verify_what_comes(service: WebService) -> None:
    details = added(f"{service.url}/hook")

    assert send(details, leased_until=at(9) + LEASE) == "taken with 204"

    (call,) = service.calls
    sent = {name.lower(): value for name, value in call.headers.items()}
    seconds = sent["webhook-timestamp"]
    secret = base64.b64decode(details["secret"].removeprefix("whsec_"))
    signed = f"{sent['webhook-id']}.{seconds}.".encode() + call.body
    mark = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{mark}"
    assert sent["webhook-id"] == sent["idempotency-key"] == "path:1:service_desk:0:5:webhook"
    assert datetime.fromtimestamp(int(seconds), UTC) == at(9)
    assert call.json == {
        "type": "musterpoint.message",
        "timestamp": "2026-03-10T12:00:00Z",
        "data": {
            "key": "path:1:service_desk:0:5:webhook",
            "about": "incident:1",
            "purpose": "",
            "urgency": 0,
            "subject": "[P1] INC-000001 Phones down – please acknowledge",
            "text": "Phones down\n\nAcknowledge: http://127.0.0.1:8000/answer/1.5.9~abc/",
            "link": "https://incidents.centre.example/incidents/INC-000001/",
        },
    }


def test_a_second_try_has_the_same_id_and_body_and_a_fresh_timestamp(service: WebService) -> None:
    details = added(service.url)

    send(details, leased_until=at(1))
    send(details, leased_until=at(2))

    first, second = service.calls
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_every_webhook_has_a_secret_of_its_own() -> None:
    one, other = added("https://a.example/x"), added("https://a.example/x")

    assert one["secret"].startswith("whsec_")
    assert len(base64.b64decode(one["secret"][6:])) == 32
    assert one["secret"] != other["secret"]


@pytest.mark.parametrize(
    ("reply", "is_lasting", "wait"),
    [
        (Reply(410), True, None),
        (Reply(404), False, None),
        (Reply(401), False, None),
        (Reply(500), False, None),
        (Reply(429, headers={"Retry-After": "12"}), False, timedelta(seconds=12)),
        (Reply(307, headers={"Location": "http://127.0.0.1:1/"}), False, None),
    ],
)
def test_only_gone_is_for_good(
    service: WebService, reply: Reply, is_lasting: bool, wait: timedelta | None
) -> None:
    service.answer = lambda _call: reply

    with pytest.raises(Undelivered) as refusal:
        send(added(service.url))

    assert isinstance(refusal.value, Refused) is is_lasting
    assert str(refusal.value) == f"The webhook answered {reply.status}."
    assert refusal.value.wait == wait
    assert len(service.calls) == 1


@pytest.mark.parametrize("secret", ["", "whsec_not base64!", None])
def test_without_a_usable_secret_nothing_is_sent(service: WebService, secret: str | None) -> None:
    with pytest.raises(Refused):
        send({"url": service.url, "secret": secret})

    assert service.calls == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_machine_inside_is_not_called(service: WebService, settings: Any, host: str) -> None:
    settings.ALLOW_PRIVATE_WEBHOOKS = False

    with pytest.raises(Refused, match="is inside this network"):
        send(added(f"http://{host}:{service.port}/"))

    assert (service.connections, service.calls) == (0, [])


def test_a_name_that_turns_inwards_is_judged_by_where_it_leads_now(
    service: WebService, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOW_PRIVATE_WEBHOOKS = False
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 443))]
    outside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: outside + inside)

    with pytest.raises(Refused, match=r"hooks\.example is inside this network"):
        send(added("https://hooks.example/x"))


def test_the_address_that_was_judged_is_the_one_called(
    service: WebService, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOW_PRIVATE_WEBHOOKS = False
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "hooks.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "musterpoint.apps.notifications.channels.outside.is_outside", lambda _address: True
    )

    details = {**added("https://hooks.example/"), "url": f"http://hooks.example:{service.port}/"}
    send(details)

    assert asked == ["hooks.example", "127.0.0.1"]
    assert service.calls[0].headers["Host"] == f"hooks.example:{service.port}"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("8.8.8.8", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True), ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True), ("2002:7f00:1::", False), ("192.0.2.1", False),
    ],
)  # fmt: skip
def test_what_is_outside(address: str, expected: bool) -> None:
    assert is_outside(address) is expected
