from __future__ import annotations

import pytest

from musterpoint.domain.major import (
    CriterionNeeded,
    MayNotDeclare,
    StandDownRefused,
    UnknownCriterion,
    declare,
    may_declare,
    stand_down,
)
from tests.domain.strategies import shipped

EVERYTHING = tuple(one.code for one in shipped().major.stand_down)


def test_it_is_declared_against_written_criteria() -> None:
    got = declare(shipped(), criteria=["line_stopped", "two_sites"], account_roles=["team_leader"])

    assert got.value == ("two_sites", "line_stopped")
    assert [because.clause for because in got.because] == [
        "major.criteria.two_sites",
        "major.criteria.line_stopped",
        "major.targets_of",
    ]


@pytest.mark.parametrize("role", ["team_leader", "incident_manager"])
def test_whoever_may_be_duty_manager_may_declare_alone(role: str) -> None:
    assert may_declare(shipped(), account_roles=[role])


@pytest.mark.parametrize("role", ["agent", "planner", "auditor", "administrator", "welfare"])
def test_nobody_else_may_declare(role: str) -> None:
    assert not may_declare(shipped(), account_roles=[role])
    with pytest.raises(MayNotDeclare, match="Duty manager"):
        declare(shipped(), criteria=["two_sites"], account_roles=[role])


def test_whoever_holds_a_declaring_role_here_may_declare() -> None:
    assert may_declare(shipped(), account_roles=["planner"], holds=["duty_manager"])


def test_no_criterion_is_refused() -> None:
    with pytest.raises(CriterionNeeded, match="life_or_safety, two_sites"):
        declare(shipped(), criteria=[], account_roles=["incident_manager"])


def test_an_unwritten_criterion_is_refused() -> None:
    with pytest.raises(UnknownCriterion, match="There is no criterion 'gut_feeling'"):
        declare(shipped(), criteria=["gut_feeling"], account_roles=["incident_manager"])


def test_standing_down_needs_every_condition() -> None:
    with pytest.raises(StandDownRefused) as caught:
        stand_down(shipped(), confirmed=["stable"], account_roles=["incident_manager"])

    assert [one.code for one in caught.value.missing] == [
        "reason_recorded",
        "actions_owned",
        "welfare_plan",
        "review_date",
    ]


def test_with_every_condition_it_is_stood_down() -> None:
    got = stand_down(shipped(), confirmed=EVERYTHING, account_roles=["incident_manager"])

    assert got.value == EVERYTHING
    assert got.because[0].clause == "major.stand_down.reason_recorded"


def test_standing_down_is_for_the_same_people() -> None:
    with pytest.raises(MayNotDeclare):
        stand_down(shipped(), confirmed=EVERYTHING, account_roles=["agent"])
    with pytest.raises(UnknownCriterion):
        stand_down(shipped(), confirmed=["tired"], account_roles=["incident_manager"])
