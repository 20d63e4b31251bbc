"""Away and back, and learning beside whoever is on call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Absence, Rota, Shadow
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.rotas import AbsenceKind
from musterpoint.usecases.be_absent import (
    NoSuchAbsence,
    NoSuchPerson,
    add_absence,
    end_absence,
)
from musterpoint.usecases.manage_people import deactivate
from musterpoint.usecases.open_turns import LeftOpen
from musterpoint.usecases.rota_words import CannotBeReached, IsOver, NoSuchLayer, RunsBackwards
from musterpoint.usecases.shadow_rota import NoSuchShadow, add_shadow, end_shadow
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
def away(technology: Rota, leader: Actor) -> dict[str, Any]:
    return {
        "person_id": id_of(leader),
        "start": NOON + HOUR,
        "end": NOON + 3 * HOUR,
        "by": leader,
        "at": NOON,
    }


def _answers(hours: float) -> tuple[int, ...]:
    return queries.covers(["tech"], at=NOON + hours * HOUR)["tech"].people


def test_absence_counts_at_once_and_says_what_it_leaves_open(
    away: dict[str, Any], leader: Actor, people: dict[str, Actor]
) -> None:
    found = add_absence(**away, kind=AbsenceKind.SICKNESS)

    assert [_answers(hours) for hours in (0, 1, 3)] == [(id_of(leader),), (), (id_of(leader),)]
    assert found.left_open == (
        LeftOpen(
            rota="tech",
            rota_name="Tech",
            layer="First",
            start=NOON + HOUR,
            end=NOON + 3 * HOUR,
            nobody_at_all=True,
        ),
    )
    assert told(id_of(people["planner"])) == ["Tech: turns that nobody has now"]
    assert told(id_of(leader)) == []


def test_why_somebody_is_away_stays_out_of_the_ledger(away: dict[str, Any], leader: Actor) -> None:
    add_absence(**away, kind=AbsenceKind.SICKNESS)

    (entry,) = entries(leader.key)
    assert entry.kind == "absence_added"
    assert "sickness" not in str(entry.data)
    assert_ledger_adds_up(Absence.objects.get())


def test_somebody_off_the_rotas_leaves_nothing_open(away: dict[str, Any], agent: Actor) -> None:
    assert add_absence(**away | {"person_id": id_of(agent), "by": agent}).left_open == ()


def test_a_planner_speaks_for_others_and_nobody_else_does(
    away: dict[str, Any], agent: Actor, people: dict[str, Actor]
) -> None:
    with refused(NotAllowed):
        add_absence(**away | {"by": agent})
    absence_id = add_absence(**away | {"by": people["planner"]}).absence_id

    with refused(NotAllowed):
        end_absence(absence_id=absence_id, by=agent, at=NOON)


def test_whoever_is_back_answers_again(away: dict[str, Any], leader: Actor) -> None:
    absence_id = add_absence(**away).absence_id
    end_absence(absence_id=absence_id, by=leader, at=NOON + 2 * HOUR)

    assert _answers(1.5) == ()
    assert _answers(2) == (id_of(leader),)
    assert_ledger_adds_up(Absence.objects.get())
    with refused(NoSuchAbsence):
        end_absence(absence_id=absence_id, by=leader, at=NOON + 2 * HOUR)


def test_an_absence_still_to_come_never_was(away: dict[str, Any], leader: Actor) -> None:
    end_absence(absence_id=add_absence(**away).absence_id, by=leader, at=NOON)

    assert _answers(1.5) == (id_of(leader),)
    assert_ledger_adds_up(Absence.objects.get())


def test_a_turn_that_soon_has_nobody_at_all_is_told_by_every_way(
    away: dict[str, Any], leader: Actor, people: dict[str, Actor]
) -> None:
    mails = Message.objects.filter(channel="email", recipient=id_of(people["planner"]))
    later = {"start": NOON + 30 * HOUR, "end": NOON + 40 * HOUR}
    add_absence(**away | later)
    assert mails.count() == 0

    add_absence(**away)
    assert [one.subject for one in mails] == ["Tech: turns that nobody has now"]


def test_whoever_leaves_leaves_turns_that_planners_hear_of(
    technology: Rota, leader: Actor, people: dict[str, Actor]
) -> None:
    deactivate(person_id=id_of(leader), by=people["administrator"], at=NOON)

    assert queries.covers(["tech"], at=NOON)["tech"].nobody
    assert told(id_of(people["planner"])) == ["Tech: turns that nobody has now"]
    body = Message.objects.filter(recipient=id_of(people["planner"])).earliest("pk").body
    assert body.count("nobody at all") == 3


def test_absences_are_refused(
    away: dict[str, Any], leader: Actor, people: dict[str, Actor]
) -> None:
    with refused(RunsBackwards):
        add_absence(**away | {"end": away["start"]})
    with refused(IsOver):
        add_absence(**away | {"start": NOON - HOUR, "end": NOON})
    with refused(NoSuchPerson):
        add_absence(**away | {"person_id": 0, "by": people["planner"]})
    with refused(NotAllowed):
        add_absence(**away | {"person_id": id_of(people["auditor"]), "by": people["auditor"]})


def test_whoever_learns_is_told_and_never_counted(
    technology: Rota, agent: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    how: dict[str, Any] = {"code": "tech", "person_id": id_of(agent), "by": people["planner"]}
    span: dict[str, Any] = {"start": NOON, "end": NOON + 2 * HOUR, "at": NOON}
    shadow_id = add_shadow(**how, **span, layer="first")
    cover = queries.covers(["tech"], at=NOON)["tech"]

    assert (cover.people, cover.shadows) == ((id_of(leader),), (id_of(agent),))
    assert told(id_of(agent)) == ["Tech: you learn beside whoever is on call"]

    end_shadow(code="tech", shadow_id=shadow_id, by=people["planner"], at=NOON + HOUR)
    assert queries.covers(["tech"], at=NOON + HOUR)["tech"].shadows == ()
    assert_ledger_adds_up(Shadow.objects.get())
    with refused(NoSuchShadow):
        end_shadow(code="tech", shadow_id=shadow_id, by=people["planner"], at=NOON + HOUR)


def test_shadows_are_refused(technology: Rota, agent: Actor, people: dict[str, Actor]) -> None:
    how: dict[str, Any] = {
        "code": "tech",
        "person_id": id_of(agent),
        "start": NOON,
        "end": NOON + HOUR,
        "by": people["planner"],
        "at": NOON,
    }
    with refused(NotAllowed):
        add_shadow(**how | {"by": agent})
    with refused(NoSuchLayer):
        add_shadow(**how | {"layer": "third"})
    Person.objects.filter(pk=id_of(agent)).update(is_active=False)
    with refused(CannotBeReached):
        add_shadow(**how)
