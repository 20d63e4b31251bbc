"""Rotas: what is sent to arrange turns, and what is answered about who is on call."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Instant, Line, PersonId, Said
from musterpoint.interfaces.api.shapes.said import Clause, PersonSaid


class OverrideBody(Body):
    """Somebody else for a span of one layer, at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "layer": "first",
                    "start": "2026-03-12T09:00:00Z",
                    "end": "2026-03-12T17:00:00Z",
                    "person": 7,
                    "because": "Marcus is at a wedding",
                }
            ]
        }
    )

    layer: Code = Field(min_length=1)
    start: Instant
    end: Instant
    person: PersonId
    because: Line = Field(min_length=1, max_length=200)
    instead_of: PersonId | None = Field(None, description="Only where this person would answer.")
    replaces: PersonId | None = Field(None, description="An override that this one ends.")


class AbsenceBody(Body):
    """Away from every rota. Without ``person`` it is the caller."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"start": "2026-03-12T00:00:00Z", "end": "2026-03-14T00:00:00Z"}]
        }
    )

    start: Instant
    end: Instant
    person: PersonId | None = None
    kind: Literal["leave", "sickness", "training", "other"] = "leave"


class OnDutySaid(Said):
    """Who answers for one layer, the whole span of their turn, and why."""

    person: PersonSaid
    layer: str
    since: datetime
    until: datetime
    because: Clause


class CoverSaid(Said):
    """Who answers, first to be told first; when nobody does, ``fallback`` is told."""

    rota: str
    at: datetime
    nobody: bool
    answers: list[OnDutySaid]
    shadows: list[PersonSaid]
    because: list[Clause]
    fallback: str


class RotaSaid(Said):
    code: str
    name: str
    state: str
    edition: int
    roles: list[str]
    published_at: datetime | None
    cover: CoverSaid | None
    url: str


class RotaList(Said):
    items: list[RotaSaid]


class OverrideSaid(Said):
    id: int
    layer: str
    start: datetime
    end: datetime
    person: PersonSaid
    instead_of: PersonSaid | None
    because: str


class RotaWhole(RotaSaid):
    """A rota with its document, as it is published (a draft's, before the first time)."""

    document: dict[str, Any]
    overrides: list[OverrideSaid]


class TurnSaid(Said):
    """One turn; ``person`` is null where nobody answers for the layer."""

    layer: str
    start: datetime
    end: datetime
    person: PersonSaid | None
    because: Clause


class TurnList(Said):
    items: list[TurnSaid]


class RotaFinding(Said):
    """Something to put right; what ``blocks`` keeps a rota from being published."""

    kind: str
    severity: str
    rota: str
    person: PersonSaid | None
    start: datetime
    end: datetime
    says: str
    remedy: str


class ReadinessSaid(Said):
    items: list[RotaFinding]


class LeftOpenSaid(Said):
    """A turn that nobody has now; ``nobody_at_all`` when no other layer answers either."""

    rota: str
    layer: str
    start: datetime
    end: datetime
    nobody_at_all: bool


class AwaySaid(Said):
    id: int
    left_open: list[LeftOpenSaid]
