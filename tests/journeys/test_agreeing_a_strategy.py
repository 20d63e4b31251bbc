"""The shipped strategy copied, changed, consulted on, signed, published; then it runs.

Somebody without an account answers by the link that came with real mail, on a phone without script.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.worker.mailbox import Mailbox, mailbox
from tests.journeys.conftest import AXE, PATIENCE
from tests.journeys.seeding import PASSWORD, seed
from tests.journeys.test_pages_for_everybody import RUN, SCHEMES, WIDER
from tests.product import Product

pytestmark = pytest.mark.browser

AGREEMENT = """agreement:
  groups:
    agents: {name: Agents, says: They do the work.}
    council: {name: Works council, says: It speaks for colleagues.}
  approvers: [incident_manager]
  acknowledged_by: [incident_manager]
"""
SLOW = {"summary": "Chat is slow", "impact": "I3", "urgency": "U3"}


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def house(fresh_database: str, tmp_path: Path, post: Mailbox) -> Iterator[Product]:
    """A centre of this journey's own: its strategy changes for everybody."""
    running = Product(
        database_url=fresh_database,
        data=tmp_path,
        settings={"EMAIL_URL": f"smtp://127.0.0.1:{post.port}/"},
    )
    try:
        running.run("policy", "ensure")
        seed(running)
        running.start("worker")
        running.serve()
        yield running
    finally:
        running.end()


class Program:
    """What works beside the browser, with a token of Asha's."""

    def __init__(self, house: Product) -> None:
        self.root = f"{house.address}/api/v1"
        self.token = house.run("token", "create", "asha.patel@centre.example").split()[-1]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        request = urllib.request.Request(
            f"{self.root}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **headers,
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())


def sign_in(house: Product, page: Page) -> None:
    page.goto(f"{house.address}/accounts/login/")
    page.fill("[name=login]", "asha.patel@centre.example")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.wait_for_url(f"{house.address}/")


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in page.evaluate(RUN)]
    return [*found, "wider than the screen"] if page.evaluate(WIDER) > 0 else found


def by_link(browser: Browser, address: str) -> None:
    """Answer as somebody from outside: a phone, no script, no account."""
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = phone.new_page()
    page.goto(f"{address}?part=priority")
    expect(page.locator("h1")).to_contain_text("Read it and say what you think")
    matrix = page.locator("#matrix")
    matrix.locator("summary").click()
    matrix.get_by_label("What should be different").fill("P3 is right for a slow chat")
    matrix.get_by_role("button", name="Send").click()
    expect(page.locator("[role=status]")).to_contain_text("Thank you.")
    phone.close()


def begun(house: Product, program: Program) -> int:
    """Copy the shipped strategy for a centre of two groups, and return the draft's number."""
    text = house.run("policy", "export", "default")
    text = re.sub(r"^agreement:\n(?:  .*\n)+", AGREEMENT, text, flags=re.MULTILINE)
    number: int = program.ask("POST", "/drafts", {"text": text, "title": "Sooner"})["number"]
    return number


def changed(page: Page, draft: str) -> None:
    """Change the matrix as a matrix and a path as a timeline."""
    page.goto(f"{draft}clause/matrix/")
    page.locator("[name='cell.I3.U3']").select_option("P3")
    kept(page)
    page.goto(f"{draft}clause/paths.technology/")
    page.fill("[name='f.name']", "Technology, sooner")
    page.fill("[name='f.steps.1.wait.P1']", "4 min")
    kept(page)


def kept(page: Page) -> None:
    page.click("#keep")
    page.locator(".note.success").wait_for()


def replayed(house: Product, page: Page, number: int, ref: str) -> None:
    """See what the draft makes of the past beside the strategy in force: this incident differs."""
    page.goto(f"{house.address}/strategy/replays/")
    page.select_option("[name=policy]", f"draft:{number}")
    page.click("main button:has-text('Replay')", no_wait_after=True)
    page.wait_for_url(re.compile(r"/strategy/replays/\d+/$"))
    page.locator("section:has(#differ-title) a.go").click()
    expect(page.locator("main")).to_contain_text(ref)
    expect(page.locator("tr", has_text=ref)).to_contain_text("P3")


def consulted(page: Page, post: Mailbox, browser: Browser) -> None:
    """Open the consultation, ask somebody by mail, write down a meeting, answer."""
    page.fill("#open-says", "Is the matrix right?")
    page.click("text=Open the consultation")
    expect(page.locator("[aria-current=step]")).to_have_text("in consultation")
    page.select_option("#invite-group", "council")
    page.fill("#invite-name", "Ana Lima")
    page.fill("#invite-email", "ana@council.example")
    page.click("#form-invite button")
    post.wait_for(1)
    letter = next(mail for mail in post.mails if "ana@council.example" in str(mail["To"]))
    link = re.search(r"http://\S+/consultation/\S+/", letter.get_content())
    assert link is not None
    by_link(browser, link[0])

    page.reload()
    page.fill("#record-on", "2026-03-02")
    page.fill("#record-with", "The early shift")
    page.click("#form-record button")
    expect(page.locator(".missing")).to_contain_text("Not answered yet: 1.")
    page.click("text=Answer 1")
    page.select_option("#outcome-1", "noted")
    page.fill("#answer-1", "It stays so.")
    page.click("#comment-1 button:has-text('Answer')")
    expect(page.locator("#comment-1")).to_contain_text("It stays so.")
    assert faults(page) == []


def published(page: Page) -> None:
    """Ask for approval, sign, publish, and say that one has read it."""
    page.click("text=Ask for approval")
    page.click("text=Sign as Incident manager")
    expect(page.locator("[aria-current=step]")).to_have_text("approved")
    page.fill("#note", "A slow chat counts more")
    page.click("#form-publish button")
    page.click("text=See it with its evidence")
    expect(page.locator("main")).to_contain_text("Agreed: consulted, signed and published")
    page.click("text=I have read it")
    expect(page.locator("main")).to_contain_text("You have read this version.")
    assert faults(page) == []


def test_a_strategy_is_agreed_and_runs(
    house: Product, post: Mailbox, chromium_browser: Browser
) -> None:
    program = Program(house)
    old = program.ask("POST", "/incidents", SLOW)
    number = begun(house, program)
    desk = chromium_browser.new_context(
        locale="en-GB",
        bypass_csp=True,
        reduced_motion="reduce",
        viewport={"width": 1440, "height": 900},
    )
    desk.set_default_timeout(PATIENCE)
    page = desk.new_page()
    sign_in(house, page)
    changed(page, f"{house.address}/strategy/drafts/{number}/")
    replayed(house, page, number, old["ref"])
    page.goto(f"{house.address}/strategy/drafts/{number}/progress/")
    consulted(page, post, chromium_browser)
    published(page)
    page.goto(f"{house.address}/strategy/compare/?old=1&new=2")
    expect(page.locator(".differs", has_text="Escalation paths")).to_contain_text("sooner")
    assert faults(page) == []

    new = program.ask("POST", "/incidents", SLOW)
    assert (old["priority"], old["policy_version"]) == ("P4", 1)
    assert (new["priority"], new["policy_version"]) == ("P3", 2)
    assert program.ask("GET", f"/incidents/{old['ref']}")["policy_version"] == 1
    house.run("verify")
    desk.close()
