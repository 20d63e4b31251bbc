"""Two people write the same clause of a draft in two browsers, and neither loses a word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser

NAME, OWNER, WHY = "#id_f-name", "#id_f-owner", "#id_why"
LONG = 30_000
STATUS = "#form-clause [data-draft-status]"


def _begin(desk: Desk) -> str:
    page = desk.go("/strategy/drafts/")
    page.check("text=A copy of the strategy that ships with Musterpoint")
    page.click("button:has-text('Begin the draft')", no_wait_after=True)
    page.wait_for_url(re.compile(r"/strategy/drafts/\d+/$"), timeout=LONG)
    return page.url.removeprefix(desk.address)


def _keep(desk: Desk) -> None:
    desk.page.click("#keep")
    desk.page.locator(".note.success").wait_for()


def test_two_browsers_in_one_clause_lose_nothing(at_desk: Open) -> None:
    first, second = at_desk(), at_desk()
    clause = _begin(first) + "clause/paths.technology/?as=form"
    first.go(clause)
    second.go(clause)

    first.page.fill(NAME, "Technology, day and night")
    first.page.fill(WHY, "Nights were not named")
    _keep(first)
    second.page.fill(NAME, "Everything technical")
    second.page.fill("#id_f-fallback_after", "7 min")
    second.page.click("#keep")

    clash = second.page.locator(".clash")
    expect(clash).to_contain_text("Technology, day and night")
    expect(clash).to_contain_text("Everything technical")
    expect(second.page.locator(NAME)).to_have_value("Everything technical")
    second.page.fill(NAME, "Everything technical, day and night")
    _keep(second)

    first.page.reload()
    expect(first.page.locator(NAME)).to_have_value("Everything technical, day and night")
    expect(first.page.locator("#id_f-fallback_after")).to_have_value("7 min")
    expect(first.page.locator("#history")).to_contain_text("Nights were not named")
    first.page.click("#history summary >> nth=0")
    expect(first.page.locator("#history")).to_contain_text("Everything technical, day and night")


def test_two_browsers_in_different_fields_are_both_kept(at_desk: Open) -> None:
    first, second = at_desk(), at_desk()
    clause = _begin(first) + "clause/paths.technology/?as=form"
    first.go(clause)
    second.go(clause)

    first.page.fill(NAME, "Technology, day and night")
    _keep(first)
    second.page.fill("#id_f-fallback_after", "7 min")
    second.page.click("#keep")

    note = second.page.locator(".note.success")
    expect(note).to_contain_text("together with what somebody else changed")
    expect(second.page.locator(NAME)).to_have_value("Technology, day and night")
    expect(second.page.locator("#id_f-fallback_after")).to_have_value("7 min")


def test_a_finding_is_mended_beside_its_field(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go(_begin(desk) + "clause/categories.tel_total/?as=text")
    text = page.input_value("#id_text")
    page.fill("#id_text", re.sub(r"(?m)^  path: .*$", "  path: tecnology", text))
    _keep(desk)
    desk.go(page.url.removeprefix(desk.address).removesuffix("?as=text"))

    beside = page.locator(".f", has=page.locator("#id_f-path"))
    expect(beside).to_contain_text("There is no path 'tecnology'. Did you mean 'technology'?")
    page.select_option("#id_f-path", "technology")
    _keep(desk)

    expect(page.locator("#form-clause .findings")).to_have_count(0)


def test_what_was_typed_is_there_after_a_reload_with_the_row_that_was_added(at_desk: Open) -> None:
    desk = at_desk()
    clause = _begin(desk) + "clause/paths.technology/?as=form"
    page = desk.go(clause)
    rows = page.locator(".entry").count()
    page.click("button:has-text('Add one more')")
    expect(page.locator(".entry")).to_have_count(rows + 1)
    page.fill(f"[name='f.steps.{rows}.code']", "night_desk")
    page.fill(f"[name='f.steps.{rows}.after']", "9 min")
    expect(page.locator(STATUS)).to_contain_text("Draft kept")

    desk.go("/strategy/drafts/")
    desk.go(clause)

    expect(page.locator(f"[name='f.steps.{rows}.code']")).to_have_value("night_desk")
    expect(page.locator(f"[name='f.steps.{rows}.after']")).to_have_value("9 min")
    _keep(desk)
    expect(page.locator(".entry summary >> nth=-1")).to_contain_text("night_desk")
    desk.go(clause)
    expect(page.locator(STATUS)).to_have_text("")
