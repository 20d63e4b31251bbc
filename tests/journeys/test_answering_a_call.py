"""Answering a call from the link in a message, in a browser that is signed in nowhere."""

from __future__ import annotations

import re
import time

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Open
from tests.product import Product

pytestmark = pytest.mark.browser

BODIES = (
    "SELECT m.body, p.name FROM notifications_message m JOIN accounts_person p"
    " ON p.id = m.recipient_id"
    " WHERE m.purpose = 'path' AND m.channel = 'email' AND m.subject LIKE %s ORDER BY m.id"
)


def _link(centre: Product, ref: str) -> tuple[str, str]:
    """Wait until somebody was called about an incident; return their link's path and their name."""
    for _ in range(80):
        with psycopg.connect(centre.database_url) as connection:
            row = connection.execute(BODIES, [f"%{ref}%"]).fetchone()
        found = re.search(r"/answer/\S+/", str(row[0])) if row else None
        if row and found:
            return found.group(), str(row[1])
        time.sleep(0.1)
    raise AssertionError(f"nobody was called about {ref}")


@pytest.mark.parametrize("cookies", [True, False])
def test_a_call_is_declined_and_answered_from_the_message(
    at_desk: Open, centre: Product, chromium_browser: Browser, cookies: bool
) -> None:
    asha = at_desk()
    page = asha.go("/incidents/new/")
    page.fill("#id_summary", "Every telephone in the building is silent")
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/"))
    link, name = _link(centre, asha.room())

    outside = chromium_browser.new_context()
    phone = outside.new_page()
    phone.goto(centre.address + link)
    if not cookies:
        outside.clear_cookies()
    phone.get_by_label("Or say why you cannot").fill("On the motorway")
    phone.get_by_role("button", name="Decline").click()
    expect(phone.get_by_role("status")).to_contain_text("You have declined")
    expect(page.locator("#path")).to_contain_text(f"{name} declined: On the motorway")

    phone.goto(centre.address + link)
    phone.get_by_role("button", name="Acknowledge").click()
    expect(phone.get_by_role("status")).to_contain_text("You answer for it")
    expect(page.locator("#path")).to_contain_text(f"answered by {name}")
    outside.close()
