"""What is sent and answered about the board of facts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Count, Instant, Line, Name, Said

Statement = Annotated[str, Field(min_length=1, max_length=1000)]
About = Literal[
    "what",
    "since",
    "affected",
    "cause",
    "repair_time",
    "safety",
    "effect",
    "way_round",
    "doing",
    "other",
]


class ClaimBody(Body):
    """A statement with where it is known from; ``estimate_of`` names whose estimate it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"says": "Calls to Leeds drop", "about": "what", "source": "Six test calls"},
                {
                    "says": "Back by 16:00",
                    "about": "repair_time",
                    "source": "Carrier's desk, ticket 2231",
                    "estimate_of": "the carrier",
                },
            ]
        }
    )

    says: Statement
    about: About
    source: Name = Field(min_length=1)
    estimate_of: Name | None = None


class VerifyBody(Body):
    """How it was checked; without ``good_until`` it is good for as long as the strategy says."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"how": "Rang six numbers"},
                {"how": "Asked the engineer", "good_until": "2190-03-02T16:00:00Z"},
            ]
        }
    )

    how: Line = Field(min_length=1)
    good_until: Instant | None = None


class InsteadBody(Body):
    """What is claimed in place of what is withdrawn."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"says": "Card 7 failed", "source": "Carrier's engineer"}]}
    )

    says: Statement
    source: Name = Field(min_length=1)
    estimate_of: Name | None = None


class WithdrawBody(Body):
    """Why it does not hold, and perhaps what does."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"why": "It was another line"},
                {
                    "why": "It was another card",
                    "instead": {"says": "Card 7 failed", "source": "Carrier's engineer"},
                },
            ]
        }
    )

    why: Line = Field(min_length=1)
    instead: InsteadBody | None = None


class AgainstBody(Body):
    """The other fact, by its number."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"other": 2}]})

    other: Count


class AgreeBody(Body):
    """The other fact, by its number, and why both hold."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"other": 2, "why": "Two different lines"}]}
    )

    other: Count
    why: Line = Field(min_length=1)


class FactSaid(Said):
    """One fact: claimed, verified or withdrawn, by whom, when and how."""

    number: int
    url: str
    says: str
    about: str
    source: str
    estimate_of: str
    state: str
    claimed_at: datetime
    claimed_by: str
    verified_at: datetime | None
    verified_by: str
    verified_how: str
    good_until: datetime | None
    needs_check: bool
    contradicts: list[int]
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    replaced_by: int | None


class FactList(Said):
    """The board; ``twice`` are pairs that answer one question and nobody looked at."""

    items: list[FactSaid]
    twice: list[list[int]]
