"""Claim, verify, compose, agree, send by real mail, watch receipts, withdraw, correct."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.worker.mailbox import Mailbox, mailbox
from tests.journeys.conftest import AXE, PATIENCE
from tests.journeys.seeding import PASSWORD, seed
from tests.journeys.test_pages_for_everybody import RUN, SCHEMES, WIDER
from tests.product import Product

pytestmark = pytest.mark.browser

WHAT = "Calls to all main numbers fail"
TRUE = "Calls to the sales number fail"
BOARD = (
    ("what", WHAT),
    ("effect", "Orders by phone have to wait"),
    ("other", "0113 496 0000"),
    ("what", TRUE),
)
MEMBER = (
    "INSERT INTO communications_audiencemember (audience, holder, added_at)"
    " SELECT 'clients', 'person:' || id, now() FROM accounts_person WHERE name = 'Maya Singh'"
)


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def house(fresh_database: str, tmp_path: Path, post: Mailbox) -> Iterator[Product]:
    """A centre whose mail is really sent, and in which Maya reads what client accounts are told."""
    running = Product(
        database_url=fresh_database,
        data=tmp_path,
        settings={"EMAIL_URL": f"smtp://127.0.0.1:{post.port}/"},
    )
    try:
        running.run("policy", "ensure")
        seed(running)
        with psycopg.connect(fresh_database) as connection:
            connection.execute(MEMBER)
        running.start("worker")
        running.serve()
        yield running
    finally:
        running.end()


@contextmanager
def desk(house: Product, browser: Browser, name: str, **context: bool) -> Iterator[Page]:
    made = browser.new_context(locale="en-GB", bypass_csp=True, reduced_motion="reduce", **context)  # type: ignore[arg-type]  # flags of a context
    made.set_default_timeout(PATIENCE)
    page = made.new_page()
    page.goto(f"{house.address}/accounts/login/")
    page.fill("[name=login]", f"{name}@centre.example")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.wait_for_url(f"{house.address}/")
    yield page
    made.close()


def test_from_a_claim_to_its_correction(
    house: Product, chromium_browser: Browser, post: Mailbox
) -> None:
    with (
        desk(house, chromium_browser, "asha.patel") as asha,
        desk(house, chromium_browser, "ben.okafor") as ben,
    ):
        room = logged(house, asha)
        for number, (about, says) in enumerate(BOARD[:3], start=1):
            claimed(asha, room, about, says)
            verified(asha, room, number)
        composed(ben, room)
        agreed(asha, f"{room}updates/1/")
        sent(ben, f"{room}updates/1/")
        assert WHAT in mail(post, "Telephones down")
        reached(ben, f"{room}updates/1/")

        claimed(asha, room, *BOARD[3])
        verified(asha, room, 4)
        withdrawn(ben, room)
        corrected(ben, room)
        agreed(asha, f"{room}updates/2/")
        sent(ben, f"{room}updates/2/")
        said = mail(post, "Correction: Telephones down")
        assert f"Correction. We told you: “{WHAT}” That was wrong." in said
        assert TRUE in said
        reached(ben, f"{room}updates/2/")


def test_an_update_is_written_without_a_script(house: Product, chromium_browser: Browser) -> None:
    with desk(house, chromium_browser, "asha.patel") as asha:
        room = logged(house, asha)
        claimed(asha, room, "what", WHAT)
        verified(asha, room, 1)
    with desk(house, chromium_browser, "ben.okafor", java_script_enabled=False) as ben:
        ben.goto(f"{room}updates/new/?to=clients")
        ben.click("#more-own summary")
        ben.fill("#own-clients", "We will call you back soon")
        ben.click("text=Show the drafts")
        expect(ben.locator("#sheet-clients .beside")).to_contain_text("A promise without a time")
        ben.click("text=Keep as drafts")
        ben.click("#update-list a.title")
        expect(ben.locator(".said-so")).to_contain_text("We will call you back soon")


def logged(house: Product, page: Page) -> str:
    """Log an incident of the gravest kind and return the address of its room."""
    page.goto(f"{house.address}/incidents/new/")
    page.fill("#id_summary", "Inbound voice dead on all main numbers")
    page.locator("[name=impact][value=I1]").check(force=True)
    page.locator("[name=urgency][value=U1]").check(force=True)
    page.select_option("#id_category", "tel_total")
    page.click("button:has-text('Log it')")
    page.wait_for_url(re.compile(r"/incidents/INC-\d+/$"))
    return page.url


def claimed(page: Page, room: str, about: str, says: str) -> None:
    page.goto(f"{room}facts/")
    form = page.locator("#form-claim")
    form.locator("[name=says]").fill(says)
    form.locator("[name=source]").fill("Our own test calls")
    form.locator("[name=about]").select_option(about)
    form.locator("button.go").click()
    expect(page.locator("#fact-list")).to_contain_text(says)


def verified(page: Page, room: str, number: int) -> None:
    page.goto(f"{room}facts/?do=verify&fact={number}")
    form = page.locator(f"#act-{number}-verify form")
    form.locator("[name=how]").fill("Called ourselves")
    form.locator("button").click()
    expect(page.locator(f"#fact-{number} .tag").first).to_contain_text("Verified")


def composed(page: Page, room: str) -> None:
    """Write to client accounts: the drafts follow what is typed, and what is wrong is said."""
    page.goto(room)
    page.locator("#updates").get_by_role("link", name="Client accounts").click()
    sheet = page.locator("#sheet-clients")
    expect(sheet.locator(".said-so")).to_contain_text(WHAT)
    page.fill("#say-doing", "We test each line with the carrier")
    page.fill("#say-unknown", "400 callers")
    page.fill("#say-name", "Ben Okafor")
    page.select_option("#pick-number", "3")
    expect(sheet).to_contain_text("“400” is a claim.")
    page.fill("#say-unknown", "the cause")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    expect(sheet).to_contain_text("Nothing keeps it from leaving.")
    page.fill("#subject", "Telephones down")
    assert faults(page) == []
    page.click("button:has-text('Ask for approval')")
    expect(page.locator(".note.success")).to_contain_text("waits for somebody to agree")


def agreed(page: Page, address: str) -> None:
    page.goto(address)
    page.click("button:has-text('Agree to these words')")
    expect(page.locator("#update-one")).to_contain_text("approved, not sent")


def sent(page: Page, address: str) -> None:
    page.goto(address)
    page.click("button:has-text('Send it now')")
    expect(page.locator("#receipts-title")).to_be_visible()


def reached(page: Page, address: str) -> None:
    """Tick off the call that somebody makes, and see that the mail went out."""
    page.goto(address)
    page.locator(".receipts li", has_text="phone").get_by_role("button", name="Done").click()
    expect(page.locator("#update-one")).to_contain_text("1 of 2 reached")
    expect(page.locator(".receipts li", has_text="e-mail")).to_contain_text("sent", timeout=20_000)
    assert faults(page) == []


def withdrawn(page: Page, room: str) -> None:
    page.goto(f"{room}facts/?do=withdraw&fact=1")
    form = page.locator("#act-1-withdraw form")
    form.locator("[name=why]").fill("Only the sales number fails")
    form.locator("button.red").click()
    expect(page.locator("#messages")).to_contain_text("1 update that was sent said it")


def corrected(page: Page, room: str) -> None:
    page.goto(f"{room}updates/1/")
    expect(page.locator("#update-one [role=alert]")).to_contain_text("This was wrong.")
    page.click("text=Go to the correction")
    page.check("[name=also][value='4']")
    sheet = page.locator("#sheet-clients")
    expect(sheet.locator(".said-so")).to_contain_text(TRUE)
    expect(sheet).to_contain_text("Nothing keeps it from leaving.")
    page.click("button:has-text('Ask for approval')")
    expect(page.locator("#update-one")).to_contain_text("waits for approval")
    assert faults(page) == []


def mail(post: Mailbox, subject: str) -> str:
    """Wait for the one mail with this subject and return what it says; it went to Maya."""
    until = time.monotonic() + 20
    while True:
        found = [one for one in post.mails if one["Subject"] == subject]
        if found or time.monotonic() > until:
            break
        time.sleep(0.05)
    assert [str(one["To"]) for one in found] == ["Maya Singh <maya.singh@centre.example>"]
    body = found[0].get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in page.evaluate(RUN)]
    return [*found, "wider than the screen"] if page.evaluate(WIDER) > 0 else found
