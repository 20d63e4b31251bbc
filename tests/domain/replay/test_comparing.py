"""What a replay adds up to: totals that fit together, and a day reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Path, Step, StepKind, Strategy, Tell, TellKind
from musterpoint.domain.priority import Facts
from musterpoint.domain.replay import Comparison, Happened, PastIncident, Tally
from musterpoint.domain.replay.tally import is_night
from tests.domain.replay.examples import NOON, at, past
from tests.domain.strategies import shipped

LONDON = ZoneInfo("Europe/London")


def all_p3() -> Strategy:
    return replace(shipped(), matrix=dict.fromkeys(shipped().matrix, "P3"), overrides=())


def two_steps() -> Strategy:
    """Everything goes one path: the desk at once, the manager an hour later, then the director."""
    steps = tuple(
        Step(
            code=who,
            kind=StepKind.FUNCTIONAL,
            tell=(Tell(kind=TellKind.ROLE, who=who),),
            after=timedelta(minutes=minutes),
        )
        for who, minutes in (("desk", 0), ("manager", 60))
    )
    path = Path(
        code="one",
        name="One",
        owner="desk",
        steps=steps,
        fallback=Tell(kind=TellKind.ROLE, who="director"),
        fallback_after=timedelta(minutes=60),
    )
    strategy = shipped()
    categories = {code: replace(one, path="one") for code, one in strategy.categories.items()}
    return replace(
        strategy, paths={"one": path}, categories=categories, waking=frozenset({"P1", "P2"})
    )


@st.composite
def pasts(draw: st.DrawFn) -> PastIncident:
    levels = [None, "I1", "I2", "I3", "I9"]
    facts = Facts(
        impact=draw(st.sampled_from(levels)), urgency=draw(st.sampled_from(["U1", "U2", "U3"]))
    )
    answered = draw(st.none() | st.integers(0, 5000))
    return past(facts, answered=answered, priority=draw(st.sampled_from(["P1", "P3"])))


@given(incidents=st.lists(pasts(), max_size=12))
def test_the_totals_add_up(incidents: list[PastIncident]) -> None:
    comparison = Comparison(shipped(), all_p3())

    changes = [comparison.add(one) for one in incidents]

    figures = comparison.figures()
    for side in ("policy", "against"):
        one = figures["sides"][side]
        assert one["judged"] + one["not_judged"] == len(incidents)
        assert sum(one["priorities"].values()) == one["judged"]
        assert sum(one["not_judged_because"].values()) == one["not_judged"]
        assert sum(map(sum, one["load"].values())) >= one["tellings"]
        assert all(c["breached"] <= c["judged"] <= one["judged"] for c in one["clocks"].values())
    assert sum(figures["sides"]["happened"]["priorities"].values()) == len(incidents)
    moved = sum(sum(row.values()) for row in figures["priority_changes"]["from_happened"].values())
    judged = [one for one in changes if one is not None and one.outcome.is_judged]
    assert moved == sum(one.outcome.priority != one.past.happened.priority for one in judged)


def test_a_strategy_against_itself_changes_nothing() -> None:
    comparison = Comparison(shipped(), shipped())
    facts = Facts(impact="I2", urgency="U2")
    priority = shipped().matrix["I2", "U2"]

    assert comparison.add(past(facts, priority=priority)) is None
    assert comparison.figures()["priority_changes"] == {"from_happened": {}, "from_against": {}}


def test_a_day_reckoned_by_hand() -> None:
    comparison = Comparison(two_steps(), all_p3())
    matrix = shipped().matrix
    grave = next(cell for cell, code in matrix.items() if code == "P1")
    mild = next(cell for cell, code in matrix.items() if code == "P4")
    comparison.add(_at_night(grave, answered_after=90))  # 23:00: desk; midnight: manager
    comparison.add(_at_night(mild, answered_after=1))  # 23:00: the desk, and nobody is woken
    comparison.add(past(Facts(impact=grave[0], urgency=grave[1]), answered=None))

    policy = comparison.figures()["sides"]["policy"]

    assert (policy["tellings"], policy["at_night"], policy["unanswered"]) == (2 + 1 + 3, 2, 1)
    assert policy["at_night_by"] == {"role:desk": 1, "role:manager": 1}
    tuesday, wednesday = 24, 48
    assert policy["load"]["role:desk"][tuesday + 23] == 2
    assert policy["load"]["role:manager"][wednesday + 0] == 1
    assert policy["load"]["role:director"][tuesday + 14] == 1
    changes = comparison.figures()["priority_changes"]
    assert changes["from_against"] == {"P3": {"P1": 2, "P4": 1}}
    assert changes["from_happened"] == {"P2": {"P1": 2, "P4": 1}}


def _at_night(cell: tuple[str, str], *, answered_after: float) -> PastIncident:
    eleven = 11 * 60
    return past(
        Facts(impact=cell[0], urgency=cell[1]),
        logged_at=at(eleven),
        answered=eleven + answered_after,
    )


def test_what_really_happened_stands_beside_it() -> None:
    comparison = Comparison(shipped(), None)
    kinds = frozenset({ClockKind.ACKNOWLEDGE, ClockKind.RESTORE})
    late = Happened(
        priority="P3", clocks=kinds, breached=frozenset({ClockKind.RESTORE}), met_target=False
    )

    comparison.add(past(happened=late))

    assert comparison.figures()["sides"]["happened"] == {
        "priorities": {"P3": 1},
        "clocks": {
            "acknowledge": {"judged": 1, "breached": 0},
            "restore": {"judged": 1, "breached": 1},
        },
        "source_met_target": {"yes": 0, "no": 1},
    }


def test_an_hour_is_the_one_on_the_wall() -> None:
    tally = Tally(zone=LONDON)

    assert tally.hour_of_week(NOON) == 24 + 12
    assert tally.hour_of_week(NOON + timedelta(days=28)) == 24 + 13  # summer time has begun
    assert [hour for hour in range(24) if is_night(hour)] == [0, 1, 2, 3, 4, 5, 6, 22, 23]
