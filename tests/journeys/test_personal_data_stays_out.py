"""What must be kept nowhere is not kept by the browser either, and whoever types is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser
TYPED = "Mrs Patel read out 4111 1111 1111 1111, cvv 123, call her on 07700 900123"


def test_a_card_is_in_no_draft_and_names_go_to_the_vault(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", "Chat shows what others typed")
    page.click("button:has-text('Log it')")
    page.wait_for_selector("#note-says")

    page.fill("#note-says", TYPED)
    hint = page.locator("#form-note [data-personal]")
    expect(hint).to_contain_text("Card numbers, their codes and passwords are taken out")
    expect(hint).to_contain_text("To keep apart: phone number, name")
    expect(page.locator("#form-note [data-draft-status]")).to_contain_text("Draft kept")
    kept = page.evaluate("JSON.stringify({...localStorage})")

    assert ("4111 1111" in kept, "cvv 123" in kept) == (False, False)
    assert "[card number ending 1111], cvv [card security code removed]" in kept
    expect(page.locator("#note-says")).to_have_value(TYPED)

    page.check("#form-note [name=keep_apart]")
    page.click("#form-note button:has-text('Add note')")
    timeline = page.locator("#timeline ol")
    expect(timeline).to_contain_text("[card number ending 1111]")
    expect(timeline).to_contain_text("phone number V-")
    expect(timeline).not_to_contain_text("07700")
    expect(timeline).not_to_contain_text("Patel read")
