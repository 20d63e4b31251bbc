from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.checks import check
from musterpoint.domain.policy.document import (
    Answer,
    Playbook,
    Strategy,
)
from tests.domain.strategies import errors, new_findings, shipped, warnings, with_category

HOUR = timedelta(hours=1)


def with_matrix(**cells: str) -> Strategy:
    matrix = {**shipped().matrix, **{(cell[:2], cell[2:]): code for cell, code in cells.items()}}
    return replace(shipped(), matrix=matrix)


def with_target(priority: str, **spans: timedelta) -> Strategy:
    target = shipped().targets[priority]
    changed = {**target.spans, **{ClockKind(kind): span for kind, span in spans.items()}}
    targets = {**shipped().targets, priority: replace(target, spans=changed)}
    return replace(shipped(), targets=targets)


def with_role(code: str, **changes: object) -> Strategy:
    role = replace(shipped().roles[code], **changes)  # type: ignore[arg-type]  # the test names real fields
    return replace(shipped(), roles={**shipped().roles, code: role})


def with_override(code: str, **changes: object) -> Strategy:
    overrides = tuple(
        replace(one, **changes) if one.code == code else one  # type: ignore[arg-type]  # the test names real fields
        for one in shipped().overrides
    )
    return replace(shipped(), overrides=overrides)


def with_answer(code: str, **answers: Answer) -> Strategy:
    triage = tuple(
        replace(one, **answers) if one.code == code else one  # type: ignore[arg-type]  # the test names real fields
        for one in shipped().triage
    )
    return replace(shipped(), triage=triage)


def test_every_cell_of_the_matrix_is_needed() -> None:
    matrix = {cell: code for cell, code in shipped().matrix.items() if cell != ("I2", "U3")}

    got = errors(replace(shipped(), matrix=matrix))

    assert got["matrix.I2"] == "The matrix does not say what I2 and U3 make."


@pytest.mark.parametrize(
    ("cell", "code", "says"),
    [
        ("I2U1", "P3", "I2/U1 makes P3, but the milder I2/U2 makes P2."),
        ("I2U4", "P5", None),
        ("I1U2", "P3", "I1/U2 makes P3, but the milder I1/U3 makes P2."),
    ],
)
def test_the_matrix_never_rises_as_harm_falls(cell: str, code: str, says: str | None) -> None:
    got = [said for _severity, _path, said in new_findings(with_matrix(**{cell: code}))]

    assert (says in got) if says else not got


def test_a_priority_without_a_target_is_an_error() -> None:
    targets = {code: one for code, one in shipped().targets.items() if code != "P3"}

    assert "P3 has no target" in errors(replace(shipped(), targets=targets))["targets"]


def test_a_priority_no_cell_makes_is_a_warning() -> None:
    got = warnings(with_matrix(I3U4="P4", I4U3="P4", I4U4="P4"))

    assert got["priorities.P5"] == "No cell of the matrix makes P5."


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"priority_floor": None}, "This override has no effect."),
        (
            {"share_left_below": 0.5},
            "share_left_below has no meaning when the fact is life_safety.",
        ),
        ({"raise_impact_by": 4}, "It raises the impact by 4, more than the scale has steps."),
    ],
)
def test_an_override_must_have_an_effect_that_can_be(changes: dict[str, object], says: str) -> None:
    strategy = with_override("life_safety", **changes)

    assert says in [*errors(strategy).values(), *warnings(strategy).values()]


def test_a_clock_override_says_how_little_must_be_left() -> None:
    got = errors(with_override("clock_nearly_spent", share_left_below=None))

    assert got["overrides.clock_nearly_spent"].startswith("It does not say how little")


def test_a_catalogue_that_calls_everything_critical_is_a_warning() -> None:
    categories = {
        code: replace(one, impact="I1", urgency="U1") for code, one in shipped().categories.items()
    }

    got = warnings(replace(shipped(), categories=categories))

    assert got["categories"] == "100% of the categories are usually P1; then nothing stands out."


@pytest.mark.parametrize(
    ("spans", "path"),
    [
        ({"acknowledge": HOUR}, "targets.P1.acknowledge"),
        ({"first_update": 5 * HOUR}, "targets.P1.first_update"),
        ({"update": 5 * HOUR}, "targets.P1.update"),
        ({"restore": timedelta(0)}, "targets.P1.restore"),
    ],
)
def test_targets_come_in_the_order_of_the_work(spans: dict[str, timedelta], path: str) -> None:
    assert path in errors(with_target("P1", **spans))


def test_a_graver_priority_that_is_slower_is_a_warning() -> None:
    got = warnings(with_target("P1", restore=9 * HOUR))

    assert got["targets.P1.restore"] == "P1 allows more time to restore than P2."


def test_a_calendar_that_never_opens_is_an_error() -> None:
    shut = WorkingCalendar(name="business", zone="Europe/London", week=((),) * 7)

    got = errors(replace(shipped(), calendars={**shipped().calendars, "business": shut}))

    assert got == {"calendars.business": "This calendar never opens."}


@pytest.mark.parametrize(
    ("strategy", "path"),
    [
        (replace(shipped(), zone="Mars/Base"), "zone"),
        (replace(shipped(), marks=(0.75, 0.5, 1.0)), "marks"),
        (
            replace(shipped(), logging=replace(shipped().logging, facts=("mood",))),
            "logging.facts",
        ),
        (
            replace(
                shipped(), reassess=replace(shipped().reassess, every={"P1": timedelta(seconds=5)})
            ),
            "reassess.every.P1",
        ),
        (
            replace(shipped(), closing=replace(shipped().closing, review_within=timedelta(0))),
            "closing.review_within",
        ),
        (
            replace(
                shipped(),
                hold_reasons={
                    "tea": replace(shipped().hold_reasons["waiting_for_access"], holds=frozenset())
                },
            ),
            "hold_reasons.tea",
        ),
    ],
)
def test_times_that_cannot_be_kept_are_errors(strategy: Strategy, path: str) -> None:
    assert list(errors(strategy)) == [path]


def test_holding_the_acknowledgement_is_a_warning() -> None:
    reason = replace(
        shipped().hold_reasons["waiting_for_access"], holds=frozenset({ClockKind.ACKNOWLEDGE})
    )

    got = warnings(replace(shipped(), hold_reasons={"sleep": reason}))

    assert "hold_reasons.sleep.holds" in got


def test_a_strategy_without_a_last_mark_or_prompts_or_reopening_is_warned_about() -> None:
    strategy = replace(
        shipped(),
        marks=(0.5,),
        reassess=replace(shipped().reassess, every={}),
        closing=replace(shipped().closing, reopen_within=timedelta(0)),
        high_priorities=frozenset({"P1"}),
    )

    paths = {path for severity, path, _says in new_findings(strategy) if severity == "warning"}
    assert paths == {"marks", "reassess.every", "closing.reopen_within"}


@pytest.mark.parametrize(
    ("code", "changes", "path"),
    [
        ("finance", {"held_by": frozenset()}, "roles.finance"),
        ("finance", {"apart_from": frozenset({"finance"})}, "roles.finance.apart_from"),
        ("incident_manager", {"splits_from": "loggist"}, "roles.incident_manager.splits_from"),
    ],
)
def test_a_role_that_cannot_be_held_is_an_error(
    code: str, changes: dict[str, object], path: str
) -> None:
    assert path in errors(with_role(code, **changes))


def test_a_major_incident_needs_criteria_and_somebody_to_declare_it() -> None:
    rule = replace(shipped().major, criteria=(), declared_by=frozenset(), stand_down=())

    strategy = replace(shipped(), major=rule)

    assert errors(strategy).keys() == {"major.criteria", "major.declared_by"}
    assert "major.stand_down" in warnings(strategy)
    assert "roles.duty_manager" in warnings(strategy)


def test_a_path_playbook_or_obligation_nobody_uses_is_a_warning() -> None:
    strategy = with_category("site_evac", path="people_premises")
    categories = {
        code: replace(one, path="people_premises" if one.path == "safety" else one.path)
        for code, one in strategy.categories.items()
    }
    spare = Playbook(code="spare", name="Spare", tasks=shipped().playbooks["generic"].tasks)
    dsar = shipped().obligations["dsar"]
    tithe = replace(dsar, code="tithe", applies_to=frozenset({"bishop"}))
    strategy = replace(
        strategy,
        categories=categories,
        playbooks={**strategy.playbooks, "spare": spare},
        obligations={**strategy.obligations, "tithe": tithe},
    )

    assert {(path, says) for _severity, path, says in new_findings(strategy)} == {
        ("paths.safety", "No category uses this path."),
        ("playbooks.spare", "No category uses this playbook."),
        ("obligations.tithe", "No category carries this obligation."),
        ("goals", "One clause serves no goal: playbooks.spare."),
    }


def test_an_empty_playbook_is_an_error() -> None:
    empty = Playbook(code="generic", name="Nothing", tasks=())

    got = errors(replace(shipped(), playbooks={**shipped().playbooks, "generic": empty}))

    assert got["playbooks.generic"] == "This playbook has no task."


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"words": ()}, "words", "It has no words, so it is only suggested by its name."),
        (
            {"words": ("bomb",)},
            "words",
            "Every one of its words belongs to another category too.",
        ),
        ({"signs": ()}, "signs", "It has no sign to know it by."),
    ],
)
def test_a_category_that_cannot_be_recognised_is_a_warning(
    changes: dict[str, object], path: str, says: str
) -> None:
    assert warnings(with_category("weather", **changes))[f"categories.weather.{path}"] == says


def test_a_category_on_which_nobody_works_is_an_error() -> None:
    assert "categories.weather.roles" in errors(with_category("weather", roles=()))


@pytest.mark.parametrize(
    ("strategy", "path", "says"),
    [
        (replace(shipped(), triage=()), "triage", "There is no question."),
        (
            with_answer("Q6", no=Answer(verdict="enquiry")),
            "triage.Q7",
            "No answer ever leads to Q7.",
        ),
        (
            with_answer("Q3", no=Answer(goto="Q2")),
            "triage.Q2",
            "The answers lead from Q2 back to it.",
        ),
        (with_answer("Q9", no=Answer()), "triage.Q9.no", "This answer leads nowhere."),
        (
            with_answer("Q9", no=Answer(verdict="shrug")),
            "triage.Q9.no",
            "There is no verdict 'shrug'.",
        ),
    ],
)
def test_every_way_through_the_questions_ends(strategy: Strategy, path: str, says: str) -> None:
    assert errors(strategy)[path] == says


def test_questions_that_lose_complaints_are_a_warning() -> None:
    got = warnings(with_answer("Q6", yes=Answer(verdict="enquiry")))

    assert "complaints would lose their clock" in got["triage"]


def test_every_finding_says_what_to_do() -> None:
    broken = replace(
        shipped(),
        triage=(),
        marks=(),
        targets={},
        paths={},
        playbooks={},
        high_priorities=frozenset(),
    )

    assert all(finding.remedy.endswith((".", "?")) for finding in check(broken))
