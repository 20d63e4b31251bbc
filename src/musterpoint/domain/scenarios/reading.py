"""From a located tree to scenarios, with everything that is wrong in one go and its line.

One scenario, a list of them, and a mapping with ``scenarios:`` are read alike. What a file leaves
out is not judged later; a key that nobody knows is noted and passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.policy.tree import Node
from musterpoint.domain.scenarios.entry import Entry, finding
from musterpoint.domain.scenarios.values import (
    Applies,
    AudienceExpected,
    ClockExpected,
    EscalationExpected,
    Expected,
    Inject,
    MajorExpected,
    PriorityPoint,
    Scenario,
    Setting,
)

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
OF_A_COLLECTION = frozenset({"schema_version", "compiled", "provenance", "usage", "scenarios"})


def read_scenarios(root: Node) -> tuple[tuple[Scenario, ...], tuple[Finding, ...]]:
    """Return the scenarios of a text, none when a finding is an error."""
    findings: list[Finding] = []
    found = [_scenario(node, path, findings) for node, path in _each(root, findings)]
    _note_doubles(found, findings)
    scenarios = () if errors(findings) else tuple(one for one, _ in found)
    return scenarios, in_order(findings)


def _each(root: Node, findings: list[Finding]) -> Iterator[tuple[Node, str]]:
    nodes, path = root, ""
    if isinstance(root.value, Mapping) and "scenarios" in root.value:
        top = Entry(root, "", findings)
        top.known |= OF_A_COLLECTION
        nodes, path = root.value["scenarios"], "scenarios"
        top.end()
    if isinstance(nodes.value, tuple):
        for number, node in enumerate(nodes.value, start=1):
            yield node, f"{path}.{number}" if path else str(number)
    else:
        yield nodes, path


def _note_doubles(found: list[tuple[Scenario, Node]], findings: list[Finding]) -> None:
    met: set[str] = set()
    for one, node in found:
        if one.code in met:
            says = f"A scenario '{one.code}' stands further up."
            findings.append(finding(node, "id", says, "Give each its own id."))
        met.add(one.code)


def _scenario(node: Node, path: str, findings: list[Finding]) -> tuple[Scenario, Node]:
    top = Entry(node, path, findings)
    start = _start(top)
    expected = top.inner("expected")
    scenario = Scenario(
        code=top.text("id", required=True),
        title=top.text("title", required=True),
        start=start,
        category=top.text("category"),
        secondary_categories=top.texts("secondary_categories"),
        setting=_setting(top.inner("setting")),
        timeline=tuple(sorted(map(_inject, top.entries("timeline")), key=lambda one: one.minute)),
        expected=_expected(expected, start),
        what_good_looks_like=top.texts("what_good_looks_like"),
        traps=top.texts("traps"),
        pass_criteria=top.texts("pass_criteria"),
        learning_actions=top.texts("learning_actions"),
    )
    if scenario.code and not CODE.fullmatch(scenario.code):
        says = f"'{scenario.code}' cannot be an id."
        remedy = "Use up to 80 letters, digits, '.', '_' and '-'."
        findings.append(finding(top.values["id"], top.at("id"), says, remedy))
    expected.end()
    top.end()
    return scenario, node


def _start(top: Entry) -> datetime:
    top.must("start")
    return top.instant("start") or datetime.fromisoformat("2000-01-01T00:00+00:00")


def _setting(entry: Entry) -> Setting:
    tags = frozenset(entry.texts("applies_to")) if "applies_to" in entry.values else None
    rest = {key: _said(node) for key, node in entry.values.items() if key != "applies_to"}
    sector = rest.pop("sector", "")
    return Setting(sector=sector, applies_to=tags, words=rest)


def _said(node: Node) -> str:
    if isinstance(node.value, Mapping):
        return ", ".join(f"{key}: {_said(item)}" for key, item in node.value.items())
    if isinstance(node.value, tuple):
        return ", ".join(map(_said, node.value))
    return "" if node.value is None else str(node.value)


def _inject(entry: Entry) -> Inject:
    return Inject(
        minute=entry.minute("t"),
        source=entry.text("source"),
        fact=entry.text("fact", required=True),
        verified=entry.text("status") == "verified",
        expect=entry.texts("expect"),
        category=entry.text("category"),
    )


def _expected(entry: Entry, start: datetime) -> Expected:
    points = map(_point, entry.entries("priority_path"))
    return Expected(
        priority_path=tuple(sorted(points, key=lambda one: one.minute)),
        major=_major(entry) if entry.take("major") else None,
        escalations=tuple(map(_escalation, entry.entries("escalations"))),
        comms=tuple(map(_audience, entry.entries("comms"))),
        clocks=tuple(_clock(one, start) for one in entry.entries("clocks")),
        welfare=entry.texts("welfare"),
        kpi_effects=entry.texts("kpi_effects"),
        not_major_reason=entry.text("not_major_reason"),
    )


def _point(entry: Entry) -> PriorityPoint:
    return PriorityPoint(
        minute=entry.minute("t"),
        impact=entry.text("impact", required=True),
        urgency=entry.text("urgency", required=True),
        priority=entry.text("priority", required=True),
        why=entry.text("why"),
        override=entry.text("override"),
    )


def _major(entry: Entry) -> MajorExpected:
    inner = entry.inner("major")
    declared = inner.flag("declared", default=True)
    found = MajorExpected(
        declared=declared,
        by_minute=inner.minute("by_minute") if declared else None,
        authority=inner.text("authority"),
    )
    inner.known.add("by_minute")
    inner.end()
    return found


def _escalation(entry: Entry) -> EscalationExpected:
    return EscalationExpected(
        to=entry.text("to", required=True),
        by_minute=entry.minute("by_minute"),
        kind=entry.text("type"),
        content=entry.text("content"),
    )


def _audience(entry: Entry) -> AudienceExpected:
    return AudienceExpected(
        audience=entry.text("audience", required=True),
        by_minute=entry.minute("by_minute"),
        channels=entry.texts("channels"),
        must_say=entry.text("must_say"),
        must_not_say=entry.text("must_not_say"),
    )


def _clock(entry: Entry, start: datetime) -> ClockExpected:
    anchor_at, minute = entry.instant("anchor_at"), 0
    if anchor_at is None or "anchor_minute" in entry.values:
        minute = entry.minute("anchor_minute")
        anchor_at = anchor_at or start + timedelta(minutes=minute)
    else:
        minute = int((anchor_at - start) / timedelta(minutes=1))
    return ClockExpected(
        clock=entry.text("clock", required=True),
        anchor_at=anchor_at,
        anchor_minute=minute,
        applies=_applies(entry),
        due=entry.instant("due"),
        house_due=entry.instant("house_due"),
        contract_minutes=(
            entry.minute("contract_minutes") if entry.take("contract_minutes") else None
        ),
        standing_duty=entry.flag("standing_duty", default=False),
        note=entry.text("note"),
    )


def _applies(entry: Entry) -> Applies:
    node = entry.take("applies")
    if node is None or node.value is True:
        return Applies.YES
    if node.value is False:
        return Applies.NO
    if node.value != "check":
        entry.wrong(node, entry.at("applies"), "true, false or check")
    return Applies.CHECK
