"""Codes that a strategy names and does not have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from itertools import chain

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.references import plans, rules
from musterpoint.domain.policy.tree import Node, place

__all__ = ["unknown_references"]


_STANDS_UNDER = {
    "role": "roles",
    "path": "paths",
    "priority": "priorities",
    "impact": "impact",
    "urgency": "urgency",
    "calendar": "calendars",
    "target": "targets",
    "playbook": "playbooks",
    "obligation": "obligations",
    "category": "categories",
    "question": "triage",
    "service": "services",
    "audience": "audiences",
    "template": "templates",
    "hold reason": "hold_reasons",
}
"""The key under which each kind of code is defined."""


def unknown_references(
    strategy: Strategy, root: Node, *, beside: Collection[Finding] = ()
) -> tuple[Finding, ...]:
    """Return an error for every code that points nowhere.

    ``beside`` are findings about the shape of the text: what one of them may have caused is left
    out, so that nobody is sent after a mistake that is none.
    """
    wrong = [one.path for one in beside]
    return tuple(
        _finding(root, path, code, kind, known)
        for path, code, kind, known in chain(rules.named(strategy), plans.named(strategy))
        if code not in known and not (wrong and _may_follow(wrong, root, path, code, kind))
    )


def _may_follow(wrong: list[str], root: Node, path: str, code: str, kind: str) -> bool:
    """Return whether what is ``wrong`` in the text may be why ``code`` is not there."""
    if not code or any(_touch(one, path) for one in wrong):
        return True
    if kind in {"account role", "channel"}:
        return False
    source = _STANDS_UNDER.get(kind)
    if source is None:  # clauses and groups may stand anywhere
        return True
    there = isinstance(root.value, Mapping) and source in root.value
    return not there or source in wrong


def _touch(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _finding(root: Node, path: str, code: str, kind: str, known: Collection[str]) -> Finding:
    near = get_close_matches(code, known, n=1)
    choices = ", ".join(sorted(known)[:12]) + (", …" if len(known) > 12 else "")
    where = place(root, path)
    return Finding(
        path=path,
        says=f"There is no {kind} '{code}'.",
        remedy=f"Did you mean '{near[0]}'?" if near else f"Known: {choices or 'none'}.",
        line=where.line,
        column=where.column,
    )
