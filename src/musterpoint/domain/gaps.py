"""What a log does not say yet, and whether it was written down late.

A gap never refuses anything: a partial log is saved at once, and what is missing stays in sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Strategy

KNOWN_FACTS = frozenset(
    {
        "account",
        "began_at",
        "category",
        "customers_affected",
        "impact",
        "life_safety",
        "nature",
        "personal_data",
        "queue",
        "reported_by",
        "service",
        "site",
        "source",
        "urgency",
        "vulnerable_customers",
    }
)
"""The facts a strategy may ask a log for."""


def gaps(strategy: Strategy, facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the facts the strategy asks for and ``facts`` lacks. No and 0 are answers."""
    return tuple(name for name in strategy.logging.facts if _is_open(facts.get(name)))


def logged_late(
    strategy: Strategy, *, began_at: datetime | None, logged_at: datetime
) -> Decision[bool]:
    """Return whether more time passed before logging than the strategy allows."""
    if began_at is None:
        because = Because(clause="logging.facts", says="Nobody has said yet when it began.")
        return Decision(value=False, because=(because,))
    late = logged_at - began_at > strategy.logging.late_after
    minutes = max(0, int((logged_at - began_at).total_seconds() // 60))
    allowed = int(strategy.logging.late_after.total_seconds() // 60)
    says = f"Logged {minutes} min after it began; {allowed} min are allowed."
    return Decision(value=late, because=(Because(clause="logging.late_after", says=says),))


def _is_open(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
