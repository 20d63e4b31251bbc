"""One's turns in one's own calendar: no sign-in, the same bytes while nothing changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar, Event

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Rota
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.usecases.override_turn import add_override
from musterpoint.usecases.take_calendar import renew_calendar_feed
from tests.factories import log
from tests.rotas import id_of, put_in_force, rota, weekly

DAY = timedelta(days=1)


@pytest.fixture
def technology(manager: Actor, leader: Actor) -> Rota:
    return put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader))))


def _address(actor: Actor) -> str:
    return f"/calendars/{renew_calendar_feed(by=actor, at=clock.now())}.ics"


def _events(content: bytes) -> list[Event]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def test_it_holds_ones_turns_and_nothing_else(
    client: Client, technology: Rota, manager: Actor, strategy: object, agent: Actor
) -> None:
    log(by=agent, summary="A secret thing")
    address = _address(manager)

    answer = client.get(address)

    now = clock.now()
    events = _events(answer.content)
    mine = queries.my_turns(id_of(manager), start=now - 2 * DAY, end=now + 89 * DAY)
    starts = {event.start for event in events}
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {one.turn.start for one in mine} <= starts
    assert len(events) in range(len(mine), len(mine) + 2)
    assert {str(event["SUMMARY"]) for event in events} == {"On call: Tech (First)"}
    assert len({event["UID"] for event in events}) == len(events)
    assert b"secret thing" not in answer.content


def test_it_is_the_same_until_something_changes(
    client: Client, technology: Rota, manager: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    address = _address(manager)
    first = client.get(address)
    again = client.get(address)
    assert again.content == first.content
    unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")

    now = clock.now()
    add_override(
        code="tech",
        layer="first",
        start=now + DAY,
        end=now + 30 * DAY,
        person_id=id_of(leader),
        because="On leave",
        by=people["planner"],
        at=now,
    )

    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.content != first.content
    kept = {str(event["UID"]) for event in _events(changed.content)}
    before = {str(event["UID"]) for event in _events(first.content)}
    assert kept & before


def test_a_new_address_leaves_the_old_one_nowhere(
    client: Client, technology: Rota, manager: Actor
) -> None:
    old = _address(manager)
    new = _address(manager)

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.head(new).status_code == 200
    assert client.post(new).status_code == 405
    assert client.get(f"/calendars/{'x' * 300}.ics").status_code == 404


def test_the_cost_does_not_grow_with_rotas(client: Client, manager: Actor, leader: Actor) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = _address(manager)
    put_in_force(rota("one", weekly("first", id_of(manager), id_of(leader))))
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for code in ("two", "three"):
        put_in_force(rota(code, weekly("first", id_of(manager), id_of(leader))))
    client.get(address)
    with CaptureQueriesContext(connection) as for_three:
        client.get(address)

    assert len(for_one) == len(for_three)
