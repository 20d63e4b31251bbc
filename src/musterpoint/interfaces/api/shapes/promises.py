"""What is sent and answered about the promise ledger."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Instant, Line, Name, PersonId, Said
from musterpoint.interfaces.api.shapes.said import PersonSaid


class PromiseBody(Body):
    """What was promised to whom by when; without ``owner`` the caller keeps it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "says": "Call back with the result",
                    "whom": "Caller of ticket 2231",
                    "due_at": "2190-03-02T16:00:00Z",
                    "incident": "INC-000012",
                }
            ]
        }
    )

    says: Line = Field(min_length=1)
    whom: Name = Field(min_length=1)
    due_at: Instant
    owner: PersonId | None = None
    incident: Code | None = None


class ConfirmBody(Body):
    """To whom and by when what was found is promised."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"whom": "The customer", "due_at": "2190-03-02T16:00:00Z", "owner": 7}]
        }
    )

    whom: Name = Field(min_length=1)
    due_at: Instant
    owner: PersonId | None = None


class KeptBody(Body):
    """What they said to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"says": "She was glad"}, {}]})

    says: Line | None = None


class PromiseMoveBody(Body):
    """Another time, perhaps another owner, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"due_at": "2190-03-02T18:00:00Z", "why": "Told her that it takes longer"}]
        }
    )

    due_at: Instant
    why: Line = Field(min_length=1)
    owner: PersonId | None = None


class WhyBody(Body):
    """The reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "She rang us herself"}]})

    why: Line = Field(min_length=1)


class PromiseSaid(Said):
    """One promise, where it was made, and what became of it."""

    id: int
    url: str
    says: str
    whom: str
    state: str
    due_at: datetime | None
    owner: PersonSaid | None
    incident: str | None
    found_in: str
    source: str
    found_at: datetime
    made_at: datetime | None
    reminded_at: datetime | None
    broken_at: datetime | None
    moved: int
    settled_at: datetime | None
    why: str


class PromiseList(Said):
    items: list[PromiseSaid]
