"""Somebody cannot take their turn: a planner puts somebody in, and every page says who and why."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from musterpoint.interfaces import clock
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser


def test_a_rota_says_who_answers_now_and_why_after_an_override(at_desk: Open) -> None:
    desk = at_desk()
    page = desk.go("/rotas/")
    page.click("section >> text=Technology")
    page.wait_for_url(re.compile(r"/rotas/technology/$"))

    page.click("a:has-text('Let somebody else answer')")
    form = page.locator("#form-override")
    form.get_by_label("Who answers").select_option(label="Maya Singh")
    form.get_by_label("Until").fill(f"{clock.now() + timedelta(hours=9):%Y-%m-%dT%H:%M}")
    form.get_by_label("Why").fill("Ben's train is stuck")
    form.get_by_role("button", name="Put them in").press("Enter")

    answers = page.locator("section[aria-labelledby=now-title]")
    answers.get_by_text("Override: Ben's train is stuck.").first.wait_for()
    assert answers.locator(".who").all_inner_texts() == ["Maya Singh"]
    overview = desk.go("/rotas/").locator("section[aria-labelledby=rota-technology]")
    assert overview.locator(".who").all_inner_texts() == ["Maya Singh"]

    desk.go("/rotas/technology/").get_by_role("button", name=re.compile("End the override")).click()
    page.get_by_text("The override has ended.").wait_for()
    assert "Maya Singh" not in answers.locator(".who").all_inner_texts()


def test_a_turn_can_be_covered_without_a_script_on_a_phone(at_desk: Open) -> None:
    desk = at_desk(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = desk.go("/rotas/technology/")

    assert not page.locator(".weeks").is_visible()
    assert page.locator("table.cards tbody tr").count() > 1
    page.click("a:has-text('Let somebody else answer')")
    form = page.locator("#form-override")
    form.get_by_label("Who answers").select_option(label="Maya Singh")
    form.get_by_role("button", name="Put them in").click()

    assert page.get_by_text("Say why, in a few words.").is_visible()
    assert form.get_by_label("Who answers").input_value() != ""
