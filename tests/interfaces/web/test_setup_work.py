"""Planned work on its pages: announced, moved, said to begin; and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from musterpoint.apps.communications.models import Notice, NoticeEntry
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.usecases import keep_components, keep_status_pages
from tests.factories import at
from tests.interfaces.web.conftest import SignIn

NEW = "/setup/status/public/planned/"


def later(hours: float) -> str:
    return f"{clock.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


@pytest.fixture
def page(manager: Actor, strategy: object) -> str:
    code = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    keep_components.add_component(page=code, name="Chat", by=manager, at=at(0))
    return code


def announced(browser: Client) -> str:
    answer = browser.post(
        NEW,
        {"title": "New lines", "says": "May drop.", "planned_from": later(2),
         "planned_until": later(3), "components": ["chat"]},
    )  # fmt: skip
    assert answer.status_code == 302
    return str(answer["Location"])


def test_work_is_announced_moved_and_said_to_begin(browser: Client, page: str) -> None:
    one = announced(browser)
    moved = browser.post(
        one, {"act": "move", "planned_from": later(4), "planned_until": later(5), "says": "Late."}
    )
    begun = browser.post(one, {"act": "turn", "to": "in_progress", "says": "It begins."})

    assert (moved.status_code, begun.status_code) == (302, 302)
    assert list(NoticeEntry.objects.order_by("id").values_list("status", flat=True)) == [
        "scheduled", "scheduled", "in_progress",
    ]  # fmt: skip
    assert "It begins." in browser.get(one).content.decode()
    assert "New lines" in browser.get("/setup/status/public/").content.decode()


def test_what_is_wrong_stands_beside_its_field(browser: Client, page: str) -> None:
    empty = browser.post(NEW, {})
    backwards = browser.post(
        NEW, {"title": "x", "says": "y", "planned_from": later(3), "planned_until": later(2)}
    )

    assert (empty.status_code, backwards.status_code) == (422, 422)
    assert "Name the work as customers would." in empty.content.decode()
    assert "The end must come after the start." in backwards.content.decode()
    assert not Notice.objects.exists()


def test_a_turn_that_cannot_be_is_refused(browser: Client, page: str) -> None:
    one = announced(browser)

    answer = browser.post(one, {"act": "turn", "to": "completed", "says": "Done."})

    assert answer.status_code == 422
    assert browser.post(one, {"act": "nonsense"}).status_code == 404
    assert NoticeEntry.objects.count() == 1


def test_work_that_is_over_asks_nothing_more(browser: Client, page: str) -> None:
    one = announced(browser)
    browser.post(one, {"act": "turn", "to": "cancelled", "says": "Not now."})

    assert "This work is over." in browser.get(one).content.decode()
    assert browser.post(one, {"act": "turn", "to": "in_progress", "says": "x"}).status_code == 404


def test_an_agent_plans_nothing(sign_in: SignIn, agent: Actor, page: str) -> None:
    assert sign_in(agent).get(NEW).status_code == 403
