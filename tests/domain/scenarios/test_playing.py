"""Playing: what a sound strategy meets, and that each thing broken is missed and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Counting, Unit
from musterpoint.domain.scenarios import Verdict, as_plain
from tests.domain.scenarios.stage import DUTIES, ROWS, TEXT, missed, played, strategy


def test_a_sound_strategy_misses_nothing() -> None:
    found = played(strategy())

    assert missed(strategy()) == []
    assert found.score == {Verdict.MET: 13, Verdict.MISSED: 0, Verdict.NOT_JUDGED: 1}


def test_who_stands_outside_the_strategy_is_not_judged() -> None:
    (one,) = [one for one in played(strategy()).outcomes if one.verdict is Verdict.NOT_JUDGED]

    assert one.about == "the lighthouse"
    assert one.reason == "The strategy has no word for “the lighthouse”; they stand outside it."


def test_a_changed_matrix_misses_the_priority_it_changes() -> None:
    matrix = {**strategy().matrix, ("I1", "U1"): "P2"}

    assert missed(strategy(matrix=matrix))[:1] == ["priority I1 and U1 at minute 10"]


def _with_head(after: timedelta) -> Strategy:
    sound = strategy()
    path = sound.paths["technology"]
    steps = [
        replace(step, after_at={"P1": after}) if step.code == "head_of_operations" else step
        for step in path.steps
    ]
    changed = {**sound.paths, "technology": replace(path, steps=tuple(steps))}
    return strategy(paths=changed)


def test_a_step_that_waits_longer_is_missed_and_nothing_else() -> None:
    assert missed(_with_head(timedelta(minutes=14))) == []
    assert missed(_with_head(timedelta(minutes=40))) == ["escalation head_of_operations"]


def test_a_task_that_waits_longer_is_missed_and_nothing_else() -> None:
    sound = strategy()
    book = sound.playbooks["tel_total"]
    tasks = tuple(
        replace(task, within=timedelta(hours=2)) if "carrier" in task.says else task
        for task in book.tasks
    )
    playbooks = {**sound.playbooks, "tel_total": replace(book, tasks=tasks)}

    assert missed(strategy(playbooks=playbooks)) == ["escalation carrier NOC"]


def _dropping(code: str) -> Strategy:
    """Return the strategy without a duty in any category that named it."""
    sound = strategy()
    categories = {
        key: replace(kind, obligations=tuple(one for one in kind.obligations if one != code))
        for key, kind in sound.categories.items()
    }
    return strategy(categories=categories)


@pytest.mark.parametrize("code", ["safe_work", "fair_access", "contract"])
def test_a_duty_that_no_category_names_is_missed_and_nothing_else(code: str) -> None:
    assert missed(_dropping(code)) == [f"clock {code}"]


def test_a_duty_to_decide_upon_that_nobody_is_asked_about_is_not_judged() -> None:
    outcomes = [one for one in played(_dropping("breach")).outcomes if one.about == "breach"]

    assert [one.verdict for one in outcomes] == [Verdict.MISSED, Verdict.NOT_JUDGED]


def test_other_hours_of_a_duty_are_missed_and_nothing_else() -> None:
    clock = DUTIES["breach"].clock
    assert clock is not None
    days = replace(clock, counting=Counting.CALENDAR_DAYS, value=3, unit=Unit.DAYS)
    duty = replace(DUTIES["breach"], clock=days)
    shorter = replace(DUTIES["breach"], clock=replace(clock, value=71))

    assert missed(strategy(obligations={**DUTIES, "breach": shorter})) == ["clock breach"]
    assert missed(strategy(obligations={**DUTIES, "breach": duty})) == ["clock breach"]


def test_a_due_instant_is_counted_in_hours_that_passed_across_a_change_of_clocks() -> None:
    (one, _) = [one for one in played(strategy()).outcomes if one.about == "breach"]

    assert (one.expected, one.got) == ("2027-03-30T23:00:00+01:00", "2027-03-30T23:00:00+01:00")


def test_a_contract_counts_its_own_minutes() -> None:
    (one,) = [one for one in played(strategy()).outcomes if one.about == "contract"]

    assert one.got == "2026-12-24T16:50:00+00:00"


def test_a_duty_that_is_not_law_yet_is_missed() -> None:
    duty = replace(DUTIES["safe_work"], in_force_from=date(2026, 12, 25))

    assert missed(strategy(obligations={**DUTIES, "safe_work": duty})) == ["clock safe_work"]


def test_a_later_version_of_the_law_is_counted_by_its_date() -> None:
    old = replace(DUTIES["safe_work"], in_force_to=date(2026, 12, 23))
    assert old.clock is not None
    new = replace(
        old,
        code="safe_work_2026",
        version_of="safe_work",
        in_force_from=date(2026, 12, 24),
        in_force_to=None,
    )
    late = replace(new, clock=replace(old.clock, house=timedelta(minutes=6)))

    assert missed(strategy(obligations={**DUTIES, "safe_work": old, new.code: new})) == []
    assert missed(strategy(obligations={**DUTIES, "safe_work": old, new.code: late})) == [
        "clock safe_work"
    ]


def test_a_clock_that_starts_although_it_must_not_is_missed() -> None:
    everybody = replace(DUTIES["bank_rule"], applies_to=frozenset())

    assert missed(strategy(obligations={**DUTIES, "bank_rule": everybody})) == ["clock bank_rule"]


@pytest.mark.parametrize(
    ("row", "lost"), [("inside", "audience agents"), ("outside", "audience customers")]
)
def test_a_row_that_is_gone_is_missed_and_nothing_else(row: str, lost: str) -> None:
    rows = {code: each for code, each in ROWS.items() if code != row}

    assert missed(strategy(communications=rows)) == [lost]


@pytest.mark.parametrize(
    "change",
    [
        {"first_within": timedelta(minutes=11)},
        {"channels": ("post",)},
        {"must_say": ()},
        {"must_not_say": ()},
        {"groups": frozenset({"demand"})},
        {"when_major": True},
    ],
)
def test_a_row_that_falls_short_is_missed_and_nothing_else(change: dict[str, object]) -> None:
    row = replace(ROWS["inside"], **change)  # type: ignore[arg-type]  # the test names real fields

    assert missed(strategy(communications={**ROWS, "inside": row})) == ["audience agents"]


def test_a_row_for_a_priority_holds_from_when_it_is_reached() -> None:
    (one,) = [one for one in played(strategy()).outcomes if one.about == "customers"]

    assert one.got == "minute 15"


def test_somebody_who_may_not_declare_is_missed() -> None:
    sound = strategy()
    major = replace(sound.major, declared_by=frozenset({"head_of_operations"}))

    assert missed(replace(sound, major=major)) == ["major duty manager"]


def test_a_major_incident_without_criteria_is_missed() -> None:
    sound = strategy()

    assert missed(replace(sound, major=replace(sound.major, criteria=()))) == ["major duty manager"]


NOT_MAJOR = TEXT.replace(
    "major: {declared: true, by_minute: 20, authority: duty manager}", "major: {declared: false}"
)


def test_a_candidate_is_missed_where_none_should_be_declared() -> None:
    sound = strategy()
    plain = replace(sound.categories["tel_total"], major_candidate=False)

    assert missed(sound, NOT_MAJOR) == ["major major incident"]
    assert missed(strategy(categories={**sound.categories, "tel_total": plain}), NOT_MAJOR) == []


def test_a_code_that_the_strategy_has_not_is_not_judged() -> None:
    found = played(strategy(), TEXT.replace("impact: I2", "impact: I9"))

    (one,) = [one for one in found.outcomes if one.got == "" and one.kind == "priority"]
    assert one.verdict is Verdict.NOT_JUDGED
    assert one.reason == "There is no impact 'I9'. Allowed: I1, I2, I3, I4."


def test_a_category_that_the_strategy_has_not_is_logged_as_unknown() -> None:
    found = played(strategy(), TEXT.replace("category: tel_total", "category: meteor"))

    assert found.course.category.code == "unknown"
    assert found.note.startswith("The strategy has no category “meteor”")


def test_the_name_of_a_scenario_changes_nothing() -> None:
    renamed = TEXT.replace("id: T1", "id: S03").replace("Nobody can ring us", "Ransomware")

    assert played(strategy(), renamed).outcomes == played(strategy()).outcomes


def test_the_public_shape_names_kind_expected_got_verdict_and_reason() -> None:
    plain = as_plain([played(strategy())])

    (scenario,) = plain["scenarios"]
    assert scenario["id"] == "T1"
    assert plain["score"] == {"met": 13, "missed": 0, "not judged": 1}
    assert {tuple(sorted(one)) for one in scenario["expectations"]} == {
        ("about", "clauses", "expected", "got", "kind", "minute", "reason", "verdict")
    }
    assert [one["kind"] for one in scenario["expectations"]] == [
        "priority", "priority", "major", "escalation", "escalation", "escalation",
        "audience", "audience", "clock", "clock", "clock", "clock", "clock", "clock",
    ]  # fmt: skip


def test_who_declares_must_be_called_in_time() -> None:
    sound = strategy()
    path = sound.paths["technology"]
    steps = [
        replace(step, after=timedelta(hours=1), after_at={})
        if step.code == "duty_manager"
        else step
        for step in path.steps
    ]
    late = {**sound.paths, "technology": replace(path, steps=tuple(steps))}

    assert "major duty manager" in missed(strategy(paths=late))
