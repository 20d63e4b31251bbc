"""A shift ends: a colleague takes what was offered, item by item, and the log says what passed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import handing
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def test_some_is_accepted_something_declined_and_the_log_shows_it(at_desk: Open) -> None:
    giver, receiver = at_desk(), at_desk("ben.okafor")
    ref = handing.log(giver, "Recordings of one queue are silent")
    handing.take(giver, ref, "incident_manager")
    handing.draft(giver, ref)
    written = giver.page
    for box in written.locator(f"[name=item_{ref}]").all():
        box.uncheck()
    written.get_by_role("checkbox", name=re.compile("Incident manager")).check()
    written.get_by_label("And also").fill("Ring the vendor back\nTell the night desk")
    path = handing.offer(giver, "Ben Okafor")

    page = receiver.go("/handovers/")
    page.get_by_role("link", name=re.compile("Asha Patel hands over")).first.click()
    page.wait_for_url(receiver.address + path)
    page.get_by_label(re.compile("Tell the night desk")).check()
    page.get_by_role("button", name="Decline what is ticked").click()
    page.get_by_text("Say why, so that the giver knows what to do.").wait_for()
    assert page.get_by_label(re.compile("Tell the night desk")).is_checked()
    page.get_by_label("Why you decline").fill("It closes at eight")
    page.get_by_role("button", name="Decline what is ticked").click()
    page.get_by_text("Declined. The giver has been told.").wait_for()
    expect(page.locator("li", has_text="Tell the night desk").locator(".tag")).to_have_text(
        "declined"
    )
    page.get_by_role("button", name="Accept all 2 items").click()
    page.get_by_text("2 items are yours now.").wait_for()

    expect(giver.go(path).locator("main")).to_contain_text("It closes at eight")
    room = receiver.go(f"/incidents/{ref}/")
    expect(room.locator("#role-incident_manager")).to_contain_text("Ben Okafor")
    line = giver.go("/shift-log/").locator("#shift-lines li.passed", has_text=ref)
    expect(line).to_contain_text("Situation: ")
    expect(line.get_by_role("link", name=re.compile("Asha Patel to Ben"))).to_have_attribute(
        "href", path
    )


def test_an_offer_is_answered_without_a_script_on_a_phone(at_desk: Open) -> None:
    giver = at_desk()
    receiver = at_desk(
        "ben.okafor", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    ref = handing.log(giver, "Wall display shows last week")
    handing.take(giver, ref, "incident_manager")
    handing.draft(giver, ref)
    path = handing.offer(giver, "Ben Okafor")

    page = receiver.go(path)
    page.get_by_label(re.compile("Role Incident manager")).check()
    page.get_by_role("button", name="Accept what is ticked").click()

    page.get_by_text("1 item is yours now.").wait_for()
