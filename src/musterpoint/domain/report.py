"""What somebody reports when they log an incident: all but the summary may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The facts of a first report. None or empty means "not known yet", never "no"."""

    summary: str
    began_at: datetime | None = None
    nature: str = ""
    category: str = ""
    impact: str | None = None
    urgency: str | None = None
    floor_answer: bool | None = None
    reported_by: str = ""
    source: str = ""
    service: str = ""
    site: str = ""
    queue: str = ""
    account: str = ""
    customers_affected: int | None = None
    vulnerable_customers: bool | None = None
    life_safety: bool | None = None
    personal_data: bool | None = None
    distress: bool = False
    restricted: bool = False
    triage: Mapping[str, bool] = field(default_factory=dict)
    triage_reason: str = ""
