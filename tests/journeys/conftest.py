"""What journeys stand on: the product in real processes, a real browser, people signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.seeding import PASSWORD, seed
from tests.product import Product

AXE = Path(__file__).parent / "axe" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 8_000

Open = Callable[..., "Desk"]


@pytest.fixture(scope="session")
def centre(
    django_db_setup: None,
    test_database: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """The product with people and places, on a database of the journeys' own; web and worker."""
    url = test_database.copy("journeys")  # type: ignore[attr-defined]  # TestDatabase
    running = Product(database_url=url, data=tmp_path_factory.mktemp("journeys"))
    try:
        running.run("policy", "ensure")
        seed(running)
        running.start("worker")
        running.serve()
        yield running
    finally:
        running.end()
        test_database.drop("journeys")  # type: ignore[attr-defined]  # TestDatabase


@pytest.fixture(scope="session")
def chromium_browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Desk:
    """Somebody at a browser of their own."""

    address: str
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def room(self) -> str:
        """Return the reference of the incident whose room is open."""
        return self.page.url.rstrip("/").rsplit("/", 1)[-1]

    def is_live(self) -> None:
        """Wait until this page hears of news."""
        self.page.wait_for_selector("[data-live-pill][data-state=live]")


@pytest.fixture
def at_desk(centre: Product, chromium_browser: Browser) -> Iterator[Open]:
    """Return a desk at which this person is signed in; all are cleared at the end."""
    desks: list[Desk] = []

    def open_desk(name: str = "asha.patel", **context: Any) -> Desk:
        made = chromium_browser.new_context(locale="en-GB", **context)
        made.set_default_timeout(PATIENCE)
        desk = Desk(address=centre.address, context=made, page=made.new_page())
        desk.page.on("pageerror", lambda fault: desk.faults.append(str(fault)))
        page = desk.go("/accounts/login/")
        page.fill("[name=login]", f"{name}@centre.example")
        page.fill("[name=password]", PASSWORD)
        page.click("button:has-text('Sign in')")
        page.wait_for_url(f"{centre.address}/")
        desks.append(desk)
        return desk

    yield open_desk
    for desk in desks:
        desk.context.close()
    assert [fault for desk in desks for fault in desk.faults] == []
