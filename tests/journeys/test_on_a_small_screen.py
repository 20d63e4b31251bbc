"""On a phone everything can be done, and nothing is cut off or covered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _log(desk: Desk, summary: str) -> str:
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", summary)
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return desk.room()


def _choose(page: Page, label: str) -> None:
    bar = page.locator("#bar")
    bar.locator("summary").click()
    bar.get_by_role("link", name=label).click()
    page.wait_for_selector("dialog#do:modal")
    expect(bar.locator("details")).not_to_have_attribute("open", re.compile(""))


def _send(page: Page) -> None:
    page.click("dialog#do .dialog-foot button")
    page.wait_for_selector("dialog#do:modal", state="detached")


@pytest.mark.parametrize("width", [320, 390])
def test_an_incident_is_held_resumed_and_resolved_on_a_phone(at_desk: Open, width: int) -> None:
    desk = at_desk(viewport={**PHONE, "width": width}, has_touch=True)
    page = desk.page
    _log(desk, f"Coffee counter till does not open, {width}")
    bar = page.locator("#bar")

    bar.get_by_role("button", name="Acknowledge").click()
    bar.get_by_role("button", name="Start work").click()
    expect(page.locator("#header .st")).to_have_text("In progress")
    assert page.evaluate(WIDER) == 0

    _choose(page, "Hold")
    page.locator("dialog#do input[type=radio]").first.check()
    _send(page)
    expect(page.locator("#header .st")).to_have_text("On hold")
    bar.get_by_role("button", name="Resume").click()
    expect(page.locator("#header .st")).to_have_text("In progress")

    _choose(page, "Resolve")
    page.fill("dialog#do [name=resolution]", "Spring replaced")
    _send(page)
    expect(page.locator("#header .st")).to_have_text("Resolved")


def test_keys_reach_what_stands_in_the_menu(at_desk: Open) -> None:
    desk = at_desk(viewport={"width": 900, "height": 800})
    _log(desk, "Loading bay lights flicker")
    desk.page.locator("#bar").get_by_role("button", name="Acknowledge").click()
    expect(desk.page.locator("#header .st")).to_have_text("Acknowledged")

    desk.page.keyboard.press("r")

    expect(desk.page.locator("dialog#do #do-title")).to_contain_text("Resolve")


def test_the_printed_timeline_fits_a_phone(at_desk: Open) -> None:
    desk = at_desk(viewport={**PHONE, "width": 320})
    ref = _log(desk, "Speed bump in the yard came loose")
    desk.page.fill("#note-says", "Seen by bartholomew.featherstonehaugh-of-leeds@centre.example")
    desk.page.click("#form-note button:has-text('Add note')")
    expect(desk.page.locator("#timeline ol")).to_contain_text("featherstonehaugh")

    page = desk.go(f"/incidents/{ref}/timeline/print/")

    assert page.evaluate(WIDER) == 0


COVERED = """(el) => {
    const bar = document.querySelector(".savebar"), held = el.closest("label, .f") ?? el;
    const [a, b] = [held.getBoundingClientRect(), bar.getBoundingClientRect()];
    return bar.parentNode.contains(el) && !bar.contains(el) && a.bottom > b.top && a.top < b.bottom;
}"""


@pytest.mark.parametrize("size", [PHONE, {"width": 1366, "height": 768}])
def test_the_bar_of_the_log_form_never_covers_what_one_is_at(
    at_desk: Open, size: ViewportSize
) -> None:
    desk = at_desk(viewport=size)
    page = desk.go("/incidents/new/")

    for step in range(18):
        page.keyboard.press("Tab")
        assert not page.evaluate(f"({COVERED})(document.activeElement)"), step
    page.click("#more-triage summary")
    assert not page.locator("#more-triage .f").first.evaluate(COVERED)


def test_only_the_first_of_several_red_lines_stands_over_every_page(at_desk: Open) -> None:
    desk = at_desk()
    for place in ("east", "west"):
        ref = _log(desk, f"Smoke in the {place} stairwell")
        page = desk.go(f"/incidents/{ref}/do/declare/")
        page.locator("dialog input[type=checkbox]").first.check()
        page.fill("dialog textarea", "People had to leave")
        page.click(".dialog-foot button")
        expect(page.locator("#header")).to_contain_text("Major incident")

    page = desk.go("/my-work/")

    lines = page.locator("#strip .note").filter(visible=True)
    expect(lines).to_have_count(1)
    page.locator("#strip summary", has_text=re.compile(r"and \d+ more")).click()
    assert lines.count() >= 2
