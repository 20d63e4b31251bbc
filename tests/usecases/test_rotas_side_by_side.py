"""Two people at one rota at the same moment: one of them stays, and no turn is given twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import CalendarFeed, OutsideCalendar, Override, Rota
from musterpoint.apps.rotas.operations import calendars
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.override_turn import NoSuchOverride, add_override
from musterpoint.usecases.set_up_centre import NameTaken
from musterpoint.usecases.settle_swap import approve_swap
from musterpoint.usecases.swap_turn import OfferedAlready, SwapIsSettled, accept_swap, offer_swap
from musterpoint.usecases.take_calendar import renew_calendar_feed
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.write_rota import keep_rota_draft
from tests.factories import NOON, as_actor, default_text, person, publish
from tests.rotas import id_of, put_in_force, rota, weekly
from tests.usecases.test_side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def both() -> tuple[Actor, Actor]:
    return (
        as_actor(person("Tomasz Nowak", Role.PLANNER)),
        as_actor(person("Leila Hassan", Role.INCIDENT_MANAGER)),
    )


@pytest.fixture
def giver() -> Actor:
    return as_actor(person("Siobhan Kelly", Role.TEAM_LEADER))


@pytest.fixture
def taker() -> Actor:
    return as_actor(person("Ben Okafor", Role.TEAM_LEADER))


@pytest.fixture
def technology(giver: Actor, taker: Actor) -> Rota:
    return put_in_force(rota("tech", weekly("first", id_of(taker), id_of(giver))))


def _turn(**more: Any) -> dict[str, Any]:
    return {
        "code": "tech",
        "layer": "first",
        "start": NOON + DAY,
        "end": NOON + 2 * DAY,
        "at": NOON,
        **more,
    }


def test_a_swap_is_approved_once(
    technology: Rota, giver: Actor, taker: Actor, both: tuple[Actor, Actor]
) -> None:
    swap_id = offer_swap(**_turn(by=giver, taker_id=id_of(taker)))
    accept_swap(swap_id=swap_id, by=taker, at=NOON)

    said = at_once(*[lambda by=by: approve_swap(swap_id=swap_id, by=by, at=NOON) for by in both])

    assert [type(one) for one in said if one is not None] == [SwapIsSettled]
    assert Override.objects.count() == 1
    assert verify_ledger(stream=technology.stream).bad is None


def test_a_turn_is_offered_once(technology: Rota, giver: Actor) -> None:
    said = at_once(*[lambda: offer_swap(**_turn(by=giver)) for _ in range(2)])

    assert [type(one) for one in said if not isinstance(one, int)] == [OfferedAlready]


def test_an_override_is_replaced_once(
    technology: Rota, taker: Actor, both: tuple[Actor, Actor]
) -> None:
    how = _turn(person_id=id_of(taker), because="At the dentist")
    first = add_override(**how, by=both[0])

    said = at_once(*[lambda by=by: add_override(**how, by=by, replaces=first) for by in both])

    assert [type(one) for one in said if not isinstance(one, int)] == [NoSuchOverride]
    assert Override.objects.filter(ended_at=None).count() == 1


def test_one_name_gets_one_rota(both: tuple[Actor, Actor], giver: Actor) -> None:
    version: Version = publish(default_text())
    assert version.number == 1
    how: dict[str, Any] = {
        "name": "Technology",
        "zone": "Europe/London",
        "fallback": "duty_manager",
        "layers": (weekly("first", id_of(giver)),),
        "new": True,
        "at": NOON,
    }

    said = at_once(*[lambda by=by: keep_rota_draft(**how, by=by) for by in both])

    assert [type(one) for one in said if not isinstance(one, str)] == [NameTaken]
    assert Rota.objects.count() == 1


def test_one_person_has_one_calendar_address(giver: Actor) -> None:
    said = at_once(*[lambda: renew_calendar_feed(by=giver, at=NOON) for _ in range(2)])

    assert all(isinstance(one, str) for one in said)
    assert CalendarFeed.objects.count() == 1


def test_workers_share_outside_calendars_between_them(technology: Rota) -> None:
    for layer in ("a", "b", "c"):
        OutsideCalendar.objects.create(
            rota=technology, layer=layer, url="https://a.example/x.ics", added_at=NOON
        )

    said = at_once(
        *[lambda: calendars.claim_due(at=NOON, every=timedelta(minutes=15)) for _ in range(2)]
    )

    taken = [one.layer for each in said if isinstance(each, list) for one in each]
    assert sorted(taken) == ["a", "b", "c"]
