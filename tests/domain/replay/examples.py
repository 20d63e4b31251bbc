"""Past incidents to replay: made up, at hours that are easy to reckon with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from musterpoint.domain.priority import Facts
from musterpoint.domain.replay import Happened, Judgement, PastIncident

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""A Tuesday in winter time."""


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def past(
    facts: Facts | None = None, *, priority: str = "P2", answered: float | None = 10, **more: Any
) -> PastIncident:
    """Return an incident logged at noon; ``answered`` so many minutes later, or never."""
    logged_at = more.pop("logged_at", NOON)
    judged = more.pop("judgements", None) or (
        Judgement(at=logged_at, facts=facts or Facts(impact="I2", urgency="U2")),
    )
    return PastIncident(
        ref=more.pop("ref", "INC-000001"),
        logged_at=logged_at,
        judgements=judged,
        until=more.pop("until", at(60 * 24 * 30)),
        happened=more.pop("happened", Happened(priority=priority)),
        acknowledged_at=None if answered is None else at(answered),
        **more,
    )
