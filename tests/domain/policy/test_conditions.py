"""What a step depends on: read, written, compared, and checked for being sound."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.domain.channels import CHANNELS, IN_PRODUCT
from musterpoint.domain.policy.clauses import clause
from musterpoint.domain.policy.diff import diff
from musterpoint.domain.policy.document import Step, Strategy, Tell, TellKind
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parsing import parse
from musterpoint.domain.policy.told import named
from musterpoint.domain.policy.tree import grown
from tests.domain.strategies import errors, shipped, warnings, with_path, with_step

DESK = "paths.technology.steps.service_desk"
EVERYTHING = {
    "tell": ["rota technology", "contact carrier_noc", "role it_service_desk"],
    "by": ["voice", "sms"],
    "hours": "business",
    "outside_hours": True,
    "skip_when_absent": True,
}


def tree(**changes: Any) -> dict[str, Any]:
    """Return the shipped strategy as a tree, with keys of one step changed."""
    plain: dict[str, Any] = copy.deepcopy(dump(shipped()))
    plain["paths"]["technology"]["steps"]["service_desk"] |= changes
    return plain


def read(plain: dict[str, Any]) -> Strategy:
    strategy, findings = parse(grown(plain))
    assert strategy is not None, findings
    return strategy


def desk(strategy: Strategy) -> Step:
    return strategy.paths["technology"].steps[0]


def said(plain: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.path, one.says) for one in parse(grown(plain))[1]]


def test_every_condition_survives_being_written_and_read() -> None:
    strategy = read(tree(**EVERYTHING))

    step = desk(strategy)
    assert step.tell[:2] == (
        Tell(kind=TellKind.ROTA, who="technology"),
        Tell(kind=TellKind.CONTACT, who="carrier_noc"),
    )
    assert (step.by, step.hours, step.outside_hours) == (("voice", "sms"), "business", True)
    assert step.skip_when_absent
    assert dump(strategy) == tree(**EVERYTHING)
    assert read(dump(strategy)) == strategy
    assert named(strategy, TellKind.ROTA) == {"technology"}
    assert named(strategy, TellKind.CONTACT) == {"carrier_noc"}


def test_what_a_default_would_say_again_is_not_written() -> None:
    step, written = desk(shipped()), tree()["paths"]["technology"]["steps"]["service_desk"]

    assert (step.by, step.hours) == ((), "")
    assert not step.outside_hours
    assert not step.skip_when_absent
    assert written.keys() == {"kind", "tell", "after", "says"}
    assert "waking" not in tree()


def test_the_high_priorities_wake_unless_the_strategy_says_otherwise() -> None:
    assert shipped().waking == shipped().high_priorities != frozenset()
    for waking in ([], ["P1"], ["P1", "P2", "P3"]):
        strategy = read(tree() | {"waking": waking})
        assert strategy.waking == set(waking)
        assert read(dump(strategy)) == strategy


@pytest.mark.parametrize(
    ("plain", "path", "says"),
    [
        (tree() | {"waking": ["P9"]}, "waking", "There is no priority 'P9'."),
        (tree(by=["pigeon"]), f"{DESK}.by", "There is no channel 'pigeon'."),
        (tree(by=["sms", "sms"]), f"{DESK}.by", "'sms' stands in 'by' twice."),
        (tree(hours="night"), f"{DESK}.hours", "There is no calendar 'night'."),
        (tree(skip_when_absent="no"), f"{DESK}.skip_when_absent", "This is 'no'."),
        (tree(outside_hours=1), f"{DESK}.outside_hours", "This is '1'."),
        (tree(tell=["rota"]), f"{DESK}.tell", "'rota' does not say whom to tell."),
    ],
)
def test_what_cannot_be_meant_is_found_where_it_stands(
    plain: dict[str, Any], path: str, says: str
) -> None:
    assert (path, says) in said(plain)


def test_a_misspelt_key_is_recognised() -> None:
    (finding,) = parse(grown(tree() | {"wakng": []}))[1]

    assert finding.remedy == "Did you mean 'waking'?"


def test_outside_hours_needs_hours() -> None:
    got = errors(with_step("technology", "service_desk", outside_hours=True))

    assert got[f"{DESK}.outside_hours"] == "It is told outside hours, but does not say which."


def test_a_step_outside_the_hours_of_a_calendar_that_never_closes_is_never_told() -> None:
    got = errors(with_step("technology", "service_desk", hours="always", outside_hours=True))

    assert got[f"{DESK}.hours"] == ("The calendar always never closes, so this step is never told.")


def test_an_e_mail_address_is_told_by_e_mail_only() -> None:
    tell = (Tell(kind=TellKind.ADDRESS, who="noc@carrier.example"),)

    got = errors(with_step("technology", "supplier", tell=tell, by=("sms",)))

    assert (
        got["paths.technology.steps.supplier.by"]
        == "It tells an e-mail address, but not by e-mail."
    )
    assert not errors(with_step("technology", "supplier", tell=tell, by=("sms", "email")))


def all_steps(**changes: Any) -> Strategy:
    steps = shipped().paths["demand"].steps
    return with_path("demand", steps=tuple(replace(step, **changes) for step in steps))


def test_a_path_of_office_hours_only_is_warned_of_with_an_hour_as_example() -> None:
    got = warnings(all_steps(hours="business"))

    assert got["paths.demand.steps"] == (
        "At P1, P2, P3, P4, P5 every step may be left out, for example on"
        " Thursday 1 January at 00:00: only the fallback is told then."
    )


def test_a_path_whose_steps_may_all_find_nobody_is_warned_of() -> None:
    assert "paths.demand.steps" in warnings(all_steps(skip_when_absent=True))


def test_day_and_night_between_them_leave_no_hour_alone() -> None:
    strategy = all_steps(hours="business")
    first, *rest = strategy.paths["demand"].steps
    nights = replace(first, hours="business", outside_hours=True)

    got = warnings(
        replace(
            strategy,
            paths={
                **strategy.paths,
                "demand": replace(strategy.paths["demand"], steps=(nights, *rest)),
            },
        )
    )

    assert "paths.demand.steps" not in got


def test_one_step_without_conditions_is_enough() -> None:
    assert "paths.technology.steps" not in warnings(
        with_step("technology", "service_desk", hours="business")
    )


def test_a_difference_is_named_by_what_the_text_calls_it() -> None:
    changes = {
        change.path: (change.old, change.new)
        for change in diff(shipped(), read(tree(**EVERYTHING)))
    }

    assert changes[f"{DESK}.by"] == (None, "voice, sms")
    assert changes[f"{DESK}.hours"] == (None, "business")
    assert changes[f"{DESK}.skip_when_absent"] == (None, "yes")


def test_the_clause_of_a_step_says_on_what_it_depends() -> None:
    says = clause(read(tree(**EVERYTHING)), "paths.technology.service_desk").says

    assert (
        "by voice, sms, only outside the hours of business, left out when nobody is there" in says
    )


def test_the_channels_a_strategy_may_name_are_those_there_are() -> None:
    assert KINDS.keys() | {IN_PRODUCT} <= set(CHANNELS)
