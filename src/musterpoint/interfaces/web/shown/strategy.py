"""The parts of a strategy version for reading; every clause has a place with its name."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import (
    Category,
    Override,
    Path,
    Step,
    Strategy,
    Tell,
    TellKind,
)
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.templatetags.musterpoint import span

PARTS = {
    "priorities": later("Impact, urgency, priority"),
    "targets": later("Time allowed"),
    "paths": later("Escalation paths"),
    "roles": later("Roles and authority"),
    "closing": later("Closing"),
    "categories": later("Categories"),
}
# Where a clause is shown, by its first word.
PART_OF = {
    "matrix": "priorities", "impact": "priorities", "urgency": "priorities",
    "overrides": "priorities", "major": "priorities", "priorities": "priorities",
    "targets": "targets", "calendars": "targets", "marks": "targets", "hold_reasons": "targets",
    "paths": "paths", "roles": "roles", "closing": "closing", "categories": "categories",
}  # fmt: skip


def priorities(strategy: Strategy) -> dict[str, Any]:
    """Return the matrix with its scales, what overrules it, and what may be major."""
    return {
        "urgencies": [
            {"id": one.code, "clause": f"urgency.{one.code}", "says": f"{one.name}. {one.says}"}
            for one in strategy.urgency
        ],
        "matrix": [
            {
                "impact": {
                    "id": impact.code,
                    "clause": f"impact.{impact.code}",
                    "says": f"{impact.name}. {impact.says}",
                },
                "cells": [
                    {
                        "priority": strategy.matrix[impact.code, urgency.code],
                        "clause": f"matrix.{impact.code}.{urgency.code}",
                        "rationale": "",
                    }
                    for urgency in strategy.urgency
                ],
            }
            for impact in strategy.impact
        ],
        "overrides": [
            {
                "clause": f"overrides.{one.code}",
                "says": one.says,
                "effect": _effect(one),
                "rationale": one.rationale,
            }
            for one in strategy.overrides
        ],
        "major": [
            {"clause": f"major.criteria.{one.code}", "says": one.says}
            for one in strategy.major.criteria
        ],
    }


def targets(strategy: Strategy) -> dict[str, Any]:
    """Return the times allowed at each priority."""
    return {
        "targets": [
            {
                "priority": code,
                "clause": f"targets.{code}",
                "acknowledge": one.spans.get(ClockKind.ACKNOWLEDGE),
                "first_update": one.spans.get(ClockKind.FIRST_UPDATE),
                "update_every": one.spans.get(ClockKind.UPDATE),
                "restore": one.spans.get(ClockKind.RESTORE),
                "hours": one.calendar.replace("_", " "),
            }
            for code, one in strategy.targets.items()
        ]
    }


def paths(strategy: Strategy) -> dict[str, Any]:
    """Return every path, step by step."""
    return {"paths": [_path(strategy, one) for one in strategy.paths.values()]}


def roles(strategy: Strategy) -> dict[str, Any]:
    """Return the responder roles and who may hold them."""
    return {
        "roles": [
            {
                "label": one.name,
                "clause": f"roles.{one.code}",
                "duty": one.duty,
                "may": _held_by(one.held_by, declares=one.may_declare_major),
            }
            for one in strategy.roles.values()
        ]
    }


def closing(strategy: Strategy) -> dict[str, Any]:
    """Return what is asked before an incident closes."""
    rule = strategy.closing
    review = ", ".join(sorted(rule.review_for))
    rules = [
        ("status", _("Only a resolved incident is closed."), True),
        ("resolution", _("Somebody said how it was resolved."), True),
        ("verified_by", _("Somebody verified that service is back."), True),
        ("obligations_settled", _("Every obligation is done or does not apply."),
         rule.obligations_settled),
        ("welfare_when_distress", _("Where distress was flagged, it says what was done."),
         rule.welfare_when_distress),
        ("review_for", _("A review date stands for %(list)s.") % {"list": review}, bool(review)),
        ("review_for_major", _("Every major incident is reviewed."), rule.review_for_major),
        ("roles_released", _("Every role has been released."), rule.roles_released),
        ("reopen_within", _("It can be reopened within %(span)s.")
         % {"span": span(rule.reopen_within)}, True),
    ]  # fmt: skip
    why = strategy.rationale.get("closing", "")
    return {
        "rules": [
            {"clause": f"closing.{code}", "says": says, "rationale": why if not place else ""}
            for place, (code, says, _asked) in enumerate(r for r in rules if r[2])
        ]
    }


def categories(strategy: Strategy, number: int) -> dict[str, Any]:
    """Return all categories by group."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for code, one in strategy.categories.items():
        groups.setdefault(one.group.replace("_", " ").capitalize(), []).append(
            {
                "id": code,
                "name": one.name,
                "priority": strategy.matrix[one.impact, one.urgency],
                "owner": role_name(strategy, one.owner),
                "url": address("category", number, code=code),
            }
        )
    return {"groups": [{"label": name, "categories": rows} for name, rows in groups.items()]}


def category(strategy: Strategy, one: Category, number: int) -> dict[str, Any]:
    """Return one category with its playbook."""
    return {
        "category": {
            "name": one.name,
            "clause": f"categories.{one.code}",
            "owner": role_name(strategy, one.owner),
            "path": strategy.paths[one.path].name,
            "path_url": address("paths", number) + f"#paths.{one.path}",
            "priority": strategy.matrix[one.impact, one.urgency],
            "signs": one.signs,
            "not_this_if": one.not_this_if,
            "first_actions": [task.says for task in strategy.playbooks[one.playbook].tasks],
            "roles": [role_name(strategy, code) for code in one.roles],
            "duties": [strategy.obligations[code].says for code in one.obligations],
            "rationale": one.rationale,
        }
    }


def address(part: str, number: int, *, code: str = "") -> str:
    """Return the address of a part of a version."""
    tail = f"&code={code}" if code else ""
    return f"{reverse('web:strategy')}?version={number}&part={part}{tail}"


def role_name(strategy: Strategy, code: str) -> str:
    rule = strategy.roles.get(code)
    return rule.name if rule else code.replace("_", " ").capitalize()


def _effect(one: Override) -> str:
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


def _held_by(codes: frozenset[str], *, declares: bool) -> str:
    held = ", ".join(sorted(code.replace("_", " ") for code in codes))
    says = _("be held by %(who)s") % {"who": held}
    return f"{says}; {_('declare a major incident')}" if declares else says


def _path(strategy: Strategy, one: Path) -> dict[str, Any]:
    return {
        "name": one.name,
        "code": one.code,
        "clause": f"paths.{one.code}",
        "purpose": "",
        "rationale": one.rationale,
        "steps": [_step(strategy, one, step) for step in one.steps],
    }


def _step(strategy: Strategy, path: Path, step: Step) -> dict[str, Any]:
    again = ""
    if step.repeat and step.every:
        again = _("%(n)d more, every %(span)s") % {"n": step.repeat, "span": span(step.every)}
    waits = ", ".join(f"{code} {span(after)}" for code, after in step.after_at.items())
    only = ", ".join(sorted(step.priorities))
    notes = [step.says, waits and _("other waits: %(w)s") % {"w": waits}]
    notes.append(only and _("only %(list)s") % {"list": only})
    notes += _conditions(step)
    whom = ", ".join(told_name(strategy, tell) for tell in step.tell)
    return {
        "clause": f"paths.{path.code}.{step.code}",
        "who": whom or told_name(strategy, path.fallback),
        "after": step.after or None,
        "channels": " · ".join(note for note in notes if note),
        "repeat": again,
        "fallback": "" if step.skip_when_absent else told_name(strategy, path.fallback),
    }


def _conditions(step: Step) -> list[str]:
    """Return on what it depends whether the step is told, and by which channels."""
    channels = ", ".join(labels.label(labels.CHANNEL, code) for code in step.by)
    hours = {"hours": step.hours.replace("_", " ")}
    says = _("outside %(hours)s hours") if step.outside_hours else _("in %(hours)s hours")
    return [
        channels and _("by %(channels)s") % {"channels": channels},
        step.hours and says % hours,
        _("left out when nobody is there") if step.skip_when_absent else "",
    ]


def told_name(strategy: Strategy, tell: Tell) -> str:
    """Return whom a step tells, in words."""
    if tell.kind is TellKind.ROTA:
        return _("rota %(name)s") % {"name": tell.who.replace("_", " ")}
    if tell.kind is TellKind.CONTACT:
        return _("outside contact %(name)s") % {"name": tell.who.replace("_", " ")}
    return role_name(strategy, tell.who)
