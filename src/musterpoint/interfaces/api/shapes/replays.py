"""What is sent and answered about a replay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Instant, Line, Said


class ReplayBody(Body):
    """Which strategy, beside which (empty: beside nothing), and incidents logged from when to when.

    A strategy is called ``v3``, ``in-force``, ``default`` or ``draft:12``.
    """

    model_config = ConfigDict(
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "policy": "draft:12",
                    "against": "in-force",
                    "from": "2026-01-01T00:00:00Z",
                    "to": "2026-07-01T00:00:00Z",
                }
            ]
        },
    )

    policy: Line = Field(min_length=1)
    against: Line = "in-force"
    since: Instant | None = Field(None, alias="from")
    until: Instant | None = Field(None, alias="to")


class ReplaySaid(Said):
    """A replay; ``state`` is waiting, running, done, failed or cancelled."""

    number: int
    state: str
    done: int
    of: int | None
    says: str
    policy: str
    against: str
    asked_at: datetime
    ended_at: datetime | None
    result: dict[str, Any] | None
    url: str
