"""Scenarios of one's own: kept, taken away, played for the record, and every refusal."""

from __future__ import annotations

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.policies import trials
from musterpoint.apps.policies.models import ScenarioFile, ScenarioRun
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.keep_scenarios import (
    NoSuchScenarioFile,
    NothingToPlay,
    NotScenarios,
    drop_scenarios,
    keep_scenarios,
    play_scenario,
)
from musterpoint.usecases.refusals import Refusal
from tests.factories import at

OWN = "id: OURS\ntitle: Our own day\ncategory: tel_total\nstart: 2026-11-23T09:05+00:00\n"


def kinds() -> list[str]:
    return [one.kind for one in Entry.objects.filter(stream=trials.STREAM).order_by("seq")]


def test_a_text_of_ones_own_stands_beside_the_shipped_ones(manager: Actor) -> None:
    keep_scenarios(text=OWN, title="", by=manager, at=at(1))

    codes = [one.scenario.code for one in trials.kept()]
    assert len(codes) == 13
    assert codes[-1] == "OURS"
    assert ScenarioFile.objects.get().title == "Our own day"
    assert kinds() == ["scenario_kept"]


def test_ones_own_text_stands_in_for_a_shipped_one_of_the_same_id(manager: Actor) -> None:
    keep_scenarios(text=OWN.replace("OURS", "SC01"), title="Mine", by=manager, at=at(1))

    assert len(trials.kept()) == 12
    assert trials.scenario("SC01").scenario.title == "Our own day"


def test_what_was_taken_away_is_gone_and_what_was_played_of_it_stays(
    manager: Actor, strategy: Version
) -> None:
    number = keep_scenarios(text=OWN, title="", by=manager, at=at(1))
    play_scenario(code="OURS", strategy="in-force", by=manager, at=at(2))

    drop_scenarios(file_id=number, by=manager, at=at(3))

    assert len(trials.kept()) == 12
    (run,) = trials.runs_of("OURS")
    assert (run.strategy, run.file_id) == (f"v{strategy.number}", number)
    assert kinds() == ["scenario_kept", "scenario_played", "scenario_dropped"]


def test_a_result_says_who_when_which_text_and_what_came_of_it(
    manager: Actor, strategy: Version
) -> None:
    play_scenario(code="SC03", strategy=f"v{strategy.number}", by=manager, at=at(2))

    run = ScenarioRun.objects.get()
    assert (run.met, run.missed, run.not_judged) == (18, 0, 0)
    assert (run.at, run.by_id) == (at(2), manager.person_id)
    assert run.digest == trials.strategy_called("default", at=at(2)).digest
    assert run.result["id"] == "SC03"
    assert len(run.result["expectations"]) == 18


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("id: X\n", "Line 1: error: start: 'start' is missing."),
        ("a: [", "Line 2: error: This is not YAML"),
        ("[]", "It holds no scenario."),
    ],
)
def test_what_is_no_scenario_is_refused_with_its_lines(
    text: str, first: str, manager: Actor
) -> None:
    with pytest.raises(NotScenarios) as refused:
        keep_scenarios(text=text, title="", by=manager, at=at(1))

    assert str(refused.value).startswith(first)
    assert (ScenarioFile.objects.count(), kinds()) == (0, [])


def test_an_empty_text_is_refused(manager: Actor) -> None:
    with pytest.raises(Refusal, match=r"Paste or choose a text\."):
        keep_scenarios(text="  ", title="", by=manager, at=at(1))

    assert ScenarioFile.objects.count() == 0


def test_what_is_taken_away_already_is_refused(manager: Actor) -> None:
    number = keep_scenarios(text=OWN, title="", by=manager, at=at(1))
    drop_scenarios(file_id=number, by=manager, at=at(2))

    with pytest.raises(NoSuchScenarioFile):
        drop_scenarios(file_id=number, by=manager, at=at(3))

    assert ScenarioFile.objects.get().removed_at == at(2)
    assert len(kinds()) == 2


@pytest.mark.parametrize(
    ("code", "against", "field"),
    [
        ("NOWHERE", "default", "scenario"),
        ("SC01", "v9999", "strategy"),
        ("SC01", "draft:9999", "strategy"),
        ("SC01", "nonsense", "strategy"),
        ("SC01", "in-force", "strategy"),
    ],
)
def test_what_is_not_there_cannot_be_played(
    code: str, against: str, field: str, manager: Actor
) -> None:
    with pytest.raises(NothingToPlay) as refused:
        play_scenario(code=code, strategy=against, by=manager, at=at(1))

    assert [one.field for one in refused.value.errors] == [field]
    assert (ScenarioRun.objects.count(), kinds()) == (0, [])


def test_an_agent_may_do_none_of_it(agent: Actor, manager: Actor) -> None:
    number = keep_scenarios(text=OWN, title="", by=manager, at=at(1))

    with pytest.raises(NotAllowed):
        keep_scenarios(text=OWN, title="", by=agent, at=at(2))
    with pytest.raises(NotAllowed):
        drop_scenarios(file_id=number, by=agent, at=at(2))
    with pytest.raises(NotAllowed):
        play_scenario(code="SC01", strategy="default", by=agent, at=at(2))

    assert ScenarioFile.objects.get().removed_at is None
    assert (ScenarioRun.objects.count(), kinds()) == (0, ["scenario_kept"])
