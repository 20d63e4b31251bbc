"""What journeys do to hand something over: log, take a role, draft, offer."""

from __future__ import annotations

import re

from tests.journeys.conftest import Desk


def log(desk: Desk, summary: str) -> str:
    """Log an incident and return its reference."""
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", summary)
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return desk.room()


def take(desk: Desk, ref: str, role: str) -> None:
    """Take a role that nobody holds."""
    page = desk.go(f"/incidents/{ref}/")
    page.locator(f"#take-{role} button").click()
    page.locator(f"#take-{role}").wait_for(state="detached")


def draft(desk: Desk, ref: str) -> str:
    """Let a handover of this incident be written, and return the path of the draft."""
    page = desk.go(f"/handovers/new/?incident={ref}")
    page.click("#form-new-handover button:has-text('Write it')")
    page.wait_for_url(re.compile(r"/handovers/\d+/draft/$"))
    return page.url.removeprefix(desk.address)


def offer(desk: Desk, to: str) -> str:
    """Offer the draft that is open to somebody, and return the path of the handover."""
    page = desk.page
    page.get_by_label("To whom").select_option(label=to)
    page.get_by_role("button", name="Offer", exact=True).click()
    page.wait_for_url(re.compile(r"/handovers/\d+/$"))
    return page.url.removeprefix(desk.address)
