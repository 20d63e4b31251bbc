"""The scenarios that ship: sound, of every kind, and met by the strategy that ships with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.apps.policies import scenario_texts
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.scenarios import Kind, Scenario, Verdict, play
from tests.domain.strategies import shipped, shipped_text

SHIPPED = scenario_texts.shipped()


def test_twelve_ship_and_nothing_is_wrong_with_their_texts() -> None:
    findings = [f for text in scenario_texts.shipped_texts().values()
                for f in scenario_texts.examine(text).findings]  # fmt: skip

    assert findings == []
    assert [one.code for one in SHIPPED] == [f"SC{number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda one: one.code)
def test_the_shipped_strategy_meets_it_whole(scenario: Scenario) -> None:
    played = play(scenario, shipped())

    assert [one.reason for one in played.outcomes if one.verdict is not Verdict.MET] == []
    assert len(played.outcomes) >= 13


def _missed(strategy: Strategy) -> list[tuple[str, str, str]]:
    return [
        (scenario.code, one.kind.value, one.about)
        for scenario in SHIPPED
        for one in play(scenario, strategy).outcomes
        if one.verdict is Verdict.MISSED
    ]


def test_every_kind_of_fault_in_the_shipped_strategy_shows_as_its_own_kind() -> None:
    sound = shipped()
    cells = dict.fromkeys(sound.matrix, sound.priorities[-1].code)
    late = {
        code: replace(
            path,
            steps=tuple(
                replace(step, after=step.after + timedelta(days=3), after_at={})
                for step in path.steps
            ),
        )
        for code, path in sound.paths.items()
    }
    idle = {code: replace(book, tasks=()) for code, book in sound.playbooks.items()}
    major = replace(sound.major, criteria=())

    def kinds(broken: Strategy) -> set[str]:
        return {kind for _, kind, _ in _missed(broken)}

    assert Kind.PRIORITY in kinds(replace(sound, matrix=cells))
    assert kinds(replace(sound, obligations={})) == {Kind.CLOCK}
    assert kinds(replace(sound, playbooks=idle)) == {Kind.ESCALATION, Kind.MAJOR}
    assert {Kind.ESCALATION, Kind.MAJOR} <= kinds(replace(sound, paths=late))
    assert Kind.AUDIENCE in kinds(replace(sound, communications={}))
    assert kinds(replace(sound, major=major)) >= {Kind.MAJOR}


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        ("colleagues_today", [("SC02", "audience", "agents")]),
        ("clients", [("SC07", "audience", "clients")]),
        ("press_major", [("SC03", "audience", "press")]),
        ("owners_of_product", [("SC04", "audience", "owners")]),
    ],
)
def test_a_row_of_the_plan_that_is_gone_is_missed_and_nothing_else(
    row: str, lost: list[tuple[str, str, str]]
) -> None:
    rows = {code: each for code, each in shipped().communications.items() if code != row}

    assert _missed(replace(shipped(), communications=rows)) == lost


def test_72_hours_made_48_miss_exactly_the_breaches() -> None:
    duty = shipped().obligations["uk_gdpr_33"]
    assert duty.clock is not None
    shorter = replace(duty, clock=replace(duty.clock, value=48))

    broken = replace(shipped(), obligations={**shipped().obligations, duty.code: shorter})

    assert _missed(broken) == [("SC03", "clock", "uk_gdpr_33"), ("SC11", "clock", "uk_gdpr_33")]


def test_a_strategy_with_faults_can_be_played_to_see_them() -> None:
    broken = shipped_text().replace("I1: {U1: P1,", "I1: {U1: P2,", 1)

    assert scenario_texts.playable(broken) is not None
    assert scenario_texts.playable(broken.replace("U2: P1, U3: P2, U4: P3}", "U2: P1}", 1)) is None
    assert scenario_texts.playable("format: 1\n") is None
    assert scenario_texts.playable("a: [") is None
