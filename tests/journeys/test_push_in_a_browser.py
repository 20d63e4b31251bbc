"""The worker script in a real browser: what is pushed shows, and opens the incident it is about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Worker, expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

REGISTER = """async () => {
    await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
}"""
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({title, body, tag, requireInteraction, data}) => (
        {title, body, tag, stays: requireInteraction, address: data.address}));
}"""
# Only a person's own click may open a window, so the test clicks and goes where it would have led.
CLICK = """async () => {
    const [notification] = await self.registration.getNotifications();
    const led = new Promise((resolve) => {
        self.clients.openWindow = async (address) => resolve(address);
    });
    self.dispatchEvent(new NotificationEvent("notificationclick", {notification}));
    return {led: await led, left: (await self.registration.getNotifications()).length};
}"""
SHOWS = "async (n) => (await (await navigator.serviceWorker.ready).getNotifications()).length === n"


@dataclass(kw_only=True)
class Pushing:
    """The browser's own tools, delivering as its push service would."""

    desk: Desk
    tools: CDPSession
    registration: str

    def deliver(self, data: str) -> None:
        self.tools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.desk.address, "registrationId": self.registration, "data": data},
        )

    def shown(self, *, count: int) -> list[dict[str, Any]]:
        """Wait until so many notifications are shown and return them."""
        self.desk.page.wait_for_function(SHOWS, arg=count)
        found: list[dict[str, Any]] = self.desk.page.evaluate(SHOWN)
        return found

    @property
    def worker(self) -> Worker:
        (found,) = self.desk.context.service_workers
        return found


@pytest.fixture
def pushing(at_desk: Open) -> Pushing:
    """A browser in which the worker runs and notifications are allowed."""
    desk = at_desk()
    desk.context.grant_permissions(["notifications"], origin=desk.address)
    tools = desk.context.new_cdp_session(desk.page)
    known: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda news: known.extend(one["registrationId"] for one in news["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    desk.page.evaluate(REGISTER)
    while not known:
        desk.page.wait_for_timeout(20)
    return Pushing(desk=desk, tools=tools, registration=known[0])


def _words(**more: Any) -> str:
    words = {"title": "Musterpoint", "body": "P1 INC-000001: please acknowledge", "tag": "one",
             "path": "/incidents/INC-000001/", "stays": True}  # fmt: skip
    return json.dumps({**words, **more})


def test_what_is_pushed_is_shown_and_newer_news_takes_its_place(pushing: Pushing) -> None:
    pushing.deliver(_words())
    (first,) = pushing.shown(count=1)
    pushing.deliver(_words(tag="two", stays=False))
    pushing.shown(count=2)
    pushing.deliver(_words(body="P1 INC-000001: escalated to you"))
    pushing.desk.page.wait_for_timeout(200)
    shown = {one["tag"]: one for one in pushing.shown(count=2)}

    assert first == {
        "title": "Musterpoint",
        "body": "P1 INC-000001: please acknowledge",
        "tag": "one",
        "stays": True,
        "address": f"{pushing.desk.address}/incidents/INC-000001/",
    }
    assert shown["one"]["body"] == "P1 INC-000001: escalated to you"
    assert shown["two"]["stays"] is False


@pytest.mark.parametrize("data", ["", "not JSON", json.dumps({"path": "https://evil.example/x"})])
def test_words_that_make_no_sense_still_show_and_lead_to_us(pushing: Pushing, data: str) -> None:
    pushing.deliver(data)

    (shown,) = pushing.shown(count=1)
    assert (shown["title"], shown["address"]) == ("Musterpoint", f"{pushing.desk.address}/")


def test_a_click_leads_to_the_incidents_room(pushing: Pushing) -> None:
    page = pushing.desk.go("/incidents/new/")
    page.fill("#id_summary", "Call recording stopped")
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    ref = pushing.desk.room()
    page = pushing.desk.go("/")
    pushing.deliver(_words(path=f"/incidents/{ref}/"))
    pushing.shown(count=1)

    clicked = pushing.worker.evaluate(CLICK)

    assert clicked == {"led": f"{pushing.desk.address}/incidents/{ref}/", "left": 0}
    page.goto(clicked["led"])
    expect(page.locator("h1")).to_contain_text("Call recording stopped")


def test_the_worker_is_fetched_anew_by_whoever_is_not_signed_in(pushing: Pushing) -> None:
    pushing.desk.context.clear_cookies()

    answer = pushing.desk.page.request.get(f"{pushing.desk.address}/push-worker.js")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
