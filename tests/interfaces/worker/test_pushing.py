"""From a step of the path to the words in a browser: encrypted, once, and given up when it left."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from django.conf import settings

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.channels.web_push import Application, WebPush
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.contact_methods import notify_browser
from tests.apps.notifications.push_service import Browser, PushService, push_service
from tests.factories import as_actor, at, log, person
from tests.interfaces.worker.test_outbox import sending, wait_until
from tests.running import holds, run_due

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("strategy")]


def _push() -> WebPush:
    return WebPush(Application(key=settings.VAPID_PRIVATE_KEY, loopback=True))


def _called(service: PushService, agent: Actor, *, restricted: bool = False) -> Browser:
    """Somebody with a browser is called for an incident; return the browser."""
    desk = holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk", "incident_manager")
    browser = Browser()
    subscription = json.dumps(browser.subscription(service.endpoint))
    notify_browser(subscription=subscription, label="Desk", by=as_actor(desk), at=at(-9))
    log(by=agent, summary="Phones dead at Leeds", impact="I1", urgency="U1",
        category="tel_total", restricted=restricted)  # fmt: skip
    run_due(at(0))
    assert Message.objects.filter(channel="web_push", recipient=desk).count() == 1
    return browser


def _until(holds_true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds_true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_whoever_is_called_reads_it_in_their_browser(agent: Actor) -> None:
    with push_service() as service:
        browser = _called(service, agent)
        with sending(None, more={"web_push": _push}):
            _until(lambda: bool(service.calls))
            wait_until("sent", Message.objects.filter(state="sent").count())

    ((_path, headers, body),) = service.calls
    words = browser.read(body)
    ref = Message.objects.get(channel="web_push").link
    assert words["path"] == ref
    assert "INC-" in words["body"]
    assert words["tag"] == headers["Topic"]
    assert Message.objects.get(channel="web_push").state == "sent"


def test_a_browser_that_left_is_a_broken_way_and_its_owner_hears(agent: Actor) -> None:
    with push_service() as service:
        service.status = 410
        _called(service, agent)
        with sending(None, more={"web_push": _push}):
            wait_until("dead", 1)

    method = ContactMethod.objects.get(channel="web_push")
    assert method.broken_says == "127.0.0.1: 410, this browser is not notified any more"
    heard = Message.objects.get(purpose="broken")
    assert (heard.recipient, heard.channel, heard.link) == (
        Person.objects.get(name="Dev Rao"), "in_product", "/reach/",
    )  # fmt: skip


def test_a_busy_push_service_is_asked_again_later(agent: Actor) -> None:
    with push_service() as service:
        service.status, service.answer = 429, {"Retry-After": "120"}
        _called(service, agent)
        with sending(None, more={"web_push": _push}):
            _until(lambda: Message.objects.get(channel="web_push").attempts == 1)

    message = Message.objects.get(channel="web_push")
    assert message.state == "queued"
    assert message.retry_at is not None
    assert ContactMethod.objects.get(channel="web_push").broken_at is None


def test_a_locked_screen_says_of_a_restricted_incident_only_that_there_is_one(
    agent: Actor,
) -> None:
    with push_service() as service:
        browser = _called(service, agent, restricted=True)
        with sending(None, more={"web_push": _push}):
            _until(lambda: bool(service.calls))

    words = browser.read(service.calls[0][2])
    assert "Leeds" not in json.dumps(words)
    assert "restricted incident" in words["body"]
