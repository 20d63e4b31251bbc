"""What is sent and answered about the vault. A value stands in one answer alone: to a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Instant, Said, Words

Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class ReasonBody(Body):
    """What it is needed for. It is recorded with the caller's name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "To call her back."}]})

    reason: Reason


class JoinBody(Body):
    """Which other person this one is, and how that is known."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"into": "P-0FJ3NQ6W8R", "reason": "Both in one call."}]}
    )

    into: Code
    reason: Reason


class SuspectBody(Body):
    """What was seen, and since when somebody was reasonably sure, where that is known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"reason": "A list of customers went to the wrong client"},
                {
                    "reason": "A laptop is gone",
                    "aware_at": "2026-03-02T09:10:00Z",
                    "how_known": "The guard's log",
                },
            ]
        }
    )

    reason: Words = Field(min_length=1)
    aware_at: Instant | None = None
    how_known: Words | None = None


class ValueRead(Said):
    """One value, opened. Nothing on the way may keep it."""

    token: str
    kind: str
    value: str


class KeptSaid(Said):
    """What is known of a value without opening it."""

    token: str
    kind: str
    kept_at: datetime
    due_at: datetime | None
    erased_at: datetime | None
    erased_because: str
    stands_in: list[str]


class HoldSaid(Said):
    """A legal hold that stands, on a person or on what their values stand in."""

    id: int
    because: str
    set_at: datetime


class GuardedPerson(Said):
    """Somebody of whom something is kept: by reference, never by name."""

    ref: str
    url: str
    made_at: datetime
    erase_asked_at: datetime | None
    erased_at: datetime | None
    joined_to: str | None
    values: list[KeptSaid]
    holds: list[HoldSaid]


class GuardedLine(Said):
    """One person of a list, with the kinds of what is kept."""

    ref: str
    url: str
    made_at: datetime
    kinds: list[str]


class GuardedList(Said):
    """People, newest first. ``next`` is where the following ones are, or null."""

    items: list[GuardedLine]
    next: str | None


class ExportSaid(Said):
    """A file that a worker makes; ``is_there`` once it can be taken."""

    number: int
    state: str
    is_there: bool
    url: str
