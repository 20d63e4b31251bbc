"""A visitor subscribes to the public page, hears of an incident by real SMTP, and leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.worker.mailbox import Mailbox, mailbox
from tests.journeys.conftest import AXE, PATIENCE
from tests.journeys.seeding import PASSWORD, seed
from tests.journeys.test_pages_for_everybody import RUN, SCHEMES, WIDER
from tests.product import SOURCE, Product

pytestmark = pytest.mark.browser

VISITOR = "visitor@customer.example"
LINK = re.compile(r"http://\S+/status/subscription/\S+/")


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def house(fresh_database: str, tmp_path: Path, post: Mailbox) -> Iterator[Product]:
    """A centre of this journey's own, with a mail server and a folder for its status page."""
    running = Product(
        database_url=fresh_database,
        data=tmp_path,
        settings={
            "EMAIL_URL": f"smtp://127.0.0.1:{post.port}/",
            "MUSTERPOINT_STATUS_FOLDER": str(tmp_path / "site"),
        },
    )
    try:
        running.run("policy", "ensure")
        seed(running)
        running.start("worker")
        running.serve()
        yield running
    finally:
        running.end()


@pytest.mark.usefixtures("django_db_setup")  # before the browser, so that it ends after it
def test_a_visitor_subscribes_hears_of_it_and_leaves(
    chromium_browser: Browser, house: Product, post: Mailbox, tmp_path: Path
) -> None:
    asha = _signed_in(chromium_browser, house)
    _put_up(asha, house)
    visitor = chromium_browser.new_context(locale="en-GB", java_script_enabled=False).new_page()
    visitor.set_default_timeout(PATIENCE)

    visitor.goto(f"{house.address}/status/")
    visitor.click("text=Subscribe")
    visitor.fill("#email", VISITOR)
    visitor.check("text=Phone lines")
    visitor.click("text=Send me the link")
    expect(visitor.get_by_role("status")).to_contain_text(VISITOR)
    visitor.goto(_link(_nth(post, 1)))
    visitor.click("text=Yes, send me news")
    expect(visitor.get_by_role("status")).to_contain_text("Confirmed.")
    assert visitor.context.cookies() == []

    _publish(house)
    news = _nth(post, 2)
    assert news["Subject"] == "[Acme status] Trouble: Phone lines – Being looked into"
    assert "Some callers hear nothing." in news.get_content()
    visitor.goto(f"{house.address}/status/")
    expect(visitor.locator(".overall")).to_have_text("Part of the service does not work")
    _no_faults(chromium_browser, house, _link(news))
    _no_faults_inside(asha, house)

    leave = str(news["List-Unsubscribe"]).strip("<>")
    said = urllib.request.urlopen(leave, data=b"List-Unsubscribe=One-Click", timeout=10)
    assert said.status == 200
    _publish(house)
    asha.goto(f"{house.address}/setup/status/public/")
    expect(asha.locator("section", has=asha.locator("#readers-title"))).to_contain_text("0")
    expect(asha.locator("body")).not_to_contain_text(VISITOR)
    summary = tmp_path / "site" / "api" / "v2" / "summary.json"
    assert json.loads(summary.read_text())["status"]["indicator"] == "major"
    assert post.recipients.count(VISITOR) == 2


def _signed_in(browser: Browser, house: Product) -> Page:
    page = browser.new_context(locale="en-GB", bypass_csp=True).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{house.address}/accounts/login/")
    page.fill("[name=login]", "asha.patel@centre.example")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")
    page.wait_for_url(f"{house.address}/")
    return page


def _put_up(page: Page, house: Product) -> None:
    page.goto(f"{house.address}/setup/status/")
    page.fill("#id_name", "Acme status")
    page.click("text=Put it up")
    page.wait_for_url("**/setup/status/public/")
    page.click("summary:has-text('Add a component')")
    page.fill("#component-name", "Phone lines")
    page.select_option("#component-service", "voice")
    page.click("text=Add it")
    page.locator(".shown-as", has_text="Phone lines").wait_for()


def _nth(post: Mailbox, number: int) -> EmailMessage:
    """Return the mail that the visitor got as their first, second, once it is there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        mails = [one for one in list(post.mails) if one["To"] == VISITOR]
        if len(mails) >= number:
            return mails[number - 1]
        time.sleep(0.05)
    raise AssertionError(f"the visitor got {len(mails)} mails, not {number}")


def _link(mail: EmailMessage) -> str:
    found = LINK.search(mail.get_content())
    assert found
    return found[0]


def _no_faults(browser: Browser, house: Product, own: str) -> None:
    """Hold every public page against axe, light and dark, wide and on a phone."""
    found: list[str] = []
    for width in (1440, 390):
        page = browser.new_context(
            viewport={"width": width, "height": 900}, bypass_csp=True
        ).new_page()
        for address in (
            "/status/", "/status/history/", "/status/subscribe/", own.removeprefix(house.address),
        ):  # fmt: skip
            page.goto(house.address + address)
            page.evaluate(AXE.read_text())
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found += [f"{address} {scheme}: {fault}" for fault in page.evaluate(RUN)]
            if page.evaluate(WIDER) > 0:
                found.append(f"{address}: wider than the screen")
        page.context.close()
    assert found == []


def _no_faults_inside(page: Page, house: Product) -> None:
    """Hold the pages that keep a status page against axe, wide and on a phone."""
    found: list[str] = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("", "public/", "public/planned/"):
            page.goto(f"{house.address}/setup/status/{address}")
            page.evaluate(AXE.read_text())
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                found += [f"{address} {scheme}: {fault}" for fault in page.evaluate(RUN)]
            if page.evaluate(WIDER) > 0:
                found.append(f"{address} at {width}: wider than the screen")
    assert found == []


def _publish(house: Product) -> None:
    """Put an update on the page, as sending one does."""
    environ = {**house._environ(), "DJANGO_SETTINGS_MODULE": "musterpoint.project.settings"}
    environ["PYTHONPATH"] = os.pathsep.join([str(SOURCE), str(SOURCE.parent)])
    program = "from tests.journeys.test_subscribing import publish; publish()"
    subprocess.run([sys.executable, "-c", program], env=environ, check=True)


def publish() -> None:
    import django

    django.setup()
    from django.db import transaction

    from musterpoint.apps.accounts import queries as accounts
    from musterpoint.apps.communications.models import Update
    from musterpoint.apps.communications.operations import notices
    from musterpoint.apps.communications.operations.notices import Said
    from musterpoint.apps.incidents.models import Incident
    from musterpoint.domain.report import Report
    from musterpoint.domain.status_pages import Impact
    from musterpoint.interfaces import clock
    from musterpoint.usecases.log_incident import log_incident

    asha = accounts.by_email("asha.patel@centre.example")
    assert asha is not None
    at = clock.now()
    with transaction.atomic():
        incident = Incident.objects.first()
        if incident is None:
            report = Report(summary="Callers hear nothing", service="voice")
            made = log_incident(report=report, by=accounts.actor_of(asha), at=at)
            incident = Incident.objects.get(pk=made.incident.pk)
        update = Update.objects.create(
            incident=incident,
            number=Update.objects.count() + 1,
            audience="customers",
            state="sent",
            composed_at=at,
        )
        said = Said(update=update, says="Some callers hear nothing.", impact=Impact.MAJOR)
        notices.publish(said, incident, zone="Europe/London", actor="system:tests", at=at)
