"""From a tree to a Strategy, with everything that is wrong in one go.

``parse`` gives a strategy only when the text has the right shape and every code it names exists;
what the strategy would do when run is the business of ``checks``.
"""

from __future__ import annotations

from dataclasses import replace

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.policy.parts import FORMAT
from musterpoint.domain.policy.reading import (
    aims,
    catalogue,
    communications,
    continuity,
    duties,
    paths,
    preparing,
    questions,
    risks,
    scales,
    times,
)
from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.references import unknown_references
from musterpoint.domain.policy.tree import Node


def parse(node: Node) -> tuple[Strategy | None, tuple[Finding, ...]]:
    """Return the strategy, or None when a finding is an error."""
    strategy, findings = build(node)
    if strategy is not None:
        findings = in_order((*findings, *unknown_references(strategy, node)))
    return (None if errors(findings) else strategy), findings


def build(node: Node) -> tuple[Strategy | None, tuple[Finding, ...]]:
    """Return a strategy of the right shape; the codes in it may still point nowhere.

    Beside what has the wrong shape also stand the codes that point nowhere for certain.
    """
    findings: list[Finding] = []
    root = Part(node, "", findings)
    _check_format(root)
    strategy = _with_plans(root, _rules(root))
    root.end()
    if not errors(findings):
        return strategy, in_order(findings)
    named = unknown_references(strategy, node, beside=findings)
    return None, in_order((*findings, *named))


def sketch(node: Node) -> Strategy:
    """Return what can be read of a text that may be unfinished, for looking at and nothing else.

    What cannot be read is empty, or harmless, in it.
    """
    root = Part(node, "", [])
    return _with_plans(root, _rules(root))


def _check_format(root: Part) -> None:
    node = root.take("format")
    if node is not None and node.value != FORMAT:
        root.note(node, "format", f"Format {node.value} is not known.", f"Write format: {FORMAT}.")


def _rules(root: Part) -> Strategy:
    """Return what decides; what is planned around it is still empty."""
    high, waking = root.codes("high_priorities"), root.codes("waking")
    return Strategy(
        title=root.text("title"),
        organisation=root.text("organisation"),
        zone=root.text("zone"),
        purpose=root.text("purpose"),
        rationale=_rationale(root),
        calendars=times.calendars(root),
        impact=scales.levels(root, "impact"),
        urgency=scales.levels(root, "urgency"),
        priorities=scales.levels(root, "priorities"),
        high_priorities=high,
        waking=waking if "waking" in root.entries else high,
        matrix=scales.matrix(root),
        overrides=scales.overrides(root),
        major=paths.major(root),
        targets=times.targets(root),
        marks=root.shares("marks"),
        hold_reasons=times.hold_reasons(root),
        paths=paths.paths(root),
        roles=paths.roles(root),
        playbooks=catalogue.playbooks(root),
        obligations=duties.obligations(root),
        categories=catalogue.categories(root),
        triage=questions.triage(root),
        logging=times.logging(root),
        reassess=times.reassess(root),
        closing=times.closing(root),
        generic_category=root.text("generic_category"),
    )


def _with_plans(root: Part, rules: Strategy) -> Strategy:
    return replace(
        rules,
        scope=aims.scope(root),
        goals=aims.goals(root),
        measures=aims.measures(root),
        harm_scale=continuity.harm_scale(root),
        services=continuity.services(root),
        risk_scale=risks.risk_scale(root),
        risks=risks.risks(root),
        authority=preparing.authority(root),
        audiences=communications.audiences(root),
        templates=communications.templates(root),
        communications=communications.communications(root),
        facts_good_for=root.optional_span("facts_good_for"),
        we_are=root.codes("we_are"),
        contracts=duties.contracts(root),
        retention=duties.retention(root),
        resources=preparing.resources(root),
        levers=preparing.levers(root),
        training=preparing.training(root),
        exercises=preparing.exercises(root),
        reviews=preparing.reviews(root),
        agreement=preparing.agreement(root),
        mapping=aims.mapping(root),
    )


def _rationale(root: Part) -> dict[str, str]:
    part = root.optional_part("rationale")
    return {} if part is None else {key: part.text(key) for key in part.entries}
