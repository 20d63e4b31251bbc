"""How long values stay in the vault: so long after they were last kept and all work on them ended.

Decides the instant alone; erasing is done elsewhere, and never while a legal hold stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from musterpoint.domain.policy.duties import Retention
from musterpoint.domain.vault.kinds import kind_of

LONGEST = timedelta(days=6 * 365)
"""What holds for a sort that the strategy does not speak of."""


def keep_for(rules: Mapping[str, Retention], kind: str) -> timedelta:
    """Return how long values of a kind are kept."""
    rule = rules.get(kind_of(kind).sort)
    return LONGEST if rule is None else rule.keep_for


def erase_at(
    *,
    kind: str,
    kept_at: datetime,
    ended: Iterable[datetime | None],
    rules: Mapping[str, Retention],
) -> datetime | None:
    """Return when a value is to be erased, or None while work goes on where it stands.

    ``ended`` holds the end of each thing the value stands in, None for one that is still worked.
    """
    ends = list(ended)
    if any(one is None for one in ends):
        return None
    last = max([kept_at, *[one for one in ends if one is not None]])
    return last + keep_for(rules, kind)
