from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.policy.document import Step, StepKind, Tell, TellKind
from tests.domain.strategies import errors, shipped, warnings, with_path, with_step

HOUR = timedelta(hours=1)
ROLE = TellKind.ROLE


def test_a_path_without_steps_is_a_dead_end() -> None:
    got = errors(with_path("demand", steps=()))

    assert got["paths.demand"] == "This path has no step: a dead end."


def test_a_priority_at_which_nobody_is_told_is_an_error() -> None:
    only = tuple(
        replace(step, priorities=frozenset({"P1", "P2", "P3", "P4"}))
        for step in shipped().paths["demand"].steps
    )

    assert errors(with_path("demand", steps=only))["paths.demand"] == (
        "At P5 nobody is told until the fallback."
    )


@pytest.mark.parametrize("after", [timedelta(0), timedelta(minutes=-1)])
def test_a_step_that_does_not_come_after_the_one_before_is_never_reached(
    after: timedelta,
) -> None:
    got = errors(with_step("technology", "duty_manager", after=after, after_at={}))

    assert got["paths.technology.steps.duty_manager.after"].endswith("so it is never reached.")


def test_one_step_may_be_out_of_order_at_one_priority_only() -> None:
    got = errors(with_step("technology", "duty_manager", after_at={"P3": 5 * HOUR}))

    says = got["paths.technology.steps.incident_manager.after"]
    assert says.startswith("At P3 it does not come after duty_manager")


@pytest.mark.parametrize(
    ("changes", "key", "says"),
    [
        ({"tell": ()}, "tell", "This step tells nobody."),
        (
            {"tell": (Tell(kind=TellKind.ADDRESS, who="the boss"),)},
            "tell",
            "'the boss' is no e-mail address.",
        ),
        ({"need": 0}, "need", "0 people must answer, but 1 are told."),
        (
            {"tell": (Tell(kind=TellKind.PERSON, who="ann"),), "need": 2},
            "need",
            "2 people must answer, but 1 are told.",
        ),
        ({"repeat": 2}, "repeat", "It repeats, but does not say how often."),
        (
            {"repeat": 2, "every": timedelta(seconds=10)},
            "every",
            "It repeats too fast to be answered.",
        ),
    ],
)
def test_a_step_must_be_one_that_can_be_run(
    changes: dict[str, object], key: str, says: str
) -> None:
    got = errors(with_step("technology", "service_desk", **changes))

    assert got[f"paths.technology.steps.service_desk.{key}"] == says


@pytest.mark.parametrize(
    ("step", "changes", "path"),
    [
        ("service_desk", {"every": HOUR}, "every"),
        ("supplier", {"after_at": {"P1": HOUR / 3, "P5": HOUR}}, "after_at.P5"),
        ("supplier", {"tell": (Tell(kind=ROLE, who="it_service_desk"),)}, "tell"),
        ("service_desk", {"after": timedelta(minutes=6), "after_at": {}}, "after"),
        ("head_of_operations", {"repeat": 60}, "after"),
    ],
)
def test_a_step_that_makes_little_sense_is_a_warning(
    step: str, changes: dict[str, object], path: str
) -> None:
    assert f"paths.technology.steps.{step}.{path}" in warnings(
        with_step("technology", step, **changes)
    )


def test_a_step_for_priorities_that_no_category_of_its_path_can_have_is_never_reached() -> None:
    extra = Step(
        code="someday",
        kind=StepKind.HIERARCHICAL,
        tell=(Tell(kind=ROLE, who="finance"),),
        after=72 * HOUR,
        priorities=frozenset({"P5"}),
    )
    alone = with_path("demand", steps=(*shipped().paths["demand"].steps, extra))
    floored = {
        code: replace(one, floor=shipped().categories["data_small"].floor)
        for code, one in alone.categories.items()
        if one.path == "demand"
    }

    got = errors(replace(alone, categories={**alone.categories, **floored}))

    assert "paths.demand.steps.someday" not in errors(alone)
    assert got["paths.demand.steps.someday.priorities"] == (
        "No category that uses this path can be P5: the step is never reached."
    )
