"""A small scenario and a strategy that meets it, to change one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from musterpoint.apps.policies import scenario_texts
from musterpoint.domain.policy.communications import Audience, CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Counting, DutyClock, Obligation, Strength, Unit
from musterpoint.domain.scenarios import Played, Scenario, play
from tests.domain.strategies import shipped

TEXT = """
id: T1
title: Nobody can ring us
category: tel_total
secondary_categories: [data_large]
start: 2026-12-24T16:20+00:00
setting:
  sector: online furniture maker
timeline:
  - {t: 0, source: planner, fact: calls collapse, status: verified}
expected:
  priority_path:
    - {t: 6, impact: I2, urgency: U2, priority: P2, why: not proven}
    - {t: 10, impact: I1, urgency: U1, priority: P1, why: proven}
  major: {declared: true, by_minute: 20, authority: duty manager}
  escalations:
    - {to: head_of_operations, type: hierarchical, by_minute: 25}
    - {to: carrier NOC, type: functional, by_minute: 12}
    - {to: the lighthouse, type: external, by_minute: 12}
  comms:
    - audience: agents
      by_minute: 10
      channels: [chat]
      must_say: what to do
      must_not_say: the cause
    - audience: customers
      by_minute: 30
      channels: [status page]
      must_say: ''
      must_not_say: ''
  clocks:
    - clock: breach
      anchor_at: 2027-03-27T22:00+00:00
      applies: true
      due: '2027-03-30T23:00:00+01:00'
    - {clock: safe_work, anchor_minute: 5, applies: true, house_due: '2026-12-24T16:30+00:00'}
    - {clock: fair_access, anchor_minute: 0, applies: true, standing_duty: true}
    - {clock: contract, anchor_minute: 0, contract_minutes: 30, due: '2026-12-24T16:50+00:00'}
    - {clock: bank_rule, anchor_minute: 0, applies: false}
    - {clock: breach, anchor_minute: 0, applies: check}
"""

DUTIES = {
    "breach": Obligation(
        code="breach", says="Tell.", notify="the regulator", within="72 h",
        applies_to=frozenset({"controller"}),
        clock=DutyClock(
            counting=Counting.ELAPSED, strength=Strength.STATUTE, value=72, unit=Unit.HOURS
        ),
    ),
    "safe_work": Obligation(
        code="safe_work", says="Be safe.", notify="the site", within="at once",
        clock=DutyClock(
            counting=Counting.IMMEDIATE, strength=Strength.STATUTE, house=timedelta(minutes=5)
        ),
    ),
    "fair_access": Obligation(
        code="fair_access", says="Two ways.", notify="people", within="standing",
        clock=DutyClock(counting=Counting.NONE, strength=Strength.STATUTE),
    ),
    "contract": Obligation(
        code="contract", says="Tell.", notify="the client", within="1 h",
        clock=DutyClock(
            counting=Counting.ELAPSED, strength=Strength.CONTRACT, value=1, unit=Unit.HOURS
        ),
    ),
    "bank_rule": Obligation(
        code="bank_rule", says="Tell.", notify="the regulator", within="3 d",
        applies_to=frozenset({"bank"}),
        clock=DutyClock(
            counting=Counting.ELAPSED, strength=Strength.RULE, value=3, unit=Unit.DAYS
        ),
    ),
}  # fmt: skip

ROWS = {
    "inside": CommsRule(
        code="inside", audience="colleagues", channels=("team chat",), approver="team_leader",
        first_within=timedelta(minutes=10), must_say=("what to do",), must_not_say=("causes",),
    ),
    "outside": CommsRule(
        code="outside", audience="customers", channels=("website", "recorded message"),
        approver="communications_lead", first_within=timedelta(minutes=15),
        priorities=frozenset({"P1"}), every=timedelta(minutes=30),
    ),
}  # fmt: skip


def scenario(text: str = TEXT) -> Scenario:
    """Return the one scenario of a text."""
    examined = scenario_texts.examine(text)
    assert not examined.findings, [str(one) for one in examined.findings]
    return examined.scenarios[0]


def strategy(**changes: Any) -> Strategy:
    """Return the shipped rules with these duties and rows, which meet the scenario."""
    rules = shipped()
    named = ("safe_work", "fair_access", "contract", "bank_rule")
    kinds = {
        "tel_total": replace(rules.categories["tel_total"], obligations=named),
        "data_large": replace(rules.categories["data_large"], obligations=("breach",)),
    }
    path = rules.paths["technology"]
    head = replace(path.steps[3], after_at={"P1": timedelta(minutes=15)})
    steps = (*path.steps[:3], head, *path.steps[4:])
    book = rules.playbooks["tel_total"]
    others = tuple(task for task in book.tasks if task.role != "head_of_operations")
    whole = {
        "playbooks": {**rules.playbooks, "tel_total": replace(book, tasks=others)},
        "obligations": DUTIES,
        "categories": {**rules.categories, **kinds},
        "paths": {**rules.paths, "technology": replace(path, steps=steps)},
        "audiences": {
            "colleagues": Audience(code="colleagues", name="Colleagues", says="All at work."),
            "customers": Audience(code="customers", name="Customers", says="", outside=True),
        },
        "communications": ROWS,
    }
    return replace(rules, **{**whole, **changes})


def missed(strategy: Strategy, text: str = TEXT) -> list[str]:
    """Return what is missed under a strategy, as ``kind about``."""
    return [
        f"{one.kind} {one.about}"
        for one in played(strategy, text).outcomes
        if one.verdict == "missed"
    ]


def played(strategy: Strategy, text: str = TEXT) -> Played:
    return play(scenario(text), strategy)
