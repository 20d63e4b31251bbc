"""From the first report to closure in a real browser, alone and with colleagues."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser


def _log(desk: Desk, summary: str) -> str:
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", summary)
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return desk.room()


def _do(page: Page, label: str) -> None:
    """Open an action's form from the head of the room."""
    page.locator("#header").get_by_role("link", name=label).click()
    page.wait_for_selector("dialog#do:modal")


def _send(page: Page) -> None:
    page.click("dialog#do .dialog-foot button")
    page.wait_for_selector("dialog#do:modal", state="detached")


def test_an_incident_is_logged_prioritised_worked_resolved_and_closed(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.page
    _log(desk, "Calls to the parts line drop after ten seconds")

    page.locator("#header").get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#header .st")).to_have_text("Acknowledged")
    _do(page, "Priority")
    page.locator("dialog#do").get_by_text("I2 One large group").click()
    page.locator("dialog#do").get_by_text("U1 Now").click()
    _send(page)
    expect(page.locator("#header .p")).to_have_text("P2")
    expect(page.locator("#priority")).to_contain_text("matrix.I2.U1")

    page.locator("#header").get_by_role("button", name="Start work").click()
    expect(page.locator("#header .st")).to_have_text("In progress")
    page.fill("#note-says", "The carrier sees the drops too")
    page.click("#form-note button:has-text('Add note')")
    expect(page.locator("#timeline")).to_contain_text("The carrier sees the drops too")
    page.locator("#tasks .tickbox").first.click()
    expect(page.locator("#tasks li.done")).to_have_count(1)

    _do(page, "Resolve")
    page.fill("dialog#do [name=resolution]", "Carrier replaced a card")
    _send(page)
    expect(page.locator("#header .st")).to_have_text("Resolved")
    _do(page, "Close")
    page.click("dialog#do .dialog-foot button")
    expect(page.locator("dialog#do")).to_contain_text("Say who verified that the service is back.")
    page.fill("dialog#do [name=verified_by]", "Maya Singh, test call")
    _send(page)
    expect(page.locator("#header .st")).to_have_text("Closed")
    expect(page.locator("#timeline")).to_contain_text("chain verified")


def test_two_people_see_each_others_changes_without_reloading(at_desk: Open) -> None:
    asha, ben = at_desk(), at_desk("ben.okafor")
    board = ben.go("/")
    ben.is_live()
    ref = _log(asha, "Chat widget shows an error to everybody")
    expect(board.locator(f"#row-{ref}")).to_contain_text("Chat widget shows an error")

    theirs = ben.go(f"/incidents/{ref}/")
    ben.is_live()
    asha.page.locator("#header").get_by_role("button", name="Acknowledge").click()
    expect(theirs.locator("#header .st")).to_have_text("Acknowledged")
    theirs.fill("#note-says", "Widget restarted")
    theirs.click("#form-note button:has-text('Add note')")
    expect(asha.page.locator("#timeline")).to_contain_text("Widget restarted")


def test_words_being_typed_survive_a_colleagues_change(at_desk: Open) -> None:
    asha, ben = at_desk(), at_desk("ben.okafor")
    ref = _log(asha, "Headsets of one batch crackle in Leeds")
    asha.is_live()
    asha.page.fill("#note-says", "Half a sentence of mine")
    theirs = ben.go(f"/incidents/{ref}/")
    theirs.fill("#note-says", "Batch taken out of use")
    theirs.click("#form-note button:has-text('Add note')")

    expect(asha.page.locator("#timeline")).to_contain_text("Batch taken out of use")
    expect(asha.page.locator("#note-says")).to_have_value("Half a sentence of mine")


def test_two_people_editing_the_same_text_lose_nothing(at_desk: Open) -> None:
    asha, ben = at_desk(), at_desk("ben.okafor")
    ref = _log(asha, "Order status page is slow")
    for desk in (asha, ben):
        desk.go(f"/incidents/{ref}/")
        desk.page.locator("#facts").get_by_role("link", name="Correct").click()
        desk.page.wait_for_selector("dialog#do:modal")
    ben.page.fill("dialog#do [name=summary]", "Order status page is slow in Leeds")
    _send(ben.page)

    asha.page.fill("dialog#do [name=summary]", "Order status page times out")
    asha.page.click("dialog#do .dialog-foot button")

    dialog = asha.page.locator("dialog#do")
    expect(dialog).to_contain_text("Ben Okafor changed this")
    expect(dialog).to_contain_text("Order status page is slow in Leeds")
    expect(dialog.locator("[name=summary]")).to_have_value("Order status page times out")
    asha.page.fill("dialog#do [name=summary]", "Order status page times out in Leeds")
    _send(asha.page)
    expect(asha.page.locator("#header h1")).to_contain_text("times out in Leeds")


def test_logging_takes_less_than_a_minute_with_the_keyboard_alone(at_desk: Open) -> None:
    desk = at_desk("maya.singh")
    keyboard = desk.page.keyboard
    began = time.monotonic()

    keyboard.press("l")
    desk.page.wait_for_url("**/incidents/new/")
    expect(desk.page.locator("#id_summary")).to_be_focused()
    keyboard.type("No dial tone in hall two")
    keyboard.press("Tab")
    keyboard.press("Control+Enter")
    desk.page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))

    assert time.monotonic() - began < 60
    expect(desk.page.locator("#gaps")).to_contain_text("When it began")
    keyboard.press("?")
    expect(desk.page.locator("#shortcuts")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("n")
    expect(desk.page.locator("#note-says")).to_be_focused()


def test_a_draft_survives_a_closed_tab(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", "Warranty line plays the wrong message")
    expect(page.locator("[data-draft-status]")).to_contain_text("Draft kept")
    page.close()

    desk.page = desk.context.new_page()
    again = desk.go("/incidents/new/")

    expect(again.locator("#id_summary")).to_have_value("Warranty line plays the wrong message")
    again.click("[data-draft-forget]")
    expect(again.locator("#id_summary")).to_have_value("")


def test_offline_the_page_says_so_and_keeps_what_is_typed(at_desk: Open) -> None:
    desk = at_desk()
    _log(desk, "Ticket printer in the showroom jams")
    desk.is_live()
    page = desk.page

    desk.context.set_offline(True)
    page.fill("#note-says", "Paper path cleaned")
    page.click("#form-note button:has-text('Add note')")
    expect(page.locator("[data-send-failed]")).to_be_visible()
    expect(page.locator("#note-says")).to_have_value("Paper path cleaned")

    desk.context.set_offline(False)
    page.click("#form-note button:has-text('Add note')")
    expect(page.locator("#timeline ol")).to_contain_text("Paper path cleaned")
    expect(page.locator("#note-says")).to_have_value("")


def test_likely_duplicates_and_categories_show_while_typing(at_desk: Open) -> None:
    desk = at_desk()
    _log(desk, "Payment terminal refuses all cards at the showroom")
    page = desk.go("/incidents/new/")

    page.locator("#id_summary").press_sequentially("Payment terminal refuses cards", delay=5)

    expect(page.locator("#suggestions")).to_contain_text("Already known?")
    expect(page.locator("#suggestions")).to_contain_text("refuses all cards at the showroom")
    page.click("[data-draft-forget]")


def test_without_javascript_one_can_log_and_acknowledge(at_desk: Open) -> None:
    desk = at_desk(java_script_enabled=False)
    ref = _log(desk, "Recording has gaps since the night")

    desk.page.locator("#header").get_by_role("button", name="Acknowledge").click()

    desk.page.wait_for_url(f"**/incidents/{ref}/")
    expect(desk.page.locator("#header .st")).to_have_text("Acknowledged")
    desk.page.locator("#header").get_by_role("link", name="Resolve").click()
    desk.page.fill("[name=resolution]", "Recorder restarted")
    desk.page.click(".dialog-foot button")
    expect(desk.page.locator("#header .st")).to_have_text("Resolved")
