"""An open page follows its record through a lost network, and leaves those who are shut out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

AT_ONCE = 5_000


def _log(desk: Desk, summary: str) -> str:
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", summary)
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return desk.room()


def _note(desk: Desk, says: str) -> None:
    desk.page.fill("#note-says", says)
    desk.page.click("#form-note button:has-text('Add note')")
    expect(desk.page.locator("#timeline ol")).to_contain_text(says)


def test_what_happened_while_the_network_was_away_shows_when_it_is_back(at_desk: Open) -> None:
    asha, ben = at_desk(), at_desk("ben.okafor")
    ref = _log(asha, "Clocking-in terminal freezes")
    asha.is_live()
    ben.go(f"/incidents/{ref}/")
    asha.context.set_offline(True)
    expect(asha.page.locator("[data-live-pill]")).to_have_text("Offline")
    _note(ben, "Terminal restarted at the wall")
    asha.context.set_offline(False)

    timeline = asha.page.locator("#timeline ol")
    expect(timeline).to_contain_text("Terminal restarted at the wall", timeout=AT_ONCE)
    expect(asha.page.locator("[data-live-pill]")).to_have_text("Live", timeout=AT_ONCE)
    _note(ben, "And it froze again")
    expect(timeline).to_contain_text("And it froze again", timeout=AT_ONCE)


def test_a_fetch_that_failed_is_tried_again(at_desk: Open) -> None:
    asha, ben = at_desk(), at_desk("ben.okafor")
    ref = _log(asha, "Queue display shows yesterday's numbers")
    asha.is_live()
    ben.go(f"/incidents/{ref}/")
    answers = iter(["no network", "busy"])

    def fail_twice(route: object) -> None:
        match next(answers, ""):
            case "no network":
                route.abort()  # type: ignore[attr-defined]  # Route
            case "busy":
                route.fulfill(status=503)  # type: ignore[attr-defined]  # Route
            case _:
                route.continue_()  # type: ignore[attr-defined]  # Route

    asha.page.route("**/pieces/", fail_twice)
    _note(ben, "Display feed restarted")

    expect(asha.page.locator("#timeline ol")).to_contain_text(
        "Display feed restarted", timeout=2 * AT_ONCE
    )


def test_an_open_room_empties_for_those_who_are_shut_out(at_desk: Open) -> None:
    asha, maya = at_desk(), at_desk("maya.singh")
    ref = _log(asha, "Wages of a colleague were read out")
    theirs = maya.go(f"/incidents/{ref}/")
    maya.is_live()
    theirs.fill("#note-says", "Half a sentence")

    page = asha.go(f"/incidents/{ref}/do/restrict/")
    page.check("[name=restricted]")
    page.fill("[name=reason]", "It is about one person")
    page.click(".dialog-foot button")

    expect(theirs.locator("body")).to_contain_text("There is nothing here", timeout=AT_ONCE)
    expect(theirs.locator("body")).not_to_contain_text("Wages of a colleague")
    expect(theirs).not_to_have_title(re.compile("Wages"))
