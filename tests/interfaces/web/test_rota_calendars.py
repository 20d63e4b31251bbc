"""The page of a rota's outside calendars: an address is kept, replaced, removed, or refused."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.rotas.models import OutsideCalendar, Rota
from musterpoint.domain.rotas import OutsideLayer
from musterpoint.interfaces import clock
from tests.rotas import put_in_force, rota

PAGE = "/rotas/carrier/calendars/"
URL = "https://calendar.example/noc.ics?key=secret"


@pytest.fixture
def carrier(strategy: object) -> Rota:
    return put_in_force(rota("carrier", OutsideLayer(code="desk", name="Desk", given=())))


def _keep(planner: Client, url: str) -> int:
    return planner.post(PAGE, {"layer": "desk", "act": "keep", "desk-url": url}).status_code


def test_an_address_is_kept_and_its_key_not_shown(planner: Client, carrier: Rota) -> None:
    assert "No calendar yet" in planner.get(PAGE).content.decode()

    assert _keep(planner, URL) == 302

    page = planner.get(PAGE).content.decode()
    assert "calendar.example" in page
    assert "Not read yet." in page
    assert "secret" not in page
    assert PAGE in planner.get("/rotas/carrier/").content.decode()


def test_how_its_reading_goes_is_said(planner: Client, carrier: Rota) -> None:
    _keep(planner, URL)
    OutsideCalendar.objects.update(
        fetched_at=clock.now(), last_error="The other side answered 500.", unmatched=["Jo Bloggs"]
    )

    page = planner.get(PAGE).content.decode()

    assert "The other side answered 500." in page
    assert "What it said last holds." in page
    assert "Jo Bloggs" in page


@pytest.mark.parametrize(("url", "says"), [("", "Write the address."), ("noc", "whole address")])
def test_what_is_no_address_is_refused_beside_it(
    planner: Client, carrier: Rota, url: str, says: str
) -> None:
    answer = planner.post(PAGE, {"layer": "desk", "act": "keep", "desk-url": url})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OutsideCalendar.objects.exists()


def test_a_calendar_is_removed_once(planner: Client, carrier: Rota) -> None:
    _keep(planner, URL)
    remove = {"layer": "desk", "act": "remove"}

    assert planner.post(PAGE, remove).status_code == 302
    assert planner.post(PAGE, remove).status_code == 409
    assert OutsideCalendar.objects.get().removed_at is not None


def test_an_unknown_layer_or_act_is_nowhere(planner: Client, carrier: Rota) -> None:
    assert planner.post(PAGE, {"layer": "first", "act": "keep"}).status_code == 404
    assert planner.post(PAGE, {"layer": "desk", "act": "burn"}).status_code == 404
    assert planner.get("/rotas/nowhere/calendars/").status_code == 404
