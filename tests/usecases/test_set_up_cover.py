"""Who is told: teams and standing roles; every refusal leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.organisation import queries
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.told import roles_told, tells_of
from musterpoint.usecases.set_up_centre import NameTaken
from musterpoint.usecases.set_up_cover import (
    CannotBeTold,
    DoesNotAnswer,
    RankOutOfRange,
    UnknownResponderRole,
    hold_standing_role,
    keep_team,
    release_standing_role,
)
from tests.factories import NOON, at, entries

pytestmark = pytest.mark.usefixtures("strategy")


@pytest.fixture
def administrator(people: dict[str, Actor]) -> Actor:
    return people["administrator"]


def _id(actor: Actor) -> int:
    assert actor.person_id is not None
    return actor.person_id


def _refused(refusal: type[Exception], call: Callable[..., object], **asked: Any) -> None:
    def state() -> tuple[Any, ...]:
        ranks = list(RoleHolder.objects.order_by("pk").values_list("role", "person", "rank"))
        teams = [queries.values_of("team", code) for code in queries.names_by_code("team")]
        return ranks, teams, Entry.objects.count()

    before = state()
    with pytest.raises(refusal):
        call(**asked)
    assert state() == before


def test_the_lowest_rank_is_told_first(administrator: Actor, manager: Actor, leader: Actor) -> None:
    how: dict[str, Any] = {"role": "duty_manager", "by": administrator}
    hold_standing_role(**how, person_id=_id(leader), rank=2, at=NOON)
    hold_standing_role(**how, person_id=_id(manager), rank=1, at=at(1))

    (holders,) = queries.holders_of(["duty_manager"]).values()
    assert [person.pk for person in holders] == [manager.person_id, leader.person_id]
    assert entries("centre")[-1].data["changes"] == [
        {
            "of": "role:duty_manager",
            "field": "holders",
            "old": {leader.key: 2},
            "new": {manager.key: 1, leader.key: 2},
        }
    ]


def test_naming_somebody_again_moves_them(administrator: Actor, leader: Actor) -> None:
    how: dict[str, Any] = {"role": "loggist", "person_id": _id(leader), "by": administrator}
    hold_standing_role(**how, rank=1, at=NOON)
    hold_standing_role(**how, rank=3, at=at(1))

    assert queries.ranks_of("loggist") == {leader.person_id: 3}


def test_somebody_answers_no_longer(administrator: Actor, leader: Actor) -> None:
    how: dict[str, Any] = {"role": "loggist", "person_id": _id(leader), "by": administrator}
    hold_standing_role(**how, rank=1, at=NOON)

    release_standing_role(**how, at=at(1))

    assert queries.ranks_of("loggist") == {}
    assert entries("centre")[-1].data["changes"][0]["new"] == {}


def test_standing_roles_are_refused(administrator: Actor, leader: Actor, agent: Actor) -> None:
    Person.objects.filter(pk=_id(agent)).update(is_active=False)
    how: dict[str, Any] = {"by": administrator, "at": NOON}
    one: dict[str, Any] = {"role": "loggist", "person_id": _id(leader), "rank": 1}

    _refused(UnknownResponderRole, hold_standing_role, **one | {"role": "wizard"}, **how)
    _refused(CannotBeTold, hold_standing_role, **one | {"person_id": _id(agent)}, **how)
    _refused(CannotBeTold, hold_standing_role, **one | {"person_id": 0}, **how)
    _refused(RankOutOfRange, hold_standing_role, **one | {"rank": 0}, **how)
    _refused(RankOutOfRange, hold_standing_role, **one | {"rank": 100}, **how)
    _refused(DoesNotAnswer, release_standing_role, role="loggist", person_id=_id(leader), **how)


def test_a_team_has_members(administrator: Actor, leader: Actor, agent: Actor) -> None:
    how: dict[str, Any] = {"name": "Leeds floor", "by": administrator}
    code = keep_team(**how, people=[_id(agent)], new=True, at=NOON)
    keep_team(**how, people=[_id(leader), _id(agent)], code=code, at=at(1))

    assert queries.values_of("team", code) == {
        "name": "Leeds floor",
        "members": sorted([_id(agent), _id(leader)]),
    }
    (change,) = entries("centre")[-1].data["changes"]
    assert (change["old"], change["field"]) == ([agent.key], "members")
    assert "Maya" not in str(change)


def test_whoever_was_deactivated_may_stay_in_a_team(administrator: Actor, agent: Actor) -> None:
    how: dict[str, Any] = {"people": [_id(agent)], "by": administrator}
    keep_team(**how, name="Floor", new=True, at=NOON)
    Person.objects.filter(pk=_id(agent)).update(is_active=False)

    keep_team(**how, name="Leeds floor", code="floor", at=at(1))

    assert queries.names_by_code("team") == {"floor": "Leeds floor"}


def test_teams_are_refused(administrator: Actor, agent: Actor) -> None:
    how: dict[str, Any] = {"new": True, "by": administrator, "at": NOON}
    keep_team(name="Floor", people=[], **how)
    Person.objects.filter(pk=_id(agent)).update(is_active=False)

    _refused(NameTaken, keep_team, name="floor", people=[], **how)
    _refused(CannotBeTold, keep_team, name="Other", people=[_id(agent)], **how)
    _refused(CannotBeTold, keep_team, name="Other", people=[0], **how)


def test_the_roles_told_are_those_of_steps_and_last_resorts(strategy: Version) -> None:
    told = tells_of(strategy.strategy)

    assert {path.fallback for path in strategy.strategy.paths.values()} <= told
    assert "duty_manager" in roles_told(strategy.strategy)
