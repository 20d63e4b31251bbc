"""Which calendar feeds a layer; every refusal leaves all as it was."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.rotas.models import OutsideCalendar, Rota
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.rotas import OutsideLayer
from musterpoint.usecases.outside_calendar import (
    NotAnAddress,
    NotAnOutsideLayer,
    keep_outside_calendar,
)
from tests.factories import NOON, at, kinds
from tests.rotas import assert_ledger_adds_up, id_of, put_in_force, refused, rota, weekly


@pytest.fixture
def carrier(manager: Actor) -> Rota:
    desk = OutsideLayer(code="desk", name="Desk", given=())
    return put_in_force(rota("carrier", desk, weekly("first", id_of(manager))))


@pytest.fixture
def how(carrier: Rota, people: dict[str, Actor]) -> dict[str, Any]:
    url = "https://calendar.example/noc.ics?key=abc"
    return {"code": "carrier", "layer": "desk", "url": url, "by": people["planner"]}


def test_another_address_takes_the_place_of_the_first(how: dict[str, Any], carrier: Rota) -> None:
    first = keep_outside_calendar(**how, at=NOON)
    second = keep_outside_calendar(**how | {"url": "https://b.example/x.ics"}, at=at(1))

    assert first != second
    assert OutsideCalendar.objects.get(removed_at=None).pk == second
    assert kinds(carrier.stream) == ["outside_calendar_added", "outside_calendar_added"]
    assert_ledger_adds_up(*OutsideCalendar.objects.all())


def test_an_address_may_hold_a_key_and_stays_out_of_the_ledger(
    how: dict[str, Any], carrier: Rota
) -> None:
    from tests.factories import entries

    keep_outside_calendar(**how, at=NOON)

    assert "abc" not in str([entry.data for entry in entries(carrier.stream)])


def test_the_same_address_is_tried_again_at_once(how: dict[str, Any]) -> None:
    first = keep_outside_calendar(**how, at=NOON)
    OutsideCalendar.objects.update(tried_at=NOON)

    assert keep_outside_calendar(**how, at=at(1)) == first
    assert OutsideCalendar.objects.get().tried_at is None


def test_an_address_for_calendar_programs_is_one_of_the_web(how: dict[str, Any]) -> None:
    keep_outside_calendar(**how | {"url": " webcal://a.example/x.ics "}, at=NOON)

    assert OutsideCalendar.objects.get().url == "https://a.example/x.ics"


@pytest.mark.parametrize(
    "url",
    ["", "calendar", "ftp://a.example/x.ics", "https://", "https://[", "https://a.example/a b",
     "webcal://", f"https://a.example/{'x' * 500}"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_kept(how: dict[str, Any], url: str) -> None:
    with refused(NotAnAddress):
        keep_outside_calendar(**how | {"url": url}, at=NOON)


def test_calendars_are_refused(how: dict[str, Any], agent: Actor) -> None:
    with refused(NotAllowed):
        keep_outside_calendar(**how | {"by": agent}, at=NOON)
    with refused(NoSuchRota):
        keep_outside_calendar(**how | {"code": "nowhere"}, at=NOON)
    for layer in ("first", "third"):
        with refused(NotAnOutsideLayer):
            keep_outside_calendar(**how | {"layer": layer}, at=NOON)
