"""A path tried out: the same rules as a run, and every flag provoked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.escalation import RunState, Telling, tellings
from musterpoint.domain.escalation.trying import (
    Behind,
    FlagKind,
    Told,
    Trial,
    WayOut,
    simulate,
)
from musterpoint.domain.policy.document import FALLBACK, Path
from tests.domain.any_path import PRIORITIES, minutes, paths
from tests.domain.strategies import shipped

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)
MAIL = WayOut(channel="email", after=timedelta(0))
PAGE = WayOut(channel="in_product", after=timedelta(0))


def technology() -> Path:
    return shipped().paths["technology"]


def told(name: str, *ways: WayOut, person: bool = True) -> Told:
    return Told(
        code=name,
        name=name,
        why="on duty",
        ways=ways or (PAGE, MAIL),
        person=name if person else None,
    )


def everybody(telling: Telling, _at: datetime) -> Behind:
    """Behind every step stand as many people of its own as must answer."""
    return Behind(people=tuple(told(f"{telling.step} {n}") for n in range(telling.need)))


def tried(
    path: Path, who: object = everybody, *, at: datetime = NINE, priority: str = "P1"
) -> Trial:
    return simulate(
        path,
        priority=priority,
        start=at,
        calendars=shipped().calendars,
        who=who,  # type: ignore[arg-type]  # a function of the test
    )


def flags(trial: Trial, kind: FlagKind) -> list[tuple[str, str]]:
    return [(one.step, one.says) for one in trial.flags if one.kind is kind]


@given(path=paths(), priority=st.sampled_from(PRIORITIES))
def test_what_is_tried_is_what_a_run_would_tell(path: Path, priority: str) -> None:
    plan = tellings(path, RunState(started_at=NINE, priority=priority))

    got = tried(path, priority=priority)

    newest = {(one.step, one.due_at): one.round for one in plan}
    assert {(one.step, one.round, one.at) for one in got.tellings} == {
        (step, number, due) for (step, due), number in newest.items()
    }


@given(path=paths(conditional=True), priority=st.sampled_from(PRIORITIES))
def test_it_always_ends_with_the_fallback_whoever_is_there(path: Path, priority: str) -> None:
    nobody = tried(
        path,
        lambda t, _: Behind(people=(told("boss"),), nobody=True, note="nobody"),
        priority=priority,
    )

    assert nobody.tellings[-1].step == FALLBACK or nobody.tellings[-1].round > 0
    assert any(one.step == FALLBACK for one in nobody.tellings)


def test_a_sound_path_has_no_flag() -> None:
    assert tried(technology()).flags == ()


def test_a_step_that_finds_nobody_is_flagged_and_says_who_stands_in() -> None:
    def who(telling: Telling, at: datetime) -> Behind:
        if telling.step == "duty_manager":
            return Behind(
                people=(told("sponsor"),),
                nobody=True,
                note="nobody was found, the fallback is told",
            )
        return everybody(telling, at)

    assert flags(tried(technology(), who), FlagKind.NOBODY) == [
        ("duty_manager", "Nobody was found, the fallback is told.")
    ]


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        ((PAGE,), "ann has no working way out: only the page in the product."),
        (
            (PAGE, replace(MAIL, works=False, says="this channel is not set up here")),
            "ann has no working way out: email: this channel is not set up here.",
        ),
    ],
)
def test_whoever_cannot_be_reached_is_flagged(ways: tuple[WayOut, ...], says: str) -> None:
    got = tried(technology(), lambda t, at: Behind(people=(told("ann", *ways),)))

    assert flags(got, FlagKind.NO_WAY) == [("service_desk", says)]


def test_one_person_on_two_steps_is_flagged_at_the_second() -> None:
    def who(telling: Telling, at: datetime) -> Behind:
        if telling.step in ("service_desk", "incident_manager"):
            return Behind(people=(told("ann"),))
        return everybody(telling, at)

    assert flags(tried(technology(), who), FlagKind.TWICE) == [
        ("incident_manager", "ann is told by service desk, and again by incident manager.")
    ]


def test_a_path_after_which_nobody_new_is_told_is_a_dead_end() -> None:
    got = tried(technology(), lambda t, at: Behind(people=(told("ann"),)))

    assert flags(got, FlagKind.DEAD_END) == [
        ("service_desk", "After it nobody is told who was not told before.")
    ]


def test_a_way_that_comes_when_the_next_step_is_told_is_cut_off() -> None:
    late = WayOut(channel="voice", after=minutes(5))

    def who(telling: Telling, at: datetime) -> Behind:
        if telling.step == "service_desk":
            return Behind(people=(told("ann", PAGE, MAIL, late),))
        return everybody(telling, at)

    assert flags(tried(technology(), who), FlagKind.CUT_OFF) == [
        ("service_desk", "voice to ann comes after 5 min, when duty manager is told.")
    ]
    assert flags(tried(technology(), who, priority="P3"), FlagKind.CUT_OFF) == []


def test_a_step_for_other_priorities_or_hours_is_said_to_be_never_told() -> None:
    first, *rest = technology().steps
    by_day = replace(technology(), steps=(replace(first, hours="business"), *rest))

    at_p4 = flags(tried(technology(), priority="P4"), FlagKind.NEVER)
    at_night = tried(by_day, at=NIGHT)

    assert at_p4[0] == ("head_of_operations", "Only for P1, P2; this is P4.")
    assert flags(at_night, FlagKind.NEVER) == [
        ("service_desk", "At this hour it is left out: Only told in the hours of business.")
    ]
    assert [(one.step, one.left_out) for one in at_night.tellings[:2]] == [
        ("service_desk", True),
        ("duty_manager", False),
    ]
    assert at_night.tellings[1].at == NIGHT


def test_fewer_than_must_answer_is_flagged() -> None:
    first, *rest = technology().steps
    pair = replace(technology(), steps=(replace(first, need=2), *rest))

    got = tried(pair, lambda t, at: Behind(people=(told(f"{t.step} 1"),)))

    assert flags(got, FlagKind.TOO_FEW) == [
        ("service_desk", "2 must answer, and 1 of those told can.")
    ]
