"""A drawing follows what is typed, and a wrong cell says what to do, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

LONG = 30_000


def _begin(desk: Desk) -> str:
    page = desk.go("/strategy/drafts/")
    page.check("text=A copy of the strategy that ships with Musterpoint")
    page.click("button:has-text('Begin the draft')", no_wait_after=True)
    page.wait_for_url(re.compile(r"/strategy/drafts/\d+/$"), timeout=LONG)
    return page.url.removeprefix(desk.address)


def _keep(desk: Desk) -> None:
    desk.page.click("#keep")
    desk.page.locator(".note.success").wait_for(timeout=LONG)


def test_a_path_is_redrawn_and_its_steps_move(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go(_begin(desk) + "clause/paths.technology/")
    heads = page.locator(".step-head strong")

    with page.expect_response(re.compile("/draw/"), timeout=LONG):
        page.fill("[name='f.steps.1.wait.P1']", "40 min")
    expect(page.locator("#drawing desc")).to_contain_text("Duty manager after 40 min")
    page.locator("[data-move='1']").first.click()
    _keep(desk)

    expect(heads).to_have_text(
        ["duty_manager", "service_desk", "incident_manager", "head_of_operations", "supplier"]
    )
    expect(page.locator("[name='f.steps.0.wait.P1']")).to_have_value("40 min")


def test_a_wrong_cell_says_what_to_do(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go(_begin(desk) + "clause/matrix/")
    cell = page.locator("[name='cell.I4.U4']")

    cell.select_option("P1")
    expect(cell).to_have_class("rank-1")
    _keep(desk)

    found = page.locator("[id='id_cell.I3.U4-findings']")
    expect(found).to_contain_text("A graver impact or urgency must never lower the priority.")
    expect(page.locator("[name='cell.I3.U4']")).to_have_attribute("aria-invalid", "true")
