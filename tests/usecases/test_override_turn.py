"""Somebody in for somebody else: at once, for the whole span, and what was stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Absence, Override, Rota
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.override_turn import (
    NoSuchOverride,
    NotOnRota,
    StandsInForThemselves,
    add_override,
    end_override,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.rota_words import (
    AwayThen,
    CannotBeReached,
    IsOver,
    NoSuchLayer,
    NotPublished,
    RunsBackwards,
    TooFarAhead,
)
from tests.factories import NOON, entries
from tests.rotas import (
    assert_ledger_adds_up,
    id_of,
    put_in_force,
    refused,
    rota,
    told,
    weekly,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def technology(manager: Actor, leader: Actor) -> Rota:
    return put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader))))


@pytest.fixture
def how(people: dict[str, Actor], technology: Rota) -> dict[str, Any]:
    return {
        "code": technology.code,
        "layer": "first",
        "start": NOON + HOUR,
        "end": NOON + 5 * HOUR,
        "person_id": id_of(people["agent"]),
        "because": "At the dentist",
        "by": people["planner"],
        "at": NOON,
    }


def _answers(hours: int) -> tuple[int, ...]:
    return queries.covers(["tech"], at=NOON + hours * HOUR)["tech"].people


def test_it_counts_for_its_span_and_both_are_told(
    how: dict[str, Any], technology: Rota, leader: Actor, agent: Actor
) -> None:
    override_id = add_override(**how)

    assert [_answers(hours) for hours in (0, 1, 4, 5)] == [
        (id_of(leader),),
        (id_of(agent),),
        (id_of(agent),),
        (id_of(leader),),
    ]
    assert told(id_of(agent)) == told(id_of(leader)) == ["Tech: your turns on call changed"]
    (entry,) = entries(technology.stream)
    assert entry.kind == "override_added"
    assert "Maya" not in str(entry.data)
    assert_ledger_adds_up(Override.objects.get(pk=override_id))


def test_whoever_is_on_call_soon_is_told_by_every_way(
    how: dict[str, Any], leader: Actor, agent: Actor
) -> None:
    add_override(**how)
    later = {"start": NOON + 30 * HOUR, "end": NOON + 35 * HOUR}
    add_override(**how | later | {"because": "On leave"})

    mails = Message.objects.filter(channel="email")
    assert [(one.recipient_id, "At the dentist" in one.body) for one in mails] == [
        (id_of(agent), True)
    ]
    assert len(told(id_of(agent))) == len(told(id_of(leader))) == 2


def test_what_was_is_not_rewritten(how: dict[str, Any], leader: Actor, agent: Actor) -> None:
    override_id = add_override(**how | {"start": NOON - 9 * HOUR})
    end_override(code="tech", override_id=override_id, by=how["by"], at=NOON + 2 * HOUR)

    assert [_answers(hours) for hours in (-1, 1, 2)] == [
        (id_of(leader),),
        (id_of(agent),),
        (id_of(leader),),
    ]
    assert_ledger_adds_up(Override.objects.get(pk=override_id))


def test_one_still_to_come_is_taken_back(how: dict[str, Any], leader: Actor, agent: Actor) -> None:
    override_id = add_override(**how)
    end_override(code="tech", override_id=override_id, by=how["by"], at=NOON)

    assert _answers(2) == (id_of(leader),)
    assert len(told(id_of(agent))) == 2


def test_another_in_its_place_is_one_step(
    how: dict[str, Any], technology: Rota, manager: Actor, agent: Actor
) -> None:
    first = add_override(**how)
    second = add_override(
        **how | {"person_id": id_of(manager), "replaces": first, "end": NOON + 3 * HOUR}
    )

    assert list(queries.overrides_of("tech", after=NOON).values_list("pk", flat=True)) == [second]
    assert _answers(2) == (id_of(manager),)
    assert len(entries(technology.stream)) == 2
    assert_ledger_adds_up(*Override.objects.all())


def test_only_where_the_other_would_have_answered(
    how: dict[str, Any], manager: Actor, leader: Actor, agent: Actor
) -> None:
    add_override(**how | {"instead_of": id_of(manager), "end": NOON + timedelta(days=8)})

    assert _answers(2) == (id_of(leader),)
    assert _answers(24 * 7) == (id_of(agent),)


def test_overrides_are_refused(how: dict[str, Any], agent: Actor, leader: Actor) -> None:
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotAllowed, {"by": agent}),
        (NoSuchRota, {"code": "nowhere"}),
        (NoSuchLayer, {"layer": "third"}),
        (RunsBackwards, {"end": how["start"]}),
        (IsOver, {"start": NOON - 2 * HOUR, "end": NOON - HOUR}),
        (TooFarAhead, {"end": NOON + timedelta(days=500)}),
        (StandsInForThemselves, {"instead_of": id_of(agent)}),
        (NotOnRota, {"instead_of": id_of(how["by"])}),
        (NotOnRota, {"instead_of": 2**40}),
        (CannotBeReached, {"person_id": 0}),
        (Refusal, {"because": "  "}),
        (NoSuchOverride, {"replaces": 0}),
    ]
    for refusal, changed in cases:
        with refused(refusal):
            add_override(**how | changed)
    with refused(NoSuchOverride):
        end_override(code="tech", override_id=0, by=how["by"], at=NOON)


def test_whoever_cannot_answer_is_not_put_in(
    how: dict[str, Any], technology: Rota, agent: Actor
) -> None:
    absence = Absence.objects.create(
        person_id=id_of(agent), start=NOON, end=NOON + 2 * HOUR, made_at=NOON
    )
    with refused(AwayThen):
        add_override(**how)

    absence.delete()
    Person.objects.filter(pk=id_of(agent)).update(is_active=False)
    with refused(CannotBeReached):
        add_override(**how)

    Rota.objects.filter(pk=technology.pk).update(state=Rota.State.RETIRED)
    with refused(NotPublished):
        add_override(**how)
