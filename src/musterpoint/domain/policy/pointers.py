"""Which field of the document names what: so that a form offers what there is, and names follow.

Works on plain trees, so that it holds for a text that is unfinished. ``references`` finds names
that point nowhere; this knows where each is meant to point. ``*`` stands for any one code.
"""

from __future__ import annotations

from collections.abc import Mapping

from musterpoint.domain.policy.document import TellKind
from musterpoint.domain.policy.tree import Plain

At = tuple[str, ...]

POINTS: Mapping[str, str] = {
    "agreement.approvers": "roles",
    "authority.*.accountable": "roles",
    "authority.*.consulted": "roles",
    "authority.*.informed": "roles",
    "authority.*.responsible": "roles",
    "categories.*.floor.priority": "priorities",
    "categories.*.impact": "impact",
    "categories.*.obligations": "obligations",
    "categories.*.owner": "roles",
    "categories.*.path": "paths",
    "categories.*.playbook": "playbooks",
    "categories.*.roles": "roles",
    "categories.*.services": "services",
    "categories.*.urgency": "urgency",
    "closing.review_for": "priorities",
    "communications.*.approver": "roles",
    "communications.*.audience": "audiences",
    "communications.*.categories": "categories",
    "communications.*.priorities": "priorities",
    "communications.*.template": "templates",
    "contracts.*.categories": "categories",
    "contracts.*.clocks.*.calendar": "calendars",
    "contracts.*.clocks.*.holds": "hold_reasons",
    "contracts.*.owner": "roles",
    "exercises.*.owner": "roles",
    "generic_category": "categories",
    "goals.*.owner": "roles",
    "high_priorities": "priorities",
    "levers.*.approver": "roles",
    "major.declared_by": "roles",
    "major.targets_of": "targets",
    "matrix.*.*": "priorities",
    "measures.*.owner": "roles",
    "obligations.*.clock.calendar": "calendars",
    "obligations.*.owner": "roles",
    "obligations.*.version_of": "obligations",
    "overrides.*.impact_floor": "impact",
    "overrides.*.priority_floor": "priorities",
    "overrides.*.urgency_floor": "urgency",
    "paths.*.owner": "roles",
    "paths.*.steps.*.hours": "calendars",
    "paths.*.steps.*.priorities": "priorities",
    "playbooks.*.tasks.*.role": "roles",
    "resources.*.role": "roles",
    "reviews.*.owner": "roles",
    "risks.*.categories": "categories",
    "risks.*.owner": "roles",
    "roles.*.apart_from": "roles",
    "roles.*.splits_from": "roles",
    "services.*.depends_on": "services",
    "services.*.owner": "roles",
    "targets.*.calendar": "calendars",
    "training.*.roles": "roles",
    "triage.*.no.goto": "triage",
    "triage.*.yes.goto": "triage",
    "waking": "priorities",
}
"""A text, or each text of a list, that is the code of an entry."""

KEYS_POINT: Mapping[str, str] = {
    "matrix": "impact",
    "matrix.*": "urgency",
    "paths.*.steps.*.after_at": "priorities",
    "reassess.every": "priorities",
    "targets": "priorities",
}
"""A mapping whose own keys are codes of entries."""

TELLS = frozenset({"paths.*.fallback", "paths.*.steps.*.tell"})
"""Texts that say of which kind somebody is, and who: ``role duty_manager``."""

CLAUSES = frozenset({"goals.*.served_by", "exercises.*.tests", "mapping.*.*"})
"""Texts that name a clause: ``paths.technology``."""


def points_to(path: str) -> str:
    """Return the key whose entries the field at ``path`` names; nothing when it names none."""
    return _found(POINTS, tuple(path.split(".")))


def keys_point_to(path: str) -> str:
    """Return the key whose entries the keys at ``path`` name; nothing when they name none."""
    return _found(KEYS_POINT, tuple(path.split(".")))


def names_clauses(at: At) -> bool:
    """Return whether the texts at ``at`` name clauses; a clause of a framework may hold dots."""
    return _is_one(CLAUSES, at)


def renamed(path: str, value: Plain, *, key: str, old: str, new: str) -> Plain:
    """Return the clause at ``path`` with every mention of ``key``'s entry ``old`` made ``new``."""
    return _Renaming(key, old, new).walk(tuple(path.split(".")), value)


class _Renaming:
    def __init__(self, key: str, old: str, new: str) -> None:
        self.key, self.old, self.new = key, old, new

    def walk(self, at: At, value: Plain) -> Plain:
        if isinstance(value, dict):
            follows = _found(KEYS_POINT, at) == self.key
            return {
                self.new if follows and name == self.old else name: self.walk((*at, name), one)
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self.walk(at, one) for one in value]
        return self._word(at, value) if isinstance(value, str) else value

    def _word(self, at: At, word: str) -> str:
        if _found(POINTS, at) == self.key and word == self.old:
            return self.new
        role = f"{TellKind.ROLE} {self.old}"
        if self.key == "roles" and word == role and _is_one(TELLS, at):
            return f"{TellKind.ROLE} {self.new}"
        name = f"{self.key}.{self.old}"
        if _is_one(CLAUSES, at) and (word == name or word.startswith(f"{name}.")):
            return f"{self.key}.{self.new}{word.removeprefix(name)}"
        return word


def _found(table: Mapping[str, str], at: At) -> str:
    return next((to for pattern, to in table.items() if _fits(pattern, at)), "")


def _is_one(patterns: frozenset[str], at: At) -> bool:
    return any(_fits(pattern, at) for pattern in patterns)


def _fits(pattern: str, at: At) -> bool:
    wanted = pattern.split(".")
    return len(wanted) == len(at) and all(
        one in ("*", found) for one, found in zip(wanted, at, strict=True)
    )
