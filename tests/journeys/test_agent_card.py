"""An agent's phone: what to say appears by itself, is read and counted with one tap each."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import handing
from tests.journeys.conftest import Desk, Open

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SAY = "We know of it, and we are on it."


def _brief(desk: Desk, ref: str, headline: str) -> None:
    page = desk.go(f"/incidents/{ref}/briefings/new/")
    page.get_by_label("In one line").fill(headline)
    page.get_by_label("What to say now").fill(SAY)
    page.get_by_role("button", name="Brief colleagues").click()
    page.get_by_text("Colleagues see it on their card now.").wait_for()


def test_a_briefing_appears_is_read_counted_and_leaves_again(at_desk: Open) -> None:
    lead, agent = at_desk(), at_desk("ben.okafor", viewport=PHONE)
    ref = handing.log(lead, "Card payments are refused")
    card = agent.go("/card/")
    agent.is_live()

    _brief(lead, ref, "Card payments are refused")

    mine = card.locator("article", has_text="Card payments are refused")
    expect(mine).to_contain_text(SAY)
    expect(mine).to_contain_text("nobody has verified a cause")
    lead.is_live()
    mine.get_by_role("button", name="I have read this").click()
    expect(mine).to_contain_text("You read this at")
    expect(lead.page.locator("#receipts .ch")).to_contain_text("1 of ")

    room = lead.go(f"/incidents/{ref}/")
    lead.is_live()
    mine.get_by_role("button", name="A customer just told me this").click()
    expect(mine).to_contain_text("Counted.")
    expect(room.locator("#briefings")).to_contain_text("1 customer told us")
    mine.get_by_role("button", name="A customer just told me this").click()
    expect(card.locator("#card-says")).to_contain_text("That was counted already.")
    mine.get_by_role("button", name="Take it back").click()
    expect(mine).not_to_contain_text("Counted.")
    expect(room.locator("#briefings")).not_to_contain_text("told us")

    room.locator("#briefings").get_by_role("link", name="Card payments are refused").click()
    room.get_by_label("Why it ends").fill("Payments go through again")
    room.get_by_role("button", name="End the briefing").click()
    expect(mine).to_have_count(0)


def test_a_card_that_is_cut_off_says_so(at_desk: Open) -> None:
    lead, agent = at_desk(), at_desk("ben.okafor", viewport=PHONE)
    ref = handing.log(lead, "The courier's portal is down")
    _brief(lead, ref, "The courier's portal is down")
    card = agent.go("/card/")
    agent.is_live()
    expect(card.get_by_text("Cut off.")).to_be_hidden()

    agent.context.set_offline(True)

    expect(card.get_by_text("Cut off.")).to_be_visible()
    mine = card.locator("article", has_text="The courier's portal is down")
    mine.get_by_role("button", name="I have read this").click()
    expect(card.get_by_text("That did not get through.")).to_be_visible()
    agent.context.set_offline(False)
    expect(card.get_by_text("Cut off.")).to_be_hidden()
    mine.get_by_role("button", name="I have read this").click()
    expect(mine).to_contain_text("You read this at")


def test_the_card_works_without_a_script(at_desk: Open) -> None:
    lead = at_desk()
    agent = at_desk("maya.singh", viewport=PHONE, java_script_enabled=False)
    ref = handing.log(lead, "The chat shows old answers")
    _brief(lead, ref, "The chat shows old answers")

    card = agent.go("/card/")
    mine = card.locator("article", has_text="The chat shows old answers")
    mine.get_by_role("button", name="I have read this").click()
    expect(mine).to_contain_text("You read this at")
    mine.get_by_role("button", name="A customer just told me this").click()
    expect(mine).to_contain_text("Counted.")
    mine.get_by_role("button", name="Take it back").click()
    expect(mine).not_to_contain_text("Counted.")
    assert card.get_by_text("This page does not renew itself here.").is_visible()
