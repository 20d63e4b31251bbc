"""What is sent and answered about briefings, their readers and what customers tell agents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Count, Line, Said

Part = Literal["broken", "say", "never", "round", "look"]
Words = Annotated[str, Field(max_length=600)]
_LINES: list[Any] = [
    {"part": "broken", "fact": 1},
    {"part": "say", "says": "We know of it, and we are on it."},
    {"part": "never", "says": "Do not give a time for the repair."},
]


class LineBody(Body):
    """One line: own words, or a fact of the board by its number, told in the fact's words."""

    model_config = ConfigDict(json_schema_extra={"examples": _LINES})

    part: Part
    says: Words = ""
    fact: Count | None = None


class BriefingBody(Body):
    """What colleagues are told; without teams it is for everybody."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"headline": "Calls to Leeds drop", "lines": _LINES}]}
    )

    headline: Annotated[str, Field(min_length=1, max_length=160)]
    lines: list[LineBody] = Field(min_length=1, max_length=40)
    teams: list[Code] = Field(default_factory=list, max_length=100)


class ReviseBody(BriefingBody):
    """The whole of what it says from now on; ``revision`` is the one that was read before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"headline": "Calls to Leeds drop", "lines": _LINES, "revision": 1}]
        }
    )

    revision: Count | None = None


class EndBody(Body):
    """Why it ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "Calls come in again"}]})

    why: Line = Field(min_length=1)


class ReadBody(Body):
    """Which revision was read."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"revision": 1}]})

    revision: Count


class LineSaid(Said):
    """One line as it stands; ``no_more`` says why it may not be said any longer."""

    part: str
    says: str
    fact: int | None
    no_more: str


class BriefingSaid(Said):
    """One briefing, whole."""

    number: int
    url: str
    incident: str
    headline: str
    state: str
    revision: int
    teams: list[str]
    issued_at: datetime
    revised_at: datetime
    revised_by: str
    ended_at: datetime | None
    ended_why: str
    lines: list[LineSaid]


class BriefingList(Said):
    """Briefings, gravest or newest first."""

    items: list[BriefingSaid]


class TeamReadsSaid(Said):
    """The people of one team who have read it, and those who have not; an empty code: no team."""

    team: str
    name: str
    read: int
    all: int
    unread: list[str]


class ReadsSaid(Said):
    """Who has read a briefing as it stands, team by team."""

    revision: int
    items: list[TeamReadsSaid]


class RemindedSaid(Said):
    """How many were reminded."""

    told: int


class HeardSaid(Said):
    """How many customers told us: lately (15 minutes), by how many agents, in all."""

    lately: int
    people_lately: int
    in_all: int


class VoteSaid(Said):
    """A customer was counted; its address takes it back within ten minutes."""

    url: str
    heard: HeardSaid
