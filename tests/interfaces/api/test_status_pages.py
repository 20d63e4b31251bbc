"""Status pages over the API: put up, kept, planned work from announced to finished."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.organisation import operations as organisation
from tests.interfaces.api.conftest import Speaker, said
from tests.interfaces.api.routes_of_status_pages import ONE, PAGES, PART, WINDOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_manager: Speaker) -> dict[str, Any]:
    made = as_manager.post(PAGES, {"name": "Acme"})
    assert made["Location"] == ONE
    said(as_manager.post(f"{ONE}/components", {"name": "Chat"}), 201)
    found: dict[str, Any] = said(as_manager.get(ONE))
    return found


def test_a_page_is_put_up_named_and_taken_down(as_manager: Speaker, page: dict[str, Any]) -> None:
    assert (page["is_public"], page["indicator"], page["subscribers"]) == (True, "none", 0)
    assert said(as_manager.get(PAGES))["items"][0]["url"].endswith("/status/")
    assert said(as_manager("PATCH", ONE, {"name": "Ours"}))["name"] == "Ours"
    assert as_manager.post(PAGES, {"name": "Another"}).status_code == 409

    assert as_manager("DELETE", ONE).status_code == 204
    assert as_manager.get(ONE).status_code == 404


def test_a_component_is_shown_and_taken_off(as_manager: Speaker, page: dict[str, Any]) -> None:
    shown = said(as_manager("PATCH", PART, {"status": "major_outage"}))

    assert (shown["indicator"], shown["components"][0]["status"]) == ("critical", "major_outage")
    assert as_manager("PATCH", PART, {"status": "fine"}).status_code == 422
    assert as_manager("DELETE", PART).status_code == 204
    assert as_manager("PATCH", PART, {"status": "operational"}).status_code == 404


def test_work_is_announced_moved_and_turned(as_manager: Speaker, page: dict[str, Any]) -> None:
    from datetime import timedelta

    from musterpoint.interfaces import clock

    soon = clock.now() + timedelta(hours=1)
    window = {
        "planned_from": soon.isoformat(), "planned_until": (soon + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    made = as_manager.post(f"{ONE}/planned-work", {"title": "Lines", "says": "May drop.", **window})
    work = said(made, 201)
    where = made["Location"]
    assert said(as_manager.get(where)) == work
    later = (soon + timedelta(hours=2)).isoformat()
    moved = said(as_manager.post(f"{where}/move", {**window, "planned_until": later}))
    assert "instead of" in moved["entries"][0]["says"]
    begun = said(as_manager.post(f"{where}/turn", {"to": "in_progress", "says": "Now."}))
    assert (begun["state"], begun["impact"]) == ("in_progress", "maintenance")
    assert as_manager.post(f"{where}/turn", {"to": "cancelled", "says": "No"}).status_code == 409
    far = as_manager.post(f"{ONE}/planned-work", {"title": "x", "says": "y", **WINDOW})
    assert far.status_code == 422
    assert as_manager.get(f"{ONE}/planned-work/nothing").status_code == 404


def test_the_link_of_a_clients_page_is_told_once(as_manager: Speaker) -> None:
    organisation.add_account(code="northern", name="Northern Trains")
    said(as_manager.post(PAGES, {"name": "Yours", "account": "northern"}), 201)

    link = said(as_manager.post(f"{PAGES}/northern/link"))["url"]

    assert "/status/private/" in link
    assert as_manager("DELETE", f"{PAGES}/northern/link").status_code == 204
    assert as_manager.post(f"{PAGES}/nobody/link").status_code == 404
