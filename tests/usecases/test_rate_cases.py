"""Rounds of rating: opened, rated blind, closed, measured, and every refusal."""

from __future__ import annotations

from random import Random

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.policies import ratings
from musterpoint.apps.policies.models import Rating, RatingRound
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.ledger import Data
from musterpoint.usecases.rate_cases import (
    NoCases,
    NoSuchRater,
    NoSuchStrategy,
    NotAsked,
    RoundIsClosed,
    TooFewRaters,
    UnknownJudgement,
    close_rating,
    open_rating,
    rate_case,
)
from musterpoint.usecases.refusals import Refusal
from tests.factories import at

CASES = ("Nobody can ring us.", "One screen is slow.", "A client waits.")
pytestmark = pytest.mark.usefixtures("strategy")


def opened(manager: Actor, *raters: Actor, **changed: object) -> int:
    given: dict[str, object] = {
        "title": "First round",
        "strategy": "in-force",
        "cases": CASES,
        "raters": [each.person_id for each in raters],
    }
    return open_rating(**{**given, **changed}, by=manager, at=at(1))  # type: ignore[arg-type]  # the test names real ones


def rated(number: int, by: Actor, *judged: str) -> None:
    for position, (impact, urgency) in enumerate(map(str.split, judged), start=1):
        rate_case(
            round_id=number, position=position, category="tel_total", impact=impact,
            urgency=urgency, by=by, at=at(2),
        )  # fmt: skip


def entries(number: int) -> list[tuple[str, Data]]:
    rows = Entry.objects.filter(stream=f"rating:{number}").order_by("seq")
    return [(one.kind, one.data) for one in rows]


def test_a_round_is_rated_by_the_words_it_was_opened_with(
    manager: Actor, agent: Actor, leader: Actor, strategy: Version
) -> None:
    number = opened(manager, agent, leader)

    rated(number, agent, "I1 U1", "I3 U3", "I2 U2")

    row = RatingRound.objects.get(pk=number)
    assert (row.strategy, len(row.digest)) == (f"v{strategy.number}", 64)
    priorities = Rating.objects.order_by("case__position").values_list("priority", flat=True)
    assert list(priorities) == ["P1", "P4", "P2"]
    assert ratings.progress(row) == {agent.person_id: 3}


def test_what_somebody_said_stays_theirs_until_the_round_is_closed(
    manager: Actor, agent: Actor, leader: Actor
) -> None:
    number = opened(manager, agent, leader)
    rated(number, agent, "I1 U1")

    assert entries(number)[1] == ("case_rated", {"case": 1, "person": agent.person_id})

    close_rating(round_id=number, by=manager, at=at(3))

    kind, said = entries(number)[-1]
    assert kind == "rating_closed"
    assert said == {"ratings": [[1, agent.person_id, "tel_total", "I1", "U1", "P1"]]}


def test_whoever_thinks_again_replaces_what_they_said(
    manager: Actor, agent: Actor, leader: Actor
) -> None:
    number = opened(manager, agent, leader)
    rated(number, agent, "I1 U1")
    rated(number, agent, "I4 U4")

    assert Rating.objects.get().impact == "I4"


def test_a_closed_round_says_how_far_they_agree_and_what_to_word_better(
    manager: Actor, agent: Actor, leader: Actor
) -> None:
    number = opened(manager, agent, leader)
    rated(number, agent, "I1 U1", "I2 U2", "I2 U3")
    rated(number, leader, "I1 U1", "I3 U2", "I3 U3")
    close_rating(round_id=number, by=manager, at=at(3))

    found = {one.field: one for one in ratings.measured(ratings.one(number), chance=Random(1))}

    assert found["urgency"].alpha.value == 1
    assert found["urgency"].to_improve is None
    assert found["category"].alpha.value is None
    impact = found["impact"]
    assert impact.alpha.value == pytest.approx(7 / 12)  # worked out by hand
    assert [(one.first, one.second, one.count) for one in impact.confusions] == [("I2", "I3", 2)]
    assert impact.to_improve is not None
    assert [level.code for level in impact.to_improve] == ["I2", "I3"]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"cases": []}, NoCases),
        ({"cases": ["  "]}, NoCases),
        ({"cases": ["x"] * 61}, NoCases),
        ({"cases": ["x" * 2001]}, NoCases),
        ({"raters": [10**6, 10**6 + 1]}, NoSuchRater),
        ({"strategy": "v99"}, NoSuchStrategy),
        ({"strategy": "draft:99"}, NoSuchStrategy),
        ({"title": " "}, Refusal),
    ],
)
def test_a_round_that_makes_no_sense_is_not_opened(
    changed: dict[str, object],
    refusal: type[Refusal],
    manager: Actor,
    agent: Actor,
    leader: Actor,
) -> None:
    with pytest.raises(refusal):
        opened(manager, agent, leader, **changed)

    assert RatingRound.objects.count() == 0


def test_one_rater_is_too_few(manager: Actor, agent: Actor) -> None:
    with pytest.raises(TooFewRaters):
        opened(manager, agent, agent)

    assert RatingRound.objects.count() == 0


def test_only_those_who_were_asked_rate_what_there_is(
    manager: Actor, agent: Actor, leader: Actor
) -> None:
    number = opened(manager, agent, leader)

    with pytest.raises(NotAsked):
        rated(number, manager, "I1 U1")
    with pytest.raises(NotAsked):
        rated(number, agent, "I1 U1", "I1 U1", "I1 U1", "I1 U1")

    assert Rating.objects.count() == 3


@pytest.mark.parametrize("judged", [" I1 U1", "meteor I1 U1", "tel_total  U1", "tel_total I1 U9"])
def test_a_judgement_outside_the_scales_is_refused(
    judged: str, manager: Actor, agent: Actor, leader: Actor
) -> None:
    number = opened(manager, agent, leader)
    category, impact, urgency = judged.split(" ")

    with pytest.raises(UnknownJudgement):
        rate_case(
            round_id=number, position=1, category=category, impact=impact, urgency=urgency,
            by=agent, at=at(2),
        )  # fmt: skip

    assert Rating.objects.count() == 0


def test_a_closed_round_takes_nothing_more(manager: Actor, agent: Actor, leader: Actor) -> None:
    number = opened(manager, agent, leader)
    close_rating(round_id=number, by=manager, at=at(3))

    with pytest.raises(RoundIsClosed):
        rated(number, agent, "I1 U1")
    with pytest.raises(RoundIsClosed):
        close_rating(round_id=number, by=manager, at=at(4))

    assert Rating.objects.count() == 0
    assert ratings.one(number).closed_at == at(3)


def test_an_agent_neither_opens_nor_closes(manager: Actor, agent: Actor, leader: Actor) -> None:
    number = opened(manager, agent, leader)

    with pytest.raises(NotAllowed):
        opened(agent, agent, leader)
    with pytest.raises(NotAllowed):
        close_rating(round_id=number, by=agent, at=at(3))

    assert RatingRound.objects.count() == 1
    assert ratings.one(number).closed_at is None
