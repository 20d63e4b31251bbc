"""A card, its code and a password typed into every field of every form: nothing of them is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces.web.doing import DOINGS
from tests.factories import as_actor, log, person
from tests.interfaces import planting
from tests.interfaces.web.conftest import SignIn
from tests.interfaces.web.test_odd_input import FIELDS
from tests.interfaces.web.test_who_may import POSTED, _addresses

TYPED = frozenset({"text", "search", "textarea", "hidden", "", "tel", "email", "url"})
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "version", "seen"})


@dataclass
class Form:
    action: str
    typed: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page that are posted: what is typed there, and what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_posted = said.get("method", "").lower() == "post"
            self._form = Form(said.get("action", "")) if is_posted else None
            if self._form:
                self.found.append(self._form)
        if self._form is None:
            return
        name, kind = said.get("name", ""), said.get("type", "").lower()
        if tag == "option" and self._select and said.get("value"):
            self._form.given.setdefault(self._select, said["value"])
        if tag == "select":
            self._select = name
        if not name or tag not in {"input", "textarea", "button"}:
            return
        if tag == "textarea" or (tag == "input" and kind in TYPED and name not in NOT_TYPED):
            self._form.typed.append(name)
        if tag == "textarea" or kind not in {"checkbox", "radio"} or "checked" in said:
            self._form.given.setdefault(name, said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._form = None if tag == "form" else self._form
        self._select = "" if tag == "select" else self._select


@pytest.fixture
def everybody(sign_in: SignIn) -> Client:
    """The browser of somebody with every role."""
    return sign_in(as_actor(person("Robin Allroles", *Role)))


def _forms(browser: Client, address: str) -> list[tuple[str, Form]]:
    answer = browser.get(address)
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"] or answer.streaming:
        return []
    reader = Forms()
    reader.feed(answer.content.decode())
    return [(urljoin(address, form.action), form) for form in reader.found if form.typed]


def _send(browser: Client, address: str, body: dict[str, str]) -> int:
    with transaction.atomic():
        return browser.post(address, body).status_code


@pytest.mark.usefixtures("technology")
def test_nothing_planted_in_any_form_of_any_page_is_kept(
    everybody: Client, incident: Incident, agent: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    pages = [address for name, address in _addresses(incident.ref).items() if name not in POSTED]
    pages += [f"/incidents/{log(by=agent).ref}/do/{name}/" for name in DOINGS]
    pages += [
        "/accounts/login/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/add/",
    ]
    statuses: list[int] = []
    walked: set[tuple[str, str]] = set()
    for page in pages:
        for address, form in _forms(everybody, page):
            given = form.given | dict.fromkeys(form.typed, "words")
            new = [name for name in form.typed if (address, name) not in walked]
            walked |= {(address, name) for name in new}
            bodies = [given | {name: planting.PLANTED} for name in new]
            if new:
                bodies.append(given | dict.fromkeys(form.typed, planting.PLANTED))
            statuses += [_send(everybody, address, body) for body in bodies]

    assert planting.traces(caplog.records) == []
    assert max(statuses) < 500
    assert len(walked) > 100
    assert sum(status in {200, 204, 302} for status in statuses) > 60
    assert planting.signs() > 30


@pytest.mark.usefixtures("technology")
def test_nothing_planted_in_any_field_of_what_a_script_sends_is_kept(
    everybody: Client, incident: Incident, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = _addresses(incident.ref)
    everything = dict.fromkeys(FIELDS, planting.PLANTED)
    rooms = [f"/incidents/{incident.ref}/do/{name}/" for name in DOINGS]

    statuses = {
        address: _send(everybody, address, everything)
        for address in [*(addresses[name] for name in POSTED), *rooms]
    }

    assert planting.traces(caplog.records) == []
    assert max(statuses.values()) < 500
