"""How long values stay in the vault: so long after they were last kept and all work on them ended.

Decides the instant alone; erasing is done elsewhere, and never while a legal hold stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.domain.vault.kinds import Sort, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long one sort of personal data is kept; ``sort`` is its code in the strategy."""

    sort: Sort
    keep_for: timedelta
    rationale: str = ""


LONGEST = timedelta(days=6 * 365)
"""What holds for a sort that the strategy does not speak of."""


def keep_for(rules: Mapping[str, RetentionRule], kind: str) -> timedelta:
    """Return how long values of a kind are kept."""
    rule = rules.get(kind_of(kind).sort)
    return LONGEST if rule is None else rule.keep_for


def erase_at(
    *,
    kind: str,
    kept_at: datetime,
    ended: Iterable[datetime | None],
    rules: Mapping[str, RetentionRule],
) -> datetime | None:
    """Return when a value is to be erased, or None while work goes on where it stands.

    ``ended`` holds the end of each thing the value stands in, None for one that is still worked.
    """
    ends = list(ended)
    if any(one is None for one in ends):
        return None
    last = max([kept_at, *[one for one in ends if one is not None]])
    return last + keep_for(rules, kind)
