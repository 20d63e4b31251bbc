"""A swap: offered, accepted, approved by a third. Until then nobody's turn has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Absence, Override, Rota, Swap
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.rota_words import AwayThen, CannotBeReached, IsOver, NoSuchLayer
from musterpoint.usecases.settle_swap import (
    NotYourOffer,
    OwnSwap,
    approve_swap,
    decline_swap,
    withdraw_swap,
)
from musterpoint.usecases.swap_turn import (
    NeedsColleague,
    NoSuchSwap,
    NotTheirTurn,
    OfferedAlready,
    OfferedToAnother,
    SwapIsSettled,
    WithOneself,
    accept_swap,
    offer_swap,
)
from tests.factories import NOON, kinds
from tests.rotas import (
    assert_ledger_adds_up,
    id_of,
    put_in_force,
    refused,
    rota,
    told,
    weekly,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LAST = NOON - 3 * HOUR + 6 * DAY
"""When the leader's turn (the second) ends and the manager's begins: Monday 16 March, nine."""


@pytest.fixture
def technology(manager: Actor, leader: Actor) -> Rota:
    return put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader))))


@pytest.fixture
def offer(technology: Rota, leader: Actor) -> dict[str, Any]:
    """A day of the leader's turn, to anybody on the rota."""
    return {
        "code": technology.code,
        "layer": "first",
        "start": NOON + DAY,
        "end": NOON + 2 * DAY,
        "by": leader,
        "at": NOON,
    }


def _answers(days: float) -> tuple[int, ...]:
    return queries.covers(["tech"], at=NOON + days * DAY)["tech"].people


def test_both_turns_change_hands_when_it_is_approved(
    offer: dict[str, Any],
    technology: Rota,
    manager: Actor,
    leader: Actor,
    people: dict[str, Actor],
) -> None:
    back: dict[str, Any] = {"return_start": LAST, "return_end": LAST + DAY}
    swap_id = offer_swap(**offer, **back, taker_id=id_of(manager), because="Graduation")
    accept_swap(swap_id=swap_id, by=manager, at=NOON)
    assert _answers(1.5) == (id_of(leader),)

    approve_swap(swap_id=swap_id, by=people["planner"], at=NOON + HOUR)

    assert [_answers(days) for days in (0.9, 1.5, 2.1, 6.5, 7.5)] == [
        (id_of(leader),),
        (id_of(manager),),
        (id_of(leader),),
        (id_of(leader),),
        (id_of(manager),),
    ]
    assert kinds(technology.stream) == ["swap_offered", "swap_accepted", "swap_approved"]
    assert_ledger_adds_up(Swap.objects.get(), *Override.objects.all())
    changed = "Tech: your turns on call changed"
    assert told(id_of(manager)) == ["Tech: Siobhan Kelly offers a turn on call", changed]
    assert told(id_of(leader)) == ["Tech: Asha Patel accepts your turn", changed]
    assert told(id_of(people["planner"])) == ["Tech: a swap waits for approval"]


def test_an_offer_to_all_is_taken_by_whoever_accepts(
    offer: dict[str, Any], manager: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    swap_id = offer_swap(**offer)
    with refused(OfferedToAnother):
        accept_swap(swap_id=swap_id, by=people["planner"], at=NOON)
    with refused(OfferedToAnother):
        accept_swap(swap_id=swap_id, by=leader, at=NOON)
    accept_swap(swap_id=swap_id, by=manager, at=NOON)

    assert Swap.objects.get().taker_id == id_of(manager)
    assert_ledger_adds_up(Swap.objects.get())


def test_what_has_begun_is_swapped_for_the_rest(
    offer: dict[str, Any], manager: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    swap_id = offer_swap(**offer, taker_id=id_of(manager))
    accept_swap(swap_id=swap_id, by=manager, at=NOON)
    approve_swap(swap_id=swap_id, by=people["planner"], at=NOON + 1.5 * DAY)

    assert _answers(1.25) == (id_of(leader),)
    assert _answers(1.75) == (id_of(manager),)


def test_offers_are_refused(
    offer: dict[str, Any], manager: Actor, people: dict[str, Actor]
) -> None:
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotAllowed, {"by": people["auditor"]}),
        (NotTheirTurn, {"by": manager}),
        (NotTheirTurn, {"end": LAST + HOUR}),
        (NoSuchLayer, {"layer": "third"}),
        (IsOver, {"start": NOON - DAY, "end": NOON}),
        (WithOneself, {"taker_id": id_of(offer["by"])}),
        (CannotBeReached, {"taker_id": 0}),
        (NeedsColleague, {"return_start": LAST, "return_end": LAST + DAY}),
        (
            NotTheirTurn,
            {"taker_id": id_of(manager), "return_start": LAST - DAY, "return_end": LAST},
        ),
    ]
    for refusal, changed in cases:
        with refused(refusal):
            offer_swap(**offer | changed)

    offer_swap(**offer)
    with refused(OfferedAlready):
        offer_swap(**offer | {"start": NOON + 1.5 * DAY})


def test_neither_of_the_two_approves(
    offer: dict[str, Any], manager: Actor, leader: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    swap_id = offer_swap(**offer, taker_id=id_of(manager))
    with refused(SwapIsSettled):
        approve_swap(swap_id=swap_id, by=people["planner"], at=NOON)
    accept_swap(swap_id=swap_id, by=manager, at=NOON)

    for one in (manager, leader):
        with refused(OwnSwap):
            approve_swap(swap_id=swap_id, by=one, at=NOON)
    with refused(NotAllowed):
        approve_swap(swap_id=swap_id, by=agent, at=NOON)
    with refused(IsOver):
        approve_swap(swap_id=swap_id, by=people["planner"], at=offer["end"])
    with refused(NoSuchSwap):
        approve_swap(swap_id=0, by=people["planner"], at=NOON)


def test_nobody_takes_a_turn_while_away(offer: dict[str, Any], manager: Actor) -> None:
    swap_id = offer_swap(**offer, taker_id=id_of(manager))
    Absence.objects.create(person_id=id_of(manager), start=NOON, end=NOON + 3 * DAY, made_at=NOON)

    with refused(AwayThen):
        accept_swap(swap_id=swap_id, by=manager, at=NOON)


def test_a_turn_that_is_no_longer_the_givers_is_not_swapped(
    offer: dict[str, Any], technology: Rota, manager: Actor, agent: Actor, people: dict[str, Actor]
) -> None:
    swap_id = offer_swap(**offer, taker_id=id_of(manager))
    accept_swap(swap_id=swap_id, by=manager, at=NOON)
    Override.objects.create(
        rota=technology,
        layer="first",
        start=NOON + DAY,
        end=NOON + 2 * DAY,
        person_id=id_of(agent),
        because="Arranged",
        made_at=NOON,
    )

    with refused(NotTheirTurn):
        approve_swap(swap_id=swap_id, by=people["planner"], at=NOON)


def test_either_may_say_no_before_it_counts(
    offer: dict[str, Any], technology: Rota, manager: Actor, leader: Actor, agent: Actor
) -> None:
    declined = offer_swap(**offer, taker_id=id_of(manager))
    with refused(OfferedToAnother):
        decline_swap(swap_id=declined, by=agent, at=NOON)
    decline_swap(swap_id=declined, by=manager, at=NOON)

    withdrawn = offer_swap(**offer)
    accept_swap(swap_id=withdrawn, by=manager, at=NOON)
    with refused(NotYourOffer):
        withdraw_swap(swap_id=withdrawn, by=manager, at=NOON)
    withdraw_swap(swap_id=withdrawn, by=leader, at=NOON)

    assert list(Swap.objects.order_by("pk").values_list("state", flat=True)) == [
        "declined",
        "withdrawn",
    ]
    assert _answers(1.5) == (id_of(leader),)
    with refused(SwapIsSettled):
        accept_swap(swap_id=declined, by=manager, at=NOON)
    assert kinds(technology.stream)[-1] == "swap_withdrawn"
    assert_ledger_adds_up(*Swap.objects.all())
