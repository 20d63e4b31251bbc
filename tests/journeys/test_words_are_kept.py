"""What somebody typed is never lost: not by a failed sending, not by another browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

STATUS, FORGET = "[data-draft-status]", "[data-draft-forget]"
CURSOR = "document.querySelector('#id_summary').selectionStart"


def _log(desk: Desk, summary: str) -> str:
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", summary)
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return desk.room()


def _is_back(page: Page, words: str) -> None:
    """The draft is there, says so, can be thrown away, and suggestions have been looked for."""
    expect(page.locator("#id_summary")).to_have_value(words)
    expect(page.locator(STATUS)).to_contain_text("Your draft is back")
    expect(page.locator(FORGET)).to_be_visible()
    expect(page.locator("#id_summary")).to_be_focused()
    assert page.evaluate(CURSOR) == len(words)
    expect(page.locator("#suggestions")).to_contain_text("Already known?")


def test_a_note_whose_sending_failed_is_there_after_a_reload(at_desk: Open) -> None:
    desk = at_desk()
    _log(desk, "Gate of the car park stays shut")
    page = desk.page
    page.fill("#note-says", "The motor hums but does not turn")
    expect(page.locator(f"#form-note {STATUS}")).to_contain_text("Draft kept")

    desk.context.set_offline(True)
    page.press("#note-says", "Control+Enter")
    expect(page.locator("[data-send-failed]")).to_be_visible()
    desk.context.set_offline(False)
    page.reload()

    expect(page.locator("#note-says")).to_have_value("The motor hums but does not turn")
    page.press("#note-says", "Control+Enter")
    expect(page.locator("#timeline ol")).to_contain_text("The motor hums but does not turn")
    page.reload()
    expect(page.locator("#note-says")).to_have_value("")


def test_a_report_whose_sending_failed_is_there_when_one_comes_back(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", "Sprinkler in the archive drips")

    desk.context.set_offline(True)
    page.press("#id_summary", "Control+Enter")
    page.wait_for_url("chrome-error://**")
    desk.context.set_offline(False)
    desk.go("/")
    desk.go("/incidents/new/")

    expect(page.locator("#id_summary")).to_have_value("Sprinkler in the archive drips")
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    desk.go("/incidents/new/")
    expect(page.locator("#id_summary")).to_have_value("")


def test_a_draft_comes_back_in_this_browser_and_in_another(at_desk: Open) -> None:
    first, second = at_desk("ben.okafor"), at_desk("ben.okafor")
    _log(first, "Barcode readers of the returns desk misread labels")
    words = "Barcode readers misread labels"
    page = first.go("/incidents/new/")
    with page.expect_response(re.compile("/drafts/log/")):
        page.fill("#id_summary", words)
    expect(page.locator(STATUS)).to_contain_text("Draft kept")

    _is_back(first.go("/incidents/new/"), words)
    _is_back(second.go("/incidents/new/"), words)
    second.page.click(FORGET)

    expect(second.page.locator("#id_summary")).to_have_value("")
    expect(second.page.locator(STATUS)).to_have_text("")
