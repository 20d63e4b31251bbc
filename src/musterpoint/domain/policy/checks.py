"""Whether a strategy would work when it is run: nothing missing, nothing unreachable, no dead end.

It does not judge whether the strategy is wise, except where experience says that it is not: those
remarks are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from musterpoint.domain.policy.checking import (
    agreement,
    aims,
    authority,
    catalogue,
    codes,
    communications,
    conditions,
    continuity,
    contracts,
    duties,
    paths,
    people,
    preparing,
    retention,
    risks,
    scales,
    times,
    tree,
    whole,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding, in_order
from musterpoint.domain.policy.tree import Node, place

_RULES = (codes, scales, times, people, paths, conditions, catalogue, tree)
_PLANS = (whole, aims, continuity, risks, authority, communications, duties, contracts, retention,
          preparing,
          agreement)  # fmt: skip


def check(strategy: Strategy, *, root: Node | None = None) -> tuple[Finding, ...]:
    """Return every finding, placed in the text when its ``root`` is given."""
    return in_order(_placed(finding, root) for finding in _all(strategy))


def _all(strategy: Strategy) -> Iterator[Finding]:
    for part in _RULES + _PLANS:
        yield from part.findings(strategy)


def _placed(finding: Finding, root: Node | None) -> Finding:
    if root is None:
        return finding
    where = place(root, finding.path)
    return replace(finding, line=where.line, column=where.column)
