"""Every page, light and dark, wide and on a phone: no fault that axe can find, nothing cut off."""

from __future__ import annotations

import re
from typing import Literal

import pytest

from tests.journeys import handing
from tests.journeys.conftest import AXE, Desk, Open

pytestmark = pytest.mark.browser

ROOM_PAGES = (
    "",
    "updates/",
    "updates/new/",
    "do/assess/",
    "do/close/",
    "do/details/",
    "do/suspect/",
    "timeline/print/",
    "files/",
    "facts/",
    "facts/?do=withdraw&fact=1",
)
PAGES = (
    "/", "/incidents/", "/incidents/?q=nothing+like+this", "/my-work/", "/wallboard/",
    "/wallboard/?theme=light", "/incidents/new/", "/notices/", "/complaints/", "/strategy/",
    "/strategy/conformity/", "/strategy/conformity/?framework=itil4&show=open",
    "/strategy/alignment/", "/strategy/duties/?show=all",
    "/strategy/?part=goals", "/strategy/?part=services", "/strategy/?part=risks",
    "/strategy/?part=priority",
    "/strategy/?part=time", "/strategy/?part=communications", "/strategy/?part=obligations",
    "/strategy/versions/", "/strategy/versions/1/", "/strategy/compare/",
    "/strategy/?q=breach", "/strategy/?part=paths", "/strategy/?part=roles",
    "/strategy/?part=review", "/strategy/?part=categories", "/strategy/?part=playbooks",
    "/paths/technology/simulate/", "/strategy/scenarios/", "/strategy/scenarios/SC04/",
    "/strategy/ratings/",
    "/strategy/?part=category&code=tel_total", "/reach/", "/rotas/", "/rotas/technology/",
    "/rotas/technology/layers/", "/rotas/carrier/calendars/", "/my-turns/", "/new-rota/",
    "/strategy/documents/", "/strategy/exercises/", "/strategy/training/", "/strategy/replays/",
    "/strategy/drafts/", "/strategy/search/?q=phone", "/strategy/1/comments/paths.technology/",
    "/handovers/", "/handovers/new/", "/shift-log/", "/promises/", "/card/", "/briefings/",
    "/no-such-page/", "/vault/",
    "/words/", "/words/glossary/", "/words/glossary/torque/", "/words/new-term/",
)  # fmt: skip
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RUN = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
    one => `${one.id}: ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 99)).join(", ")}`))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_page_has_a_fault(at_desk: Open, width: int, height: int) -> None:
    desk = at_desk(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",  # a colour on its way to another has no contrast of its own
        bypass_csp=True,
    )
    room = _room(desk)
    handed = _handed(desk, at_desk("ben.okafor"))
    axe = AXE.read_text()

    found: dict[str, list[str]] = {}
    briefed = _briefed(desk, room)
    written = _draft(desk)
    for path in (*PAGES, *(room + tail for tail in ROOM_PAGES), *briefed, *handed, *written):
        page = desk.go(path)
        page.evaluate(axe)
        faults: list[str] = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            faults += [f"{scheme}: {fault}" for fault in page.evaluate(RUN)]
        if page.evaluate(WIDER) > 0:
            faults.append("wider than the screen")
        if faults:
            found[path] = faults

    assert found == {}


DRAFT_PAGES = (
    "", "paths/", "risks/", "clause/paths.technology/", "clause/paths.technology/?as=form",
    "clause/paths.technology/?as=text",
    "clause/categories.tel_total/", "clause/calendars.always/", "clause/triage.Q1/?as=form",
    "clause/matrix/", "clause/major/", "clause/paths.technology/?as=form",
    "clause/risks.telephony_lost/", "clause/services.crm/", "sheet/authority/",
    "sheet/communications/", "read/", "read/?part=services",
)  # fmt: skip


def _draft(desk: Desk) -> list[str]:
    """Return the pages of a draft with an error in it and a comment on it."""
    page = desk.go("/strategy/drafts/")
    page.click("button:has-text('Begin the draft')", no_wait_after=True)
    page.wait_for_url(re.compile(r"/strategy/drafts/\d+/$"), timeout=30_000)
    draft = page.url.removeprefix(desk.address)
    desk.go(f"{draft}clause/paths.technology/?as=form")
    page.fill("#id_f-fallback", "nobody at all")
    page.click("#keep")
    page.locator(".messages, [role=status]").first.wait_for()
    page.fill("#comment-says", "Who is that?")
    page.click("#comments button:has-text('Comment')")
    page.locator(".threads").wait_for()
    return [draft + tail for tail in DRAFT_PAGES]


def _room(desk: Desk) -> str:
    page = desk.go("/incidents/new/")
    page.fill("#id_summary", "Spare parts line plays no music")
    page.check("#id_personal_data")
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    room = f"/incidents/{desk.room()}/"
    _claim(desk, room, "Back by two")
    _claim(desk, room, "Back by four")
    _promise(desk, room)
    return room


def _claim(desk: Desk, room: str, says: str) -> None:
    page = desk.go(f"{room}facts/")
    page.fill("#claim_says", says)
    page.select_option("#claim_about", "repair_time")
    page.fill("#claim_source", "Carrier's desk")
    page.fill("#claim_estimate_of", "the carrier")
    page.click("text=Put it on the board")
    page.locator(f"#fact-list strong:has-text('{says}')").wait_for()


def _promise(desk: Desk, room: str) -> None:
    page = desk.go(room)
    page.fill("#note-says", "We will ring her within two hours.")
    page.click("text=Add note")
    page.locator("#promises:has-text('We will ring her')").wait_for()


def _briefed(desk: Desk, room: str) -> tuple[str, ...]:
    """Return the pages of a briefing: written, standing, revised; it stands on the card too."""
    page = desk.go(f"{room}briefings/new/")
    page.get_by_label("What to say now").fill("We know of it, and we are on it.")
    page.get_by_role("button", name="Brief colleagues").click()
    page.wait_for_url(re.compile(r"/briefings/\d+/$"))
    path = page.url.removeprefix(desk.address)
    return f"{room}briefings/new/", path, f"{path}revise/"


def _handed(desk: Desk, other: Desk) -> tuple[str, ...]:
    """Return the pages of a draft, of one's own offer, and of one to accept; one has passed."""
    ref = desk.room()
    handing.take(desk, ref, "incident_manager")
    handing.take(other, ref, "loggist")
    handing.draft(other, ref)
    other.page.get_by_label("And also").fill("Ring the vendor back")
    to_accept = handing.offer(other, "Asha Patel")
    page = desk.go(to_accept)
    page.locator("#item-1 input").check()
    page.click("text=Accept what is ticked")
    page.locator(".messages, [role=status]").first.wait_for()
    handing.draft(desk, ref)
    given = handing.offer(desk, "Ben Okafor")
    return handing.draft(desk, ref), given, to_accept
