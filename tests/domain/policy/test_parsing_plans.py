"""Goals, services, risks, telling, duties and plans: read as what they are, and written again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.duties import Counting, MetBy, Unit
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.parsing import parse
from musterpoint.domain.policy.tree import grown
from tests.domain.whole_document import OBLIGATION, PLANS, whole_tree


def changed_at(path: str, value: object) -> dict[str, Any]:
    tree = whole_tree()
    *way, last = path.split(".")
    part = tree
    for key in way:
        part = part[key]
    part[last] = value
    return tree


def found(tree: dict[str, Any]) -> tuple[Finding, ...]:
    strategy, findings = parse(grown(tree))
    assert (strategy is None) == bool(findings)
    return findings


def test_every_field_of_every_plan_is_written_as_it_was_read() -> None:
    strategy, findings = parse(grown(whole_tree()))

    assert findings == ()
    assert strategy is not None
    written = dump(strategy)
    assert {key: written[key] for key in PLANS} == PLANS
    assert strategy.obligations["breach"].code == "breach"
    obligations = written["obligations"]
    assert isinstance(obligations, dict)
    assert obligations["breach"] == OBLIGATION


def test_every_kind_of_value_of_a_plan_is_read_as_what_it_is() -> None:
    strategy, _ = parse(grown(whole_tree()))

    assert strategy is not None
    assert strategy.measures["restored"].aim == 240.0
    assert strategy.measures["welcome"].aim == 4.5
    assert strategy.services["telephony"].rpo == timedelta(0)
    assert strategy.services["carrier"].rpo is None
    assert strategy.services["telephony"].harm["customers"] == (2, 3, 5)
    assert strategy.risks["carrier_fails"].review_on == date(2027, 3, 1)
    assert strategy.risks["carrier_fails"].inherent.product == 10
    assert strategy.contracts["northwind"].clocks[0].met_by is MetBy.FIRST_UPDATE
    assert strategy.contracts["northwind"].in_force_to == date(2026, 12, 31)
    breach = strategy.obligations["breach"]
    assert (breach.in_force_from, breach.in_force_to) == (date(2018, 5, 25), date(2027, 3, 17))
    assert breach.clock is not None
    assert (breach.clock.counting, breach.clock.unit) == (Counting.BUSINESS_DAYS, Unit.DAYS)
    assert breach.clock.value == 0
    assert strategy.mapping["iso22301"]["5.2"] == ("purpose", "goals")


def test_a_duty_that_is_not_in_force_yet_is_written_as_such() -> None:
    strategy, _ = parse(grown(changed_at("obligations.breach.in_force", "not_yet")))

    assert strategy is not None
    assert strategy.obligations["breach"].not_yet
    assert strategy.obligations["breach"].in_force_from is None
    written = dump(strategy)["obligations"]
    assert isinstance(written, dict)
    assert written["breach"] == {**OBLIGATION, "in_force": "not_yet"}


def test_a_part_that_says_nothing_but_is_there_stays_there() -> None:
    tree = whole_tree() | {"scope": {}, "mapping": {"itil": {}}, "goals": {}}
    strategy, findings = parse(grown(tree))

    assert findings == ()
    assert strategy is not None
    assert strategy.scope is not None
    assert (dump(strategy)["scope"], dump(strategy)["mapping"]) == ({}, {"itil": {}})
    assert "goals" not in dump(strategy)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("scope", ["everywhere"], "This is a list."),
        ("scope.includes", "everywhere", "This is 'everywhere'."),
        ("scope.mood", "good", "'mood' is not known here."),
        ("goals.reachable.says", None, "This is empty."),
        ("measures.restored.better", "bigger", "This is 'bigger'."),
        ("measures.restored.aim", "quick", "This is 'quick'."),
        ("measures.restored.aim", True, "This is true."),
        ("measures.restored.aim", float("inf"), "This is 'inf'."),
        ("harm_scale.times", ["1 h", "soon"], "This is 'soon'."),
        ("harm_scale.unacceptable", "four", "This is 'four'."),
        ("services.telephony.kind", "good", "This is 'good'."),
        ("services.telephony.critical", "very", "This is 'very'."),
        ("services.telephony.mtpd", 8, "This is '8'."),
        ("services.telephony.minimum_staff", -1, "This is '-1'."),
        ("services.telephony.harm", [1, 2], "This is a list."),
        ("services.telephony.harm.customers", [1, "two", 3], "This is 'two'."),
        ("services.telephony.harm.customers", 3, "This is '3'."),
        ("risk_scale.bands.bear.upto", "few", "This is 'few'."),
        ("risk_scale.likelihood", ["rare"], "This is a list."),
        ("risks.carrier_fails.inherent", 10, "This is '10'."),
        ("risks.carrier_fails.current", {"likelihood": 2}, "'consequence' is missing."),
        ("risks.carrier_fails.target.likelihood", 1.5, "This is '1.5'."),
        ("risks.carrier_fails.target.size", 1, "'size' is not known here."),
        ("risks.carrier_fails.review_on", "next year", "'next year' is not a date."),
        ("risks.carrier_fails.review_on", 2027, "This is '2027'."),
        ("authority.declare.responsible", "duty_manager", "This is 'duty_manager'."),
        ("audiences.callers.outside", "yes", "This is 'yes'."),
        ("communications.callers_high.first_within", "at once", "This is 'at once'."),
        ("communications.callers_high.channels", "phone", "This is 'phone'."),
        ("we_are", "controller", "This is 'controller'."),
        ("obligations.breach.kind", "favour", "This is 'favour'."),
        ("obligations.breach.clock", "72 h", "This is '72 h'."),
        ("obligations.breach.clock.counting", "fast", "This is 'fast'."),
        ("obligations.breach.clock.strength", "steel", "This is 'steel'."),
        ("obligations.breach.clock.unit", "fortnights", "This is 'fortnights'."),
        ("obligations.breach.clock.value", 1.5, "This is '1.5'."),
        ("obligations.breach.in_force", "soon", "This is 'soon'."),
        ("obligations.breach.in_force.from", "2018-25-05", "'2018-25-05' is not a date."),
        ("obligations.breach.in_force.until", "2018-05-25", "'until' is not known here."),
        ("obligations.breach.confidence", "high", "This is 'high'."),
        ("obligations.breach.confirmed_on", "", "'' is not a date."),
        ("contracts.northwind.in_force", "not_yet", "This is 'not_yet'."),
        ("contracts.northwind.clocks", [], "This is a list."),
        ("contracts.northwind.clocks.notice.met_by", "luck", "This is 'luck'."),
        ("contracts.northwind.clocks.notice.marks", [2], "This is '2'."),
        ("resources.bridge.kind", "magic", "This is 'magic'."),
        ("levers.callback.within", "soon", "This is 'soon'."),
        ("training.leading.valid_for", "a year", "This is 'a year'."),
        ("exercises.phones.kind", "walk", "This is 'walk'."),
        ("exercises.phones.last_held_on", "May", "'May' is not a date."),
        ("reviews.whole.every", "yearly", "This is 'yearly'."),
        ("agreement.approvers", "everybody", "This is 'everybody'."),
        ("agreement.groups", ["leaders"], "This is a list."),
        ("mapping.iso22301", ["5.2"], "This is a list."),
        ("mapping.iso22301", {"5.2": "purpose"}, "This is 'purpose'."),
    ],
)
def test_a_wrong_value_of_a_plan_is_named_with_what_to_write(
    path: str, value: object, says: str
) -> None:
    findings = found(changed_at(path, value))

    assert any(one.path.startswith(path) and one.says == says for one in findings)
    assert all(one.remedy for one in findings)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("goals.reachable.owner", "boss", "There is no role 'boss'."),
        ("goals.reachable.served_by", ["paths.moon"], "There is no clause 'paths.moon'."),
        ("measures.restored.owner", "boss", "There is no role 'boss'."),
        ("services.telephony.owner", "boss", "There is no role 'boss'."),
        ("services.telephony.depends_on", ["moon"], "There is no service 'moon'."),
        ("risks.carrier_fails.owner", "boss", "There is no role 'boss'."),
        ("risks.carrier_fails.categories", ["moon"], "There is no category 'moon'."),
        ("authority.declare.responsible", ["boss"], "There is no role 'boss'."),
        ("authority.declare.accountable", "boss", "There is no role 'boss'."),
        ("authority.declare.consulted", ["boss"], "There is no role 'boss'."),
        ("authority.declare.informed", ["boss"], "There is no role 'boss'."),
        ("communications.callers_high.audience", "press", "There is no audience 'press'."),
        ("communications.callers_high.approver", "boss", "There is no role 'boss'."),
        ("communications.callers_high.priorities", ["P0"], "There is no priority 'P0'."),
        ("communications.callers_high.groups", ["x"], "There is no group of categories 'x'."),
        ("communications.callers_high.template", "last", "There is no template 'last'."),
        ("obligations.breach.owner", "boss", "There is no role 'boss'."),
        ("obligations.breach.clock.calendar", "lunar", "There is no calendar 'lunar'."),
        ("obligations.breach.version_of", "tithe", "There is no obligation 'tithe'."),
        ("contracts.northwind.owner", "boss", "There is no role 'boss'."),
        ("contracts.northwind.categories", ["moon"], "There is no category 'moon'."),
        ("contracts.northwind.clocks.notice.calendar", "lunar", "There is no calendar 'lunar'."),
        ("contracts.northwind.clocks.notice.holds", ["tea"], "There is no hold reason 'tea'."),
        ("resources.bridge.role", "boss", "There is no role 'boss'."),
        ("levers.callback.approver", "boss", "There is no role 'boss'."),
        ("training.leading.roles", ["boss"], "There is no role 'boss'."),
        ("exercises.phones.tests", ["playbooks.x"], "There is no clause 'playbooks.x'."),
        ("exercises.phones.owner", "boss", "There is no role 'boss'."),
        ("reviews.whole.owner", "boss", "There is no role 'boss'."),
        ("agreement.approvers", ["boss"], "There is no role 'boss'."),
        ("mapping.iso22301", {"5.2": ["poem"]}, "There is no clause 'poem'."),
    ],
)
def test_a_code_of_a_plan_that_points_nowhere_is_an_error(
    path: str, value: object, says: str
) -> None:
    findings = found(changed_at(path, value))

    assert [(one.path.startswith(path), one.says) for one in findings] == [(True, says)]
