"""Checks on the whole document: no part that must not be empty is, and each decision has a reason.

What each part says is checked beside that part.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.checking.remark import error, some, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.parts import PARTS

_NO_DECISION = frozenset({"title", "organisation", "zone", "waking"})
"""Keys that need no reason: names, and what follows from another key."""


def findings(strategy: Strategy) -> Iterator[Finding]:
    for part in PARTS:
        for key in part.must:
            if _is_empty(strategy, key):
                says = f"Nothing stands under '{key}', and '{part.title}' may not be empty."
                yield error(key, says, "Write it, or take it over from the default strategy.")
    without = [key for part in PARTS for key in part.keys if _lacks_reason(strategy, key)]
    if without:
        says = f"No reason is given for {some(without)}."
        yield warning("rationale", says, "Say in one sentence each why it was decided so.")


def _is_empty(strategy: Strategy, key: str) -> bool:
    value = getattr(strategy, key)
    return value is None or (hasattr(value, "__len__") and not len(value))


def _lacks_reason(strategy: Strategy, key: str) -> bool:
    if key in _NO_DECISION or _is_empty(strategy, key):
        return False
    own = getattr(getattr(strategy, key), "rationale", "")
    return not (own or strategy.rationale.get(key))
