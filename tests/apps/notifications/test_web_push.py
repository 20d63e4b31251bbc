"""Web push over real HTTP: only the browser can read it, and what the service answers decides."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.notifications.channels import BadAddress, Refused, Undelivered
from musterpoint.apps.notifications.channels.web_push import (
    Application,
    BadKey,
    WebPush,
    public_key,
)
from musterpoint.apps.notifications.channels.web_push import subscription as subscriptions
from musterpoint.apps.notifications.models import Message
from tests.apps.notifications.push_service import Browser, claims, push_service, to_text
from tests.factories import at

KEY = to_text(bytes(range(1, 33)))
ENDPOINT = "https://push.browser.example/send/abc"
HERE = Application(key=KEY, contact="incidents@centre.example", loopback=True, patience=5)


def to(subscription: dict[str, Any], **more: Any) -> Any:
    values = {
        "key": "path:1:service_desk:0:5:web_push",
        "stream": "incident:1",
        "channel": "web_push",
        "subject": "[P1] INC-000001 Phones down – please acknowledge",
        "short": "P1 INC-000001: please acknowledge",
        "body": "Phones down at Leeds",
        "link": "/incidents/INC-000001/",
        "purpose": "path",
        "created_at": at(0),
        "urgency": 0,
    }
    return SimpleNamespace(**{**values, **more}, method=SimpleNamespace(details=subscription))


def test_only_the_browser_can_read_what_is_pushed() -> None:
    browser = Browser()
    with push_service() as service:
        service.answer = {"Location": "/message/7"}
        taken = WebPush(HERE).send(to(browser.subscription(service.endpoint)))

    ((path, headers, body),) = service.calls
    assert (taken.says, taken.provider_id) == ("taken by 127.0.0.1", "/message/7")
    assert path == "/push/one-browser"
    assert b"INC-000001" not in body
    assert browser.read(body) == {
        "title": "Musterpoint",
        "body": "P1 INC-000001: please acknowledge",
        "tag": headers["Topic"],
        "path": "/incidents/INC-000001/",
        "stays": True,
    }
    assert {name: headers[name] for name in ("Content-Encoding", "TTL", "Urgency")} == {
        "Content-Encoding": "aes128gcm", "TTL": "14400", "Urgency": "high",
    }  # fmt: skip


def test_the_call_is_signed_with_the_key_that_browsers_were_told() -> None:
    with push_service() as service:
        WebPush(HERE).send(to(Browser().subscription(service.endpoint)))

    said = claims(service.calls[0][1]["Authorization"], public_key=public_key(KEY))
    assert said["aud"] == "http://127.0.0.1"
    assert said["sub"] == "mailto:incidents@centre.example"


def test_a_second_sending_replaces_the_first_and_so_does_newer_news_of_the_kind() -> None:
    browser = Browser()
    with push_service() as service:
        channel = WebPush(HERE)
        where = browser.subscription(service.endpoint)
        for message in (to(where), to(where), to(where, key="later"), to(where, purpose="update"),
                        to(where, stream="incident:2")):  # fmt: skip
            channel.send(message)
        channel.close()

    first, again, later, update, other = [headers["Topic"] for _, headers, _ in service.calls]
    assert first == again == later
    assert len({first, update, other}) == 3
    assert len(first) == 32  # the most that RFC 8030 allows


def test_less_urgent_words_may_wait_for_a_resting_device() -> None:
    with push_service() as service:
        WebPush(HERE).send(to(Browser().subscription(service.endpoint), urgency=3, short=""))

    assert service.calls[0][1]["Urgency"] == "normal"


@pytest.mark.parametrize(
    ("status", "lasting"),
    [(404, True), (410, True), (401, True), (403, True), (413, True), (400, False), (429, False),
     (500, False), (503, False), (302, False)],
)  # fmt: skip
def test_a_browser_is_given_up_only_when_the_service_says_so(status: int, lasting: bool) -> None:
    with push_service() as service:
        service.status, service.answer = status, {"Location": "http://127.0.0.1:1/elsewhere"}
        with pytest.raises(Undelivered) as refusal:
            WebPush(HERE).send(to(Browser().subscription(service.endpoint)))

    assert isinstance(refusal.value, Refused) is lasting
    assert str(refusal.value).startswith(f"127.0.0.1: {status}")
    assert len(service.calls) == 1


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": "999999999"}, timedelta(hours=1)),
        ({"Retry-After": "Sun, 22 Nov 2099 10:02:00 GMT"}, timedelta(hours=1)),
        ({"Retry-After": "Sun, 22 Nov 1999 10:02:00 GMT"}, timedelta()),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_a_service_that_asks_for_time_gets_it(
    headers: dict[str, str], wait: timedelta | None
) -> None:
    with push_service() as service:
        service.status, service.answer = 429, headers
        with pytest.raises(Undelivered) as refusal:
            WebPush(HERE).send(to(Browser().subscription(service.endpoint)))

    assert refusal.value.wait == wait


def test_a_service_that_is_away_is_no_lasting_refusal() -> None:
    with push_service() as service:
        where = Browser().subscription(service.endpoint)

    with pytest.raises(Undelivered) as refusal:
        WebPush(HERE).send(to(where))

    assert not isinstance(refusal.value, Refused)
    assert str(refusal.value) == "127.0.0.1: ConnectionError"


def test_a_public_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: inside)

    with pytest.raises(Refused, match=r"push\.attacker\.example is inside this network"):
        WebPush(HERE).send(to(Browser().subscription("https://push.attacker.example/a")))


def test_without_a_browser_there_is_nothing_to_send_to() -> None:
    with pytest.raises(Refused, match="No browser was named"):
        WebPush(HERE).send(Message(key="a", created_at=at(0)))


@pytest.mark.parametrize(
    "key", ["", "short", "!" * 43, to_text(b"\x00" * 32), to_text(b"\xff" * 32)]
)
def test_what_is_no_key_is_said_by_the_settings_name(key: str) -> None:
    with pytest.raises(BadKey, match="MUSTERPOINT_VAPID_PRIVATE_KEY"):
        public_key(key)


def test_a_bad_key_loses_no_message() -> None:
    with push_service() as service, pytest.raises(Undelivered) as refusal:
        WebPush(Application(key="bad", loopback=True)).send(
            to(Browser().subscription(service.endpoint))
        )

    assert not isinstance(refusal.value, Refused)
    assert service.calls == []


def test_a_subscription_is_read_as_browsers_write_it() -> None:
    written = Browser().subscription(ENDPOINT)

    found = subscriptions.read(json.dumps(written), loopback=False)

    assert found.shown == f"push.browser.example {subscriptions.digest(ENDPOINT)}"
    assert found.details == {"endpoint": ENDPOINT, "keys": written["keys"]}


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.browser.example/x", "https://10.0.0.8/x", "https://[::1]/x", "https://0x7f.1/x",
     "https://127.0.0.1/x", "http://127.0.0.1:8000/x", "https://localhost/x", "https://printer/x",
     "https://db.internal/x", "https://printer.local./x", "https://me:pw@push.browser.example/x",
     "https://push.browser.example:8443/x", "https://push.browser.example:port/x", "file:///x",
     "https://2130706433/x", "https://exämple.com/x", "", "https://[bad/x", "//push.example/x"],
)  # fmt: skip
def test_nobody_can_make_the_worker_call_an_inner_address(endpoint: str) -> None:
    with pytest.raises(BadAddress):
        subscriptions.read(json.dumps(Browser().subscription(endpoint)), loopback=False)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"endpoint": 1, "keys": {}}', "[" * 100_000,
     json.dumps({"endpoint": ENDPOINT, "keys": {"p256dh": "AAAA", "auth": "AAAA"}}),
     json.dumps({"endpoint": ENDPOINT, "keys": {"p256dh": 5, "auth": "AAAA"}}),
     json.dumps({**Browser().subscription(ENDPOINT), "endpoint": ENDPOINT + "x" * 3000})],
)  # fmt: skip
def test_what_is_no_subscription_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadAddress, match="Try again in that browser"):
        subscriptions.read(text, loopback=False)


@given(text=st.text() | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["endpoint", "keys", "p256dh", "auth"]), inner),
).map(json.dumps))  # fmt: skip
def test_nothing_that_is_handed_over_breaks_the_reader(text: str) -> None:
    with pytest.raises(BadAddress):
        subscriptions.read(text, loopback=False)
