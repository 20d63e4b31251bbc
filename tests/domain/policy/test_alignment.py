"""What serves which goal, and what serves none."""

from __future__ import annotations

from dataclasses import replace

from musterpoint.domain.policy.alignment import (
    ServingKind,
    alignment,
    expected,
    goals_without_measure,
    unserved,
)
from tests.domain.strategies import shipped


def test_everything_in_the_shipped_strategy_serves_a_goal() -> None:
    assert unserved(shipped()) == ()
    assert goals_without_measure(shipped()) == ()


def test_without_goals_everything_serves_none() -> None:
    strategy = replace(shipped(), goals={})

    assert unserved(strategy) == tuple(expected(strategy))
    assert alignment(strategy) == ()


def test_what_is_named_by_nothing_is_listed() -> None:
    goals = {
        code: replace(one, served_by=tuple(n for n in one.served_by if n != "paths.technology"))
        for code, one in shipped().goals.items()
    }

    assert [one.path for one in unserved(replace(shipped(), goals=goals))] == ["paths.technology"]


def test_a_clause_stands_for_all_beneath_it() -> None:
    goal = replace(shipped().goals["safety"], served_by=("paths",))

    found = alignment(replace(shipped(), goals={"safety": goal}))[0]

    assert {one.kind for one in found.procedures} == {ServingKind.PATH}
    assert len(found.procedures) == len(shipped().paths)
    assert found.others == ()


def test_a_goal_keeps_procedures_targets_measures_and_the_rest_apart() -> None:
    names = ("targets.P1", "playbooks.recall", "measures.reopen_rate", "services.crm")
    goal = replace(shipped().goals["safety"], served_by=names)

    found = alignment(replace(shipped(), goals={"safety": goal}))[0]

    assert [one.path for one in found.targets] == ["targets.P1"]
    assert [one.path for one in found.procedures] == ["playbooks.recall"]
    assert [one.code for one in found.measures] == ["reopen_rate"]
    assert found.others == ("services.crm",)


def test_a_goal_that_nothing_measures_is_named() -> None:
    goal = replace(shipped().goals["safety"], served_by=("paths",))

    assert goals_without_measure(replace(shipped(), goals={"safety": goal})) == (goal,)
