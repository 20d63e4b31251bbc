from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.diff import Change, diff
from tests.domain.strategies import shipped, with_category, with_path


def test_a_strategy_does_not_differ_from_itself() -> None:
    assert diff(shipped(), shipped()) == ()


def test_a_changed_target_is_named_with_both_values() -> None:
    target = shipped().targets["P1"]
    spans = {**target.spans, ClockKind.ACKNOWLEDGE: timedelta(minutes=10)}
    new = replace(shipped(), targets={**shipped().targets, "P1": replace(target, spans=spans)})

    got = diff(shipped(), new)

    assert got == (Change(path="targets.P1.acknowledge", old="5 min", new="10 min"),)
    assert str(got[0]) == "targets.P1.acknowledge: 5 min → 10 min"


def test_a_new_and_a_removed_category_are_one_change_each_by_name() -> None:
    categories = dict(shipped().categories)
    gone = categories.pop("weather")
    new = replace(shipped(), categories={**categories, "fog": replace(gone, code="fog")})

    assert diff(shipped(), new) == (
        Change(path="categories.weather", old="Severe weather or a transport strike", new=None),
        Change(path="categories.fog", old=None, new="Severe weather or a transport strike"),
    )


def test_lists_flags_and_cells_read_like_a_sentence() -> None:
    matrix = {**shipped().matrix, ("I2", "U2"): "P3"}
    new = replace(with_category("weather", roles=("hr",), restricted=True), matrix=matrix)

    assert [str(change) for change in diff(shipped(), new)] == [
        "matrix.I2.U2: P2 → P3",
        "categories.weather.roles: resource_planner, duty_manager → hr",
        "categories.weather.restricted: added: yes",
    ]


def test_a_new_order_is_a_change_where_order_counts() -> None:
    steps = shipped().paths["demand"].steps
    new = with_path("demand", steps=(steps[1], steps[0], *steps[2:]))

    assert diff(shipped(), new) == (
        Change(
            path="paths.demand.steps (order)",
            old="planner, duty_manager, incident_manager, head_of_operations",
            new="duty_manager, planner, incident_manager, head_of_operations",
        ),
    )
