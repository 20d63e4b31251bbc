"""The codes that the rules name: scales, times, roles, paths, categories and questions."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.authority import Role
from musterpoint.domain.channels import CHANNELS
from musterpoint.domain.policy.document import Category, Strategy, Tell, TellKind
from musterpoint.domain.policy.references.named import Named


def named(strategy: Strategy) -> Iterator[Named]:
    yield from _scales(strategy)
    yield from _times(strategy)
    yield from _people(strategy)
    yield from _paths(strategy)
    for category in strategy.categories.values():
        yield from _category(strategy, category)
    for playbook in strategy.playbooks.values():
        for task in playbook.tasks:
            path = f"playbooks.{playbook.code}.tasks.{task.code}.role"
            yield path, task.role, "role", strategy.roles
    yield "generic_category", strategy.generic_category, "category", strategy.categories
    questions = {question.code for question in strategy.triage}
    for question in strategy.triage:
        for word, answer in (("yes", question.yes), ("no", question.no)):
            if answer.goto is not None:
                yield f"triage.{question.code}.{word}.goto", answer.goto, "question", questions


def _scales(strategy: Strategy) -> Iterator[Named]:
    impacts = [level.code for level in strategy.impact]
    urgencies = [level.code for level in strategy.urgency]
    priorities = [level.code for level in strategy.priorities]
    for (impact, urgency), priority in strategy.matrix.items():
        yield f"matrix.{impact}", impact, "impact", impacts
        yield f"matrix.{impact}.{urgency}", urgency, "urgency", urgencies
        yield f"matrix.{impact}.{urgency}", priority, "priority", priorities
    for one in strategy.overrides:
        for key, code, kind, known in (
            ("priority_floor", one.priority_floor, "priority", priorities),
            ("impact_floor", one.impact_floor, "impact", impacts),
            ("urgency_floor", one.urgency_floor, "urgency", urgencies),
        ):
            if code is not None:
                yield f"overrides.{one.code}.{key}", code, kind, known
    for code in sorted(strategy.high_priorities):
        yield "high_priorities", code, "priority", priorities
    for code in sorted(strategy.waking):
        yield "waking", code, "priority", priorities
    for code in sorted(strategy.closing.review_for):
        yield "closing.review_for", code, "priority", priorities
    for code in sorted(strategy.closing.risk_review_for):
        yield "closing.risk_review_for", code, "priority", priorities
    for code in strategy.reassess.every:
        yield f"reassess.every.{code}", code, "priority", priorities


def _times(strategy: Strategy) -> Iterator[Named]:
    priorities = [level.code for level in strategy.priorities]
    for code, target in strategy.targets.items():
        yield f"targets.{code}", code, "priority", priorities
        yield f"targets.{code}.calendar", target.calendar, "calendar", strategy.calendars
    yield "major.targets_of", strategy.major.targets_of, "target", strategy.targets


def _people(strategy: Strategy) -> Iterator[Named]:
    account_roles = [role.value for role in Role]
    for role in strategy.roles.values():
        for code in sorted(role.held_by):
            yield f"roles.{role.code}.held_by", code, "account role", account_roles
        for code in sorted(role.apart_from):
            yield f"roles.{role.code}.apart_from", code, "role", strategy.roles
        if role.splits_from is not None:
            yield f"roles.{role.code}.splits_from", role.splits_from, "role", strategy.roles
    for code in sorted(strategy.major.declared_by):
        yield "major.declared_by", code, "role", strategy.roles


def _paths(strategy: Strategy) -> Iterator[Named]:
    priorities = [level.code for level in strategy.priorities]
    for path in strategy.paths.values():
        yield f"paths.{path.code}.owner", path.owner, "role", strategy.roles
        yield from _told(strategy, f"paths.{path.code}.fallback", path.fallback)
        for step in path.steps:
            at = f"paths.{path.code}.steps.{step.code}"
            for tell in step.tell:
                yield from _told(strategy, f"{at}.tell", tell)
            for code in sorted(step.priorities):
                yield f"{at}.priorities", code, "priority", priorities
            for code in step.after_at:
                yield f"{at}.after_at.{code}", code, "priority", priorities
            for code in step.by:
                yield f"{at}.by", code, "channel", CHANNELS
            if step.hours:
                yield f"{at}.hours", step.hours, "calendar", strategy.calendars


def _told(strategy: Strategy, path: str, tell: Tell) -> Iterator[Named]:
    if tell.kind is TellKind.ROLE:
        yield path, tell.who, "role", strategy.roles


def _category(strategy: Strategy, one: Category) -> Iterator[Named]:
    at = f"categories.{one.code}"
    yield f"{at}.impact", one.impact, "impact", [level.code for level in strategy.impact]
    yield f"{at}.urgency", one.urgency, "urgency", [level.code for level in strategy.urgency]
    yield f"{at}.owner", one.owner, "role", strategy.roles
    yield f"{at}.path", one.path, "path", strategy.paths
    yield f"{at}.playbook", one.playbook, "playbook", strategy.playbooks
    for code in one.roles:
        yield f"{at}.roles", code, "role", strategy.roles
    for code in one.obligations:
        yield f"{at}.obligations", code, "obligation", strategy.obligations
    if one.floor is not None:
        priorities = [level.code for level in strategy.priorities]
        yield f"{at}.floor.priority", one.floor.priority, "priority", priorities
