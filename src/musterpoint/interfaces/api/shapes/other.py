"""What is sent about things beside an incident: complaints, strategy texts, messages."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import (
    Body,
    Code,
    Document,
    Instant,
    Line,
    Name,
    PersonId,
    Words,
)


class ComplaintBody(Body):
    """Dissatisfaction with how somebody was treated; it has a clock of its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "summary": "Cut off three times",
                    "complainant": "A. Webb",
                    "received_at": "2026-03-02T09:10:00Z",
                    "incident": "INC-000123",
                }
            ]
        }
    )

    summary: Line = Field(min_length=1)
    complainant: Name | None = None
    received_at: Instant
    incident: Code | None = None


class OutcomeBody(Body):
    """How the complaint ended."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "Upheld, apology sent"}]})

    outcome: Words = Field(min_length=1)


class StrategyText(Body):
    """A strategy document as YAML text."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "title: Our strategy\n"}]})

    text: Document = Field(min_length=1)


class PublishBody(Body):
    """A strategy text to put in force."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "title: Our strategy\n", "note": "Adopted by the board"}]
        }
    )

    text: Document = Field(min_length=1)
    note: Words | None = None
    in_force_from: Instant | None = Field(None, description="From now on when not said.")


class ReadBody(Body):
    """Which of one's messages were read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ids": [41, 42]}]})

    ids: list[PersonId] = Field(min_length=1, max_length=500)
