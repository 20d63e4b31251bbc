"""What is said of duties and their clocks, and what is sent to set what one counts from."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Instant, Said, Words


class DutyLine(Said):
    """One line of the sum behind a due instant; ``start`` and ``end`` are days, both included."""

    kind: str
    at: datetime | None
    start: date | None
    end: date | None
    count: int
    seconds: float | None


class DutyReason(Said):
    """A clause of the strategy that was used."""

    clause: str
    says: str


class DutySaid(Said):
    """A duty of this incident. ``provisional``: its clock counts from a suspicion until set."""

    code: str
    name: str
    kind: str
    says: str
    notify: str
    within: str
    state: str
    reason: str
    settled_at: datetime | None
    settled_by: str
    strength: str
    confidence: str
    anchor: str
    anchor_at: datetime | None
    anchor_reason: str
    anchor_set_at: datetime | None
    anchor_set_by: str
    provisional: bool
    due_at: datetime | None
    house_due_at: datetime | None
    because: list[DutyReason]
    why: list[DutyLine]


class NotOursSaid(Said):
    """A duty that the category names and that is not ours, or not law; its clock never started."""

    code: str
    name: str
    because: list[DutyReason]


class AnchorBody(Body):
    """The instant that a duty's time counts from, and how it is known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"anchor_at": "2026-03-02T09:00:00Z", "reason": "Call of the data officer"}
            ]
        }
    )

    anchor_at: Instant
    reason: Words = Field(min_length=1)
