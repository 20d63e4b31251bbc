"""Saying how one is reached, from the first way to the last, and a browser that cannot be."""

from __future__ import annotations

import re

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import AXE, PATIENCE, Open
from tests.journeys.test_pages_for_everybody import RUN, SCHEMES, WIDER
from tests.product import Product

pytestmark = pytest.mark.browser

ADDRESS = "maya.at.home@centre.example"
FOR_ADMINISTRATORS = ("/setup/reach/", "/setup/reach/contact/carrier/", "/setup/undelivered/")
CODE = (
    "SELECT m.short FROM notifications_message m JOIN notifications_contactmethod c"
    " ON c.id = m.method_id WHERE c.address = %s ORDER BY m.id DESC LIMIT 1"
)


def _code(centre: Product) -> str:
    with psycopg.connect(centre.database_url) as connection:
        row = connection.execute(CODE, [ADDRESS]).fetchone()
    assert row
    return str(row[0])[:6]


def test_a_way_is_added_verified_put_in_order_and_removed(at_desk: Open, centre: Product) -> None:
    maya = at_desk("maya.singh")
    page = maya.go("/reach/")
    expect(page.locator("#way-account")).to_contain_text("maya.singh@centre.example")

    page.select_option("#id_channel", "email")
    page.fill("#id_address", ADDRESS)
    page.fill("#id_label", "At home")
    page.press("#id_label", "Enter")
    way = page.locator(".ways li", has_text="At home")
    expect(way).to_contain_text("not verified yet")

    way.get_by_label("Code").fill("000000" if _code(centre) != "000000" else "111111")
    way.get_by_role("button", name="Verify").click()
    expect(way).to_contain_text("This is not the code that was sent.")
    way.get_by_label("Code").fill(_code(centre))
    way.get_by_label("Code").press("Enter")
    expect(way).to_contain_text("not proved yet")
    expect(page.locator(".needed-now")).to_contain_text(ADDRESS)

    page.get_by_label("Way in line 1").select_option(label="At home")
    page.get_by_label("Way in line 2").select_option(label="E-mail of your account")
    page.get_by_label("After how many minutes, line 2").fill("5")
    page.click("text=Keep this order")
    now = page.locator(".needed-now li")
    expect(now.filter(has_text=ADDRESS)).to_contain_text("at once")
    expect(now.filter(has_text="maya.singh@centre.example")).to_contain_text("after 5 min")

    way.get_by_role("button", name="Remove At home").click()
    expect(page.locator(".ways")).not_to_contain_text("At home")
    expect(page.locator(".needed-now")).not_to_contain_text(ADDRESS)


def test_a_browser_without_its_push_service_says_so(at_desk: Open) -> None:
    asha = at_desk()
    asha.context.grant_permissions(["notifications"], origin=asha.address)
    page = asha.go("/reach/")

    page.click("text=Notify this browser")

    says = page.locator("[data-say=failed], [data-say=denied]")
    expect(says.locator("visible=true")).to_contain_text(re.compile("notification"), timeout=20_000)
    expect(page.locator(".ways [data-browser]")).to_have_count(0)


def test_a_browser_that_blocks_notifications_says_what_to_do(at_desk: Open) -> None:
    asha = at_desk()
    page = asha.go("/reach/")
    page.evaluate("Notification.requestPermission = async () => 'denied'")

    page.click("text=Notify this browser")

    expect(page.locator("[data-say=denied]")).to_contain_text("allow notifications")


def test_without_a_script_the_page_says_what_is_missing(at_desk: Open) -> None:
    page = at_desk(java_script_enabled=False).go("/reach/")

    expect(page.locator("[data-notify-browser]")).to_contain_text("need JavaScript")
    page.check("text=Sun", force=True)
    page.click("text=Keep quiet hours")
    expect(page.locator("[role=status]").first).to_contain_text("Quiet hours kept.")


def test_the_pages_for_administrators_have_no_fault(
    centre: Product, chromium_browser: Browser
) -> None:
    said = centre.run(
        "person", "add", "nova@centre.example", "--name", "Nova Quinn", "--role", "administrator"
    )
    context = chromium_browser.new_context(
        bypass_csp=True, reduced_motion="reduce", viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{centre.address}/accounts/login/")
    page.fill("[name=login]", "nova@centre.example")
    page.fill("[name=password]", said.rsplit("shown once: ", 1)[1].split()[0])
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{centre.address}/")
    page.goto(f"{centre.address}/setup/centre/contact/")
    page.fill("[name=name]", "Carrier")
    page.press("[name=name]", "Enter")
    page.wait_for_url("**/setup/centre/#contact")
    page.goto(f"{centre.address}/setup/reach/contact/carrier/")
    page.select_option("#id_channel", "email")
    page.fill("#id_address", "noc@carrier.example")
    page.press("#id_address", "Enter")
    expect(page.locator(".ways")).to_contain_text("noc@carrier.example")

    found: dict[str, list[str]] = {}
    for path in FOR_ADMINISTRATORS:
        page.goto(centre.address + path)
        page.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[f"{path} {scheme}"] = page.evaluate(RUN)
        assert page.evaluate(WIDER) <= 0, path
    context.close()

    assert {path: faults for path, faults in found.items() if faults} == {}
