"""Impact, urgency, the matrix, what overrules it, and major incidents, for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.domain.policy.document import Criterion, Override, Strategy
from musterpoint.domain.policy.scales import Level
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import listed, words


def priority(edition: Edition) -> tuple[Block, ...]:
    """Return the matrix with its scales, the priorities, and what overrules the matrix."""
    strategy, why = edition.strategy, edition.strategy.rationale
    return (
        Block(
            title=_("Impact and urgency give the priority"),
            path="matrix",
            why=why.get("matrix", ""),
            template="strategy/_matrix.html",
            given={"matrix": matrix(strategy)},
            places=tuple(f"matrix.{impact}.{urgency}" for impact, urgency in strategy.matrix),
        ),
        _scale("impact", _("Impact"), strategy.impact, why.get("impact", "")),
        _scale("urgency", _("Urgency"), strategy.urgency, why.get("urgency", "")),
        _priorities(strategy),
        Block(
            title=_("What overrules the matrix"),
            path="overrides",
            why=why.get("overrides", ""),
            entries=tuple(_override(one) for one in strategy.overrides),
        ),
    )


def matrix(strategy: Strategy) -> dict[str, object]:
    """Return the matrix for a table: each cell with its priority, its tone and its clause."""
    order = [level.code for level in strategy.priorities]
    return {
        "urgencies": strategy.urgency,
        "rows": [
            {
                "impact": impact,
                "cells": [
                    _cell(impact.code, urgency.code, strategy, order)
                    for urgency in strategy.urgency
                ],
            }
            for impact in strategy.impact
        ],
    }


def _cell(impact: str, urgency: str, strategy: Strategy, order: list[str]) -> dict[str, object]:
    found = strategy.matrix.get((impact, urgency), "")
    rank = min(order.index(found), 4) + 1 if found in order else 0
    return {"priority": found, "rank": rank, "path": f"matrix.{impact}.{urgency}"}


def _scale(key: str, title: str, levels: tuple[Level, ...], why: str) -> Block:
    entries = tuple(
        Entry(
            path=f"{key}.{one.code}",
            title=f"{one.code} {one.name}",
            says=one.says,
            why=one.rationale,
        )
        for one in levels
    )
    return Block(title=title, path=key, why=why, entries=entries)


def _priorities(strategy: Strategy) -> Block:
    why = strategy.rationale
    woken = strategy.waking or strategy.high_priorities
    entries = [
        Entry(
            path=f"priorities.{one.code}",
            title=one.name,
            says=one.says,
            why=one.rationale,
            tags=(Tag(label=one.code, priority=True),),
        )
        for one in strategy.priorities
    ]
    high = Entry(
        path="high_priorities",
        title=_("High priorities"),
        says=_("%(list)s open further roles.") % {"list": listed(sorted(strategy.high_priorities))},
        why=why.get("high_priorities", ""),
    )
    waking = Entry(
        path="waking",
        title=_("Whom it wakes"),
        says=_("At %(list)s people are woken.") % {"list": listed(sorted(woken))},
        why=why.get("waking", ""),
    )
    if strategy.high_priorities:
        entries.append(high)
    if woken:
        entries.append(waking)
    return Block(
        title=_("Priorities"),
        path="priorities",
        why=why.get("priorities", ""),
        entries=tuple(entries),
    )


def _override(one: Override) -> Entry:
    path = f"overrides.{one.code}"
    return Entry(
        path=path,
        title=one.says,
        why=one.rationale,
        facts=facts(
            Fact(label=_("When"), says=words(one.when.value), path=f"{path}.when"),
            Fact(label=_("Then"), says=effect(one)),
            Fact(
                label=_("Share of the time left below"),
                says=f"{one.share_left_below:.0%}" if one.share_left_below else "",
                path=f"{path}.share_left_below",
            ),
        ),
    )


def effect(one: Override) -> str:
    """Return what an override does, in words."""
    found = []
    if one.priority_floor:
        found.append(_("at least %(p)s") % {"p": one.priority_floor})
    if one.impact_floor:
        found.append(_("impact at least %(p)s") % {"p": one.impact_floor})
    if one.urgency_floor:
        found.append(_("urgency at least %(p)s") % {"p": one.urgency_floor})
    if one.raise_impact_by:
        found.append(_("impact raised by %(n)d") % {"n": one.raise_impact_by})
    return ", ".join(found)


def major(edition: Edition) -> tuple[Block, ...]:
    """Return when an incident may be declared major, by whom, and how that ends."""
    rule = edition.strategy.major
    applied = _("While declared, the times of %(p)s apply.") % {"p": rule.targets_of}
    authority = (
        Entry(
            path="major.declared_by",
            title=_("Who may declare it"),
            says=listed(sorted(rule.declared_by)),
        ),
        Entry(path="major.targets_of", title=_("At whose pace"), says=applied),
    )
    return (
        Block(
            title=_("When an incident may be declared major"),
            path="major.criteria",
            why=rule.rationale or edition.strategy.rationale.get("major", ""),
            entries=_criteria("criteria", rule.criteria),
        ),
        Block(title=_("By whom, and what follows"), entries=authority),
        Block(
            title=_("What must be there to stand down"),
            path="major.stand_down",
            entries=_criteria("stand_down", rule.stand_down),
        ),
    )


def _criteria(key: str, found: tuple[Criterion, ...]) -> tuple[Entry, ...]:
    return tuple(Entry(path=f"major.{key}.{one.code}", title=one.says) for one in found)
