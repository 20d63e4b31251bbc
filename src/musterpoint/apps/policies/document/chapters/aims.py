"""Purpose and scope, goals and measures."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import (
    Block,
    Bullets,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import Numbers, by_part, role, said
from musterpoint.domain.policy.aims import Scope
from musterpoint.domain.policy.document import Strategy


def purpose(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Text(text=strategy.purpose)
    yield Rows(rows=tuple(said(organisation=strategy.organisation, zone_of_the_days=strategy.zone)))
    if strategy.scope is not None:
        yield from _scope(strategy.scope, number)


def _scope(scope: Scope, number: Numbers) -> Iterator[Block]:
    yield Heading(level=2, number=number("scope"), text="Scope", clause="scope")
    if scope.context:
        yield Text(text=scope.context)
    for title, items in (("It holds for", scope.includes), ("It leaves out", scope.excludes)):
        if items:
            yield Text(text=f"{title}:")
            yield Bullets(items=items)
    if scope.rationale:
        yield Why(text=scope.rationale)


def goals(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    for code, goal in strategy.goals.items():
        name = f"goals.{code}"
        yield Heading(level=2, number=number(name), text=goal.name, clause=name)
        yield Text(text=goal.says)
        yield Rows(
            rows=(*said(owner=role(strategy, goal.owner)), *by_part(strategy, goal.served_by))
        )
        if goal.rationale:
            yield Why(text=goal.rationale)
    if strategy.measures:
        yield from _measures(strategy, number)


def _measures(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Heading(level=2, number="", text="Measures", clause="measures")
    yield Table(
        head=("§", "Measure", "Formula", "Aim", "Owner"),
        widths=(7, 22, 43, 14, 14),
        rows=tuple(
            (
                number(f"measures.{code}"),
                one.name,
                one.formula,
                f"{one.better.value} is better"
                if one.aim is None
                else f"{'≥' if one.better == 'higher' else '≤'} {one.aim:g} {one.unit}",
                role(strategy, one.owner),
            )
            for code, one in strategy.measures.items()
        ),
        caption="What is measured, and how",
    )
    reasons = [(one.name, one.rationale) for one in strategy.measures.values() if one.rationale]
    if reasons:
        yield Text(text="Why these:")
        yield Rows(rows=tuple(reasons))
