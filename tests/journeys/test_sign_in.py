"""Signing in for real: password, code, recovery code, passkey; and being shut out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from musterpoint.interfaces import clock
from tests.journeys.conftest import AXE, PATIENCE
from tests.journeys.test_pages_for_everybody import RUN, SCHEMES, WIDER
from tests.product import Product

pytestmark = pytest.mark.browser

STEP_SECONDS = 30
SHOWN_ONCE = re.compile(r"shown once: (\S+)")
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SAYS = "main .card .note.error, main .card .errors"
_numbers = count(1)


@dataclass(kw_only=True)
class Newcomer:
    """Somebody whose account nobody else's journey uses."""

    email: str
    password: str
    address: str
    page: Page

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def give_password(self, password: str = "") -> None:
        """Fill in and send the sign-in form."""
        page = self.go("/accounts/login/")
        page.fill("[name=login]", self.email)
        page.fill("[name=password]", password or self.password)
        page.click("button:text-is('Sign in')")

    def sign_in(self) -> None:
        self.give_password()
        self.is_in()

    def is_in(self) -> None:
        self.page.wait_for_url(f"{self.address}/")

    def sign_out(self) -> None:
        self.page.context.clear_cookies()

    def confirm(self) -> None:
        """Give the password again where a page asks for it before it changes anything."""
        if "/reauthenticate/" in self.page.url:
            self.page.fill("[name=password]", self.password)
            self.page.click("main button.go")

    def take_codes(self) -> tuple[str, list[str]]:
        """Set up codes; return the secret and the recovery codes."""
        page = self.go("/accounts/2fa/totp/activate/")
        self.confirm()
        secret = page.input_value("#authenticator_secret")
        page.fill("[name=code]", _code(page, secret))
        page.click("button:text-is('Activate')")
        recovery = page.input_value("#recovery_codes").split()
        return secret, recovery


def _code(page: Page, secret: str) -> str:
    """Return the present code (RFC 6238), waiting out a step that is about to end."""
    left = STEP_SECONDS - clock.now().timestamp() % STEP_SECONDS
    if left < 3:
        page.wait_for_timeout((left + 0.2) * 1000)
    step = int(clock.now().timestamp()) // STEP_SECONDS
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


Arrive = Callable[..., Newcomer]


@pytest.fixture
def arrive(centre: Product, chromium_browser: Browser) -> Iterator[Arrive]:
    """Return somebody new at a browser of their own, not signed in."""
    contexts = []

    def newcomer(role: str = "agent", **look: Any) -> Newcomer:
        email = f"newcomer.{next(_numbers)}@centre.example"
        said = centre.run("person", "add", email, "--name", "Nova Quinn", "--role", role)
        found = SHOWN_ONCE.search(said)
        assert found
        context = chromium_browser.new_context(locale="en-GB", **look)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        # A passkey belongs to a name; an address such as 127.0.0.1 cannot have one.
        address = centre.address.replace("127.0.0.1", "localhost")
        return Newcomer(
            email=email, password=found.group(1), address=address, page=context.new_page()
        )

    yield newcomer
    for context in contexts:
        context.close()


def test_a_password_opens_the_board(arrive: Arrive) -> None:
    nova = arrive()

    nova.sign_in()

    expect(nova.page.locator("summary[aria-label='Menu of Nova Quinn']")).to_be_visible()


def test_a_wrong_password_says_nothing_about_the_account(arrive: Arrive) -> None:
    nova = arrive()

    nova.give_password("not the password")
    known = nova.page.inner_text(SAYS)
    nova.email = "nobody.at.all@centre.example"
    nova.give_password("not the password")

    assert known
    assert nova.page.inner_text(SAYS) == known


def test_a_code_is_asked_for_once_set_up(arrive: Arrive) -> None:
    nova = arrive()
    nova.sign_in()
    secret, recovery = nova.take_codes()
    assert len(recovery) == 10
    nova.sign_out()

    nova.give_password()
    nova.page.wait_for_url("**/accounts/2fa/authenticate/")
    nova.go("/")  # the password alone opens nothing
    nova.page.wait_for_url("**/accounts/2fa/authenticate/")
    nova.page.fill("#id_code", "000000")
    nova.page.click("main button.go")
    expect(nova.page.locator("#id_code-errors")).to_be_visible()
    nova.page.fill("#id_code", _code(nova.page, secret))
    nova.page.click("main button.go")
    nova.is_in()


def test_a_recovery_code_opens_once(arrive: Arrive) -> None:
    nova = arrive()
    nova.sign_in()
    _, recovery = nova.take_codes()

    nova.sign_out()
    nova.give_password()
    nova.page.fill("#id_code", recovery[0])
    nova.page.click("main button.go")
    nova.is_in()

    nova.sign_out()
    nova.give_password()
    nova.page.fill("#id_code", recovery[0])
    nova.page.click("main button.go")
    expect(nova.page.locator("#id_code-errors")).to_be_visible()


def test_a_passkey_opens_without_a_password(arrive: Arrive) -> None:
    nova = arrive()
    devices = nova.page.context.new_cdp_session(nova.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    nova.sign_in()

    page = nova.go("/accounts/2fa/webauthn/add/")
    nova.confirm()
    page.fill("[name=name]", "This laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    nova.sign_out()
    nova.go("/accounts/login/").click("#passkey_login")

    nova.is_in()


def test_a_passkey_that_fails_says_so(arrive: Arrive) -> None:
    nova = arrive()
    nova.address = nova.address.replace("localhost", "127.0.0.1")
    page = nova.go("/accounts/login/")
    expect(page.locator("[data-passkey-failed]")).to_be_hidden()

    page.click("#passkey_login")

    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    expect(page.locator("[data-passkey-needs-name] a")).to_have_attribute(
        "href", re.compile(r"^http://localhost:\d+/accounts/login/$")
    )


def test_a_forgotten_password_has_a_way_without_mail(arrive: Arrive) -> None:
    page = arrive().go("/accounts/login/")

    page.click("a:has-text('Forgot your password?')")

    expect(page.locator("main")).to_contain_text("Ask an administrator")


def test_whoever_is_deactivated_is_out_at_the_next_request(arrive: Arrive) -> None:
    nova, administrator = arrive(), arrive("administrator")
    nova.sign_in()
    administrator.sign_in()

    page = administrator.go("/setup/people/")
    page.click(f"tr:has-text('{nova.email}') a.title")
    page.click("button:text-is('Deactivate')")
    expect(page.get_by_role("button", name="Reactivate")).to_be_visible()
    nova.go("/my-work/")

    assert "/accounts/login/" in nova.page.url
    nova.give_password()
    nova.page.wait_for_url("**/accounts/inactive/")


def test_an_invited_colleague_sets_a_password_and_is_in(arrive: Arrive) -> None:
    administrator, nova = arrive("administrator"), arrive()
    administrator.sign_in()

    page = administrator.go("/setup/people/")
    page.fill("#id_name", "Imogen Shaw")
    nova.email, nova.password = f"imogen.{nova.email}", "muster at the north gate"
    page.fill("#id_email", nova.email)
    page.check("input[value=team_leader]")
    page.click("button:text-is('Add')")
    page.click("button:text-is('Show a link')")
    link = page.inner_text("[data-password-link]")
    nova.page.goto(link.replace("127.0.0.1", "localhost"))
    nova.page.fill("[name=password1]", nova.password)
    nova.page.fill("[name=password2]", nova.password)
    nova.page.click("main button.go")

    nova.sign_in()


SIGNED_OUT = ("/accounts/login/", "/accounts/password/reset/")
SET_UP = (
    "/setup/people/", "/setup/people/1/", "/setup/centre/", "/setup/centre/name/",
    "/setup/centre/service/", "/setup/centre/site/leeds/", "/setup/centre/team/",
    "/setup/centre/role/duty_manager/", "/accounts/2fa/", "/accounts/password/change/",
)  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_page_has_a_fault(arrive: Arrive, width: int, height: int) -> None:
    look = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
    vic = arrive("administrator", **look, bypass_csp=True)

    found = _faults(vic, SIGNED_OUT)
    vic.sign_in()
    found |= _faults(vic, SET_UP)
    vic.go("/setup/centre/site/").click("button:text-is('Keep')")
    expect(vic.page.locator("#id_name-errors")).to_be_visible()
    found |= _faults(vic, ("",))

    assert found == {}


def _faults(somebody: Newcomer, paths: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    axe = AXE.read_text()
    for path in paths:
        page = somebody.go(path) if path else somebody.page
        page.evaluate(axe)
        faults: list[str] = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            faults += [f"{scheme}: {fault}" for fault in page.evaluate(RUN)]
        if page.evaluate(WIDER) > 0:
            faults.append("wider than the screen")
        if faults:
            found[page.url] = faults
    return found
