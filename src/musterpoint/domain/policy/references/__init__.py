"""Codes that a strategy names and does not have."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from itertools import chain

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.references import plans, rules
from musterpoint.domain.policy.tree import Node, place

__all__ = ["unknown_references"]


def unknown_references(strategy: Strategy, root: Node) -> tuple[Finding, ...]:
    """Return an error for every code that points nowhere."""
    return tuple(
        _finding(root, path, code, kind, known)
        for path, code, kind, known in chain(rules.named(strategy), plans.named(strategy))
        if code not in known
    )


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
