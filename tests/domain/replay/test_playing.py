"""One past incident under one strategy: priority, clocks, duties, and what cannot be judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.clocks import ClockEvent, ClockKind, EventKind, reckon
from musterpoint.domain.policy.document import HoldReason, Strategy, Target
from musterpoint.domain.priority import Facts, assess
from musterpoint.domain.replay import Hold, Judgement, Player
from tests.domain.replay.examples import NOON, at, past
from tests.domain.strategies import shipped

HOUR = timedelta(hours=1)
LEVELS = [level.code for level in shipped().impact]
URGENCIES = [level.code for level in shipped().urgency]


def plain() -> Strategy:
    """The shipped strategy with times that are easy to reckon with: an hour for everything."""
    spans = {ClockKind.ACKNOWLEDGE: HOUR / 2, ClockKind.RESTORE: HOUR, ClockKind.FIRST_UPDATE: HOUR}
    targets = {
        code: Target(priority=code, calendar=target.calendar, spans=spans)
        for code, target in shipped().targets.items()
    }
    always = next(name for name, one in shipped().calendars.items() if one.is_open(at(60 * 14)))
    targets = {code: replace(one, calendar=always) for code, one in targets.items()}
    reason = HoldReason(
        code="waiting", says="Waiting for them", holds=frozenset({ClockKind.RESTORE})
    )
    return replace(shipped(), targets=targets, hold_reasons={"waiting": reason})


def clocks(**facts: object) -> dict[str, tuple[object, bool]]:
    outcome = Player(plain()).play(past(**facts))  # type: ignore[arg-type]  # the test names real fields
    return {str(one.kind): (one.due_at, one.breached) for one in outcome.clocks}


@given(
    impact=st.sampled_from([None, *LEVELS]),
    urgency=st.sampled_from([None, *URGENCIES]),
    category=st.sampled_from([None, *shipped().categories]),
    life_safety=st.booleans(),
    personal_data=st.sampled_from([None, True, False]),
)
def test_the_priority_is_the_one_that_the_live_rule_gives(
    impact: str | None,
    urgency: str | None,
    category: str | None,
    life_safety: bool,
    personal_data: bool | None,
) -> None:
    facts = Facts(
        impact=impact,
        urgency=urgency,
        category=category,
        life_safety=life_safety,
        personal_data=personal_data,
    )

    outcome = Player(shipped()).play(past(facts))

    decision = assess(shipped(), facts)
    assert (outcome.priority, outcome.because) == (decision.value.priority, decision.because)
    assert outcome.typical == (impact is None or urgency is None)


def test_a_clock_that_was_stopped_in_time_is_not_breached() -> None:
    assert clocks(answered=29, restored_at=at(59)) == {
        "acknowledge": (at(30), False),
        "restore": (at(60), False),
    }


def test_a_clock_that_stops_at_its_due_instant_is_breached() -> None:
    assert clocks(answered=30, restored_at=at(60)) == {
        "acknowledge": (at(30), True),
        "restore": (at(60), True),
    }


def test_the_restore_clock_counts_from_when_it_began() -> None:
    assert clocks(began_at=at(-20), restored_at=at(50))["restore"] == (at(40), True)


def test_a_hold_that_the_strategy_allows_is_not_counted() -> None:
    hold = Hold(start=at(10), end=at(40), reason="waiting")

    assert clocks(holds=(hold,), restored_at=at(80))["restore"] == (at(90), False)


def test_a_hold_that_the_strategy_does_not_know_is_counted() -> None:
    hold = Hold(start=at(10), end=at(40), reason="waiting_for_spring")

    assert clocks(holds=(hold,), restored_at=at(80))["restore"] == (at(60), True)


def test_time_between_resolved_and_reopened_counts_for_no_restore_clock() -> None:
    closed = Hold(start=at(10), end=at(40), reason="")

    assert clocks(holds=(closed,), restored_at=at(80))["restore"] == (at(90), False)


def test_a_hold_that_lasts_to_the_end_ends_with_the_clock() -> None:
    hold = Hold(start=at(10), end=None, reason="waiting")

    assert clocks(holds=(hold,), restored_at=at(300))["restore"] == (at(350), False)
    assert clocks(holds=(hold,))["restore"] == (None, False)


def test_a_clock_of_whose_end_nothing_is_known_is_not_made_up() -> None:
    known = frozenset({ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE})

    assert clocks(known=known, updated_at=at(70)) == {
        "acknowledge": (at(30), False),
        "first_update": (at(60), True),
    }


def test_what_is_still_open_is_judged_by_what_is_known() -> None:
    assert clocks(answered=None, until=at(45)) == {
        "acknowledge": (at(30), True),
        "restore": (at(60), False),
    }


def test_whoever_resolved_it_had_it_in_hand() -> None:
    assert clocks(answered=None, ended_at=at(20))["acknowledge"] == (at(30), False)


def test_a_later_judgement_sets_the_terms_for_the_whole_clock() -> None:
    strategy = plain()
    quick = replace(strategy.targets["P1"], spans={ClockKind.RESTORE: HOUR / 4})
    strategy = replace(strategy, targets={**strategy.targets, "P1": quick})
    judged = (
        Judgement(at=NOON, facts=Facts(impact="I4", urgency="U4")),
        Judgement(at=at(20), facts=Facts(impact="I1", urgency="U1")),
    )

    outcome = Player(strategy).play(past(judgements=judged, restored_at=at(50)))

    first = assess(strategy, judged[0].facts).value.priority
    assert (outcome.first_priority, outcome.priority) == (first, "P1")
    assert [(one.kind, one.due_at) for one in outcome.clocks if one.kind == "restore"] == [
        (ClockKind.RESTORE, at(15))
    ]


@given(
    instants=st.lists(st.integers(1, 3000), min_size=4, max_size=4, unique=True).map(sorted),
    grave=st.booleans(),
)
def test_due_instants_are_those_of_the_live_clock(instants: list[int], grave: bool) -> None:
    held, resumed, raised, restored = (at(minutes) for minutes in instants)
    reason = next(
        code for code, one in shipped().hold_reasons.items() if ClockKind.RESTORE in one.holds
    )
    levels = ("I1", "U1") if grave else ("I2", "U2")
    judged = (
        Judgement(at=NOON, facts=Facts(impact="I3", urgency="U3")),
        Judgement(at=raised, facts=Facts(impact=levels[0], urgency=levels[1])),
    )
    one = past(
        judgements=judged,
        restored_at=restored,
        holds=(Hold(start=held, end=resumed, reason=reason),),
    )

    outcome = Player(shipped()).play(one)

    terms = [shipped().targets[assess(shipped(), j.facts).value.priority] for j in judged]
    first, second = terms
    live = reckon(
        [
            ClockEvent(
                kind=EventKind.STARTED,
                at=NOON,
                target=first.spans[ClockKind.RESTORE],
                calendar=first.calendar,
            ),
            ClockEvent(kind=EventKind.HELD, at=held, seq=1, reason=reason),
            ClockEvent(kind=EventKind.RESUMED, at=resumed, seq=2),
            ClockEvent(
                kind=EventKind.RETARGETED,
                at=raised,
                seq=3,
                target=second.spans[ClockKind.RESTORE],
                calendar=second.calendar,
            ),
            ClockEvent(kind=EventKind.MET, at=restored, seq=4),
        ],
        calendar=shipped().calendars[first.calendar],
        calendars=shipped().calendars,
        at=restored,
    )
    (restore,) = [clock for clock in outcome.clocks if clock.kind is ClockKind.RESTORE]
    assert (restore.due_at, restore.breached) == (live.due_at, live.breached_at is not None)


def test_a_major_incident_keeps_the_major_pace() -> None:
    facts = Facts(impact="I4", urgency="U4")

    usual = Player(shipped()).play(past(facts, answered=None, ended_at=at(600)))
    major = Player(shipped()).play(past(facts, answered=None, ended_at=at(600), major_from=NOON))

    pace = shipped().major.targets_of
    assert major.priority == usual.priority
    assert {one.priority for one in major.told} == {pace}
    assert [one.due_at for one in major.clocks] != [one.due_at for one in usual.clocks]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts(impact="I9", urgency="U1"), "The strategy has no impact I9."),
        (Facts(impact="I1", urgency="U9"), "The strategy has no urgency U9."),
        (Facts(category="flood"), "The strategy has no category flood."),
        (
            Facts(impact="I1", urgency="U1", override_priority="P9", override_reason="x"),
            "The strategy has no priority P9.",
        ),
    ],
)
def test_what_the_strategy_has_no_word_for_is_not_judged(facts: Facts, says: str) -> None:
    outcome = Player(shipped()).play(past(facts))

    assert outcome.not_judged == says
    assert (outcome.priority, outcome.clocks, outcome.told) == ("", (), ())


def test_duties_start_by_the_category_where_they_are_ours() -> None:
    strategy = shipped()
    category = next(one for one in strategy.categories.values() if one.obligations)
    ours = {who for one in strategy.obligations.values() for who in one.applies_to}
    facts = Facts(category=category.code)

    here = Player(replace(strategy, we_are=frozenset(ours))).play(past(facts))
    nowhere = Player(
        replace(
            strategy,
            we_are=frozenset(),
            obligations={
                code: replace(one, applies_to=frozenset({"nobody_here"}))
                for code, one in strategy.obligations.items()
            },
        )
    ).play(past(facts))

    assert len(here.duties) >= 1
    assert nowhere.duties == ()


def test_a_path_that_ran_out_before_anybody_answered_is_an_alarm_nobody_would_answer() -> None:
    player = Player(shipped())

    slow = player.play(past(answered=60 * 24 * 7))
    quick = player.play(past(answered=0.5))

    assert (slow.unanswered, quick.unanswered) == (True, False)
    assert slow.told[-1].rung.step == "fallback"
