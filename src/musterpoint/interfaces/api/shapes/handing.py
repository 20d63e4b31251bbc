"""What is sent and answered about handovers and the shift log."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Count, Line, PersonId, Said, Words
from musterpoint.interfaces.api.shapes.said import PersonSaid


class HandoverBody(Body):
    """What is offered to whom; without ``incidents`` everything in the caller's hands."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"receiver": 7},
                {
                    "receiver": 7,
                    "incidents": ["INC-000012"],
                    "form": "iimarch",
                    "summaries": {"INC-000012": "Carrier works on it; next update at 14:30."},
                    "within_minutes": 30,
                },
            ]
        }
    )

    receiver: PersonId
    incidents: list[Code] | None = Field(None, min_length=1, max_length=200)
    form: Literal["sbar", "iimarch"] = "sbar"
    summaries: dict[Code, Words] | None = None
    within_minutes: Count | None = Field(None, description="15 when not said; 1 to 720.")


class AcceptBody(Body):
    """The numbers of the items that are accepted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [1, 2]}]})

    items: list[Count] = Field(min_length=1, max_length=1000)


class DeclineBody(Body):
    """The numbers of the items that are declined, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [3], "reason": "I do not know the PBX"}]}
    )

    items: list[Count] = Field(min_length=1, max_length=1000)
    reason: Line = Field(min_length=1)


class ShiftNoteBody(Body):
    """A note of the shift that belongs to no incident."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"says": "The lift is broken"}]})

    says: Words = Field(min_length=1)


class ItemSaid(Said):
    """One thing that passes when it is accepted."""

    number: int
    incident: str
    kind: str
    part: str
    says: str
    due_at: datetime | None
    state: str
    settled_at: datetime | None
    reason: str


class SheetSaid(Said):
    """What a handover says of one incident."""

    incident: str
    state: str
    summary: str


class HandoverListed(Said):
    """A handover in a list."""

    id: int
    url: str
    giver: PersonSaid
    receiver: PersonSaid | None
    form: str
    kind: str
    state: str
    made_at: datetime
    offered_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None


class HandoverSaid(HandoverListed):
    """A handover with its sheets and items; ``hidden`` counts what the caller may not see."""

    sheets: list[SheetSaid]
    items: list[ItemSaid]
    hidden: int


class HandoverList(Said):
    items: list[HandoverListed]


class LogLineSaid(Said):
    """One line of the shift log."""

    source: str
    kind: str
    at: datetime
    says: str
    by: PersonSaid | None
    to: PersonSaid | None
    incident: str | None
    handover: int | None


class LogPageSaid(Said):
    items: list[LogLineSaid]
    next: str | None
    next_cursor: str | None
