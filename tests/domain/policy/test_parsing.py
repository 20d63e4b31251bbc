from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest

from musterpoint.domain.calendars import Span
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Opens, OverrideTrigger, TellKind
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.parsing import parse
from musterpoint.domain.policy.tree import grown
from tests.domain.strategies import shipped


def tree() -> dict[str, Any]:
    return copy.deepcopy(dump(shipped()))


def found(changed: dict[str, Any]) -> list[Finding]:
    strategy, findings = parse(grown(changed))
    assert (strategy is None) == bool(findings)
    return list(findings)


def said(changed: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding.path, finding.says) for finding in found(changed)]


def test_a_strategy_survives_being_written_and_read() -> None:
    strategy, findings = parse(grown(tree()))

    assert findings == ()
    assert strategy == shipped()
    assert dump(strategy) == tree()


def test_every_kind_of_value_is_read_as_what_it_is() -> None:
    strategy = shipped()

    assert strategy.targets["P1"].spans[ClockKind.UPDATE] == timedelta(minutes=30)
    assert strategy.calendars["business"].week[0] == (Span.parse("08:00-18:00"),)
    assert strategy.calendars["business"].week[6] == ()
    assert date(2026, 12, 28) in strategy.calendars["business"].closed
    assert strategy.paths["technology"].fallback.kind is TellKind.ROLE
    assert strategy.overrides[0].when is OverrideTrigger.LIFE_SAFETY
    assert strategy.roles["loggist"].opens is Opens.HIGH_PRIORITY
    assert strategy.marks == (0.5, 0.75, 1.0)


def test_special_opening_hours_with_a_lunch_break_are_read() -> None:
    changed = tree()
    changed["calendars"]["business"]["special"] = {"2026-12-24": "08:00-12:00, 13:00-15:00"}

    strategy, _ = parse(grown(changed))

    assert strategy is not None
    hours = strategy.calendars["business"].special[date(2026, 12, 24)]
    assert hours == (Span.parse("08:00-12:00"), Span.parse("13:00-15:00"))
    assert dump(strategy) == changed


def test_everything_wrong_is_found_in_one_go() -> None:
    changed = tree()
    del changed["title"]
    changed["targts"] = {}
    changed["targets"]["P1"]["acknowledge"] = "soon"
    changed["closing"]["obligations_settled"] = "no"
    changed["categories"]["tel_total"]["colour"] = "red"

    assert sorted(said(changed)) == [
        ("categories.tel_total.colour", "'colour' is not known here."),
        ("closing.obligations_settled", "This is 'no'."),
        ("targets.P1.acknowledge", "This is 'soon'."),
        ("targts", "'targts' is not known here."),
        ("title", "'title' is missing."),
    ]


def test_a_misspelt_key_is_met_with_the_right_one() -> None:
    changed = tree()
    changed["targets"]["P1"]["acknowlege"] = changed["targets"]["P1"].pop("acknowledge")

    assert found(changed)[0].remedy == "Did you mean 'acknowledge'?"


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("format", 2, "Format 2 is not known."),
        ("purpose", "", "This is empty."),
        ("purpose", ["a"], "This is a list."),
        ("marks", [0.5, 7], "This is '7'."),
        ("marks", 0.5, "This is '0.5'."),
        ("reassess.on_new_facts", 1, "This is '1'."),
        ("hold_reasons.waiting_for_access.holds", ["lunch"], "This is 'lunch'."),
        ("calendars.business.zone", "Europe/Leeds", "'Europe/Leeds' is no zone."),
        ("calendars.business.week.monday", "8 to 6", "'8 to 6' is not a day's opening hours."),
        ("calendars.business.closed", ["25/12/2026"], "'25/12/2026' is not a date."),
        ("overrides.key_account.when", "friday", "This is 'friday'."),
        ("overrides.vulnerable_customers.raise_impact_by", -1, "This is '-1'."),
        ("overrides.clock_nearly_spent.share_left_below", 25, "This is '25'."),
        ("paths.technology.fallback", "somebody", "'somebody' does not say whom to tell."),
        ("categories.tel_total.signs", ["a", "a"], "'a' stands in 'signs' twice."),
        ("categories.tel_total", "telephones", "This is 'telephones'."),
        ("triage.Q1.yes", {"says": "Hm."}, "An answer leads to a question or to a verdict."),
        (
            "triage.Q1.yes",
            {"goto": "Q2", "verdict": "incident"},
            "An answer leads to a question or to a verdict.",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(path: str, value: object, says: str) -> None:
    changed = tree()
    *way, last = path.split(".")
    part = changed
    for key in way:
        part = part[key]
    part[last] = value

    findings = found(changed)

    assert any(one.path.startswith(path) and one.says.startswith(says) for one in findings)
    assert all(finding.remedy for finding in findings)


def test_opening_hours_that_overlap_are_refused() -> None:
    changed = tree()
    changed["calendars"]["business"]["week"]["monday"] = "08:00-12:00, 11:00-13:00"

    assert [finding.path for finding in found(changed)] == ["calendars.business"]


def test_a_code_with_a_dot_would_break_the_names_of_clauses() -> None:
    changed = tree()
    changed["categories"]["tel.total"] = changed["categories"]["tel_total"]

    assert ("categories.tel.total", "'tel.total' cannot be a code.") in said(changed)


def test_a_step_may_not_be_called_fallback() -> None:
    changed = tree()
    steps = changed["paths"]["generic"]["steps"]
    steps["fallback"] = steps.pop("first_look")

    assert said(changed) == [
        ("paths.generic.steps.fallback", "A step cannot be called 'fallback'.")
    ]


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("matrix.I1.U1", "P9", "There is no priority 'P9'."),
        ("overrides.key_account.impact_floor", "I0", "There is no impact 'I0'."),
        ("overrides.life_safety.priority_floor", "P0", "There is no priority 'P0'."),
        ("targets.P1.calendar", "lunar", "There is no calendar 'lunar'."),
        ("major.targets_of", "P8", "There is no target 'P8'."),
        ("major.declared_by", ["king"], "There is no role 'king'."),
        ("high_priorities", ["P0"], "There is no priority 'P0'."),
        ("closing.review_for", ["P0"], "There is no priority 'P0'."),
        ("reassess.every", {"P7": "5 min"}, "There is no priority 'P7'."),
        ("roles.loggist.held_by", ["poet"], "There is no account role 'poet'."),
        ("roles.loggist.splits_from", "boss", "There is no role 'boss'."),
        ("roles.loggist.apart_from", ["boss"], "There is no role 'boss'."),
        ("paths.technology.owner", "boss", "There is no role 'boss'."),
        ("paths.technology.fallback", "role boss", "There is no role 'boss'."),
        ("paths.technology.steps.service_desk.tell", ["role boss"], "There is no role 'boss'."),
        ("paths.technology.steps.supplier.priorities", ["P9"], "There is no priority 'P9'."),
        ("paths.technology.steps.supplier.after_at", {"P9": "1 h"}, "There is no priority 'P9'."),
        ("categories.tel_total.owner", "boss", "There is no role 'boss'."),
        ("categories.tel_total.path", "garden", "There is no path 'garden'."),
        ("categories.tel_total.playbook", "hamlet", "There is no playbook 'hamlet'."),
        ("categories.tel_total.impact", "I7", "There is no impact 'I7'."),
        ("categories.tel_total.urgency", "U7", "There is no urgency 'U7'."),
        ("categories.tel_total.roles", ["boss"], "There is no role 'boss'."),
        ("categories.tel_total.obligations", ["tithe"], "There is no obligation 'tithe'."),
        ("categories.injury.floor.priority", "P0", "There is no priority 'P0'."),
        ("playbooks.generic.tasks.name_it.role", "boss", "There is no role 'boss'."),
        ("triage.Q1.no.goto", "Q42", "There is no question 'Q42'."),
        ("generic_category", "misc", "There is no category 'misc'."),
    ],
)
def test_a_code_that_points_nowhere_is_an_error(path: str, value: object, says: str) -> None:
    changed = tree()
    *way, last = path.split(".")
    part = changed
    for key in way:
        part = part[key]
    part[last] = value

    assert says in [finding.says for finding in found(changed)]


def test_an_empty_text_lists_every_missing_part_and_does_not_fall_over() -> None:
    missing = {finding.path for finding in found({})}

    assert {"title", "matrix", "paths", "categories", "closing", "logging"} <= missing


def test_a_text_that_is_no_mapping_is_one_finding_and_more() -> None:
    strategy, findings = parse(grown(["a", "b"]))

    assert strategy is None
    assert findings[0].says in {"This is a list.", "'title' is missing."}


def test_a_code_that_points_nowhere_is_found_beside_a_wrong_shape() -> None:
    changed = tree()
    changed["targets"]["P1"]["acknowledge"] = "soon"
    changed["categories"]["tel_total"]["path"] = "garden"

    assert sorted(said(changed)) == [
        ("categories.tel_total.path", "There is no path 'garden'."),
        ("targets.P1.acknowledge", "This is 'soon'."),
    ]


def test_what_a_wrong_shape_may_have_caused_is_no_finding_of_its_own() -> None:
    changed = tree()
    changed["rols"] = changed.pop("roles")
    changed["calendars"] = ["business"]

    assert sorted(said(changed)) == [
        ("calendars", "This is a list."),
        ("roles", "'roles' is missing."),
        ("rols", "'rols' is not known here."),
    ]
