"""What is sent and answered about words: texts to be checked, and terms of the glossary."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from musterpoint.domain.plain_words import Area, Kind
from musterpoint.interfaces.api.reading import Body, Code, Said, Words

Text = Annotated[Words, Field(min_length=1, max_length=10_000)]
Short = Annotated[Words, Field(max_length=80)]
Long = Annotated[Words, Field(max_length=400)]
Several = Annotated[list[Short], Field(max_length=12)]


class CheckBody(Body):
    """A text and for whom it is: a code of an audience of the strategy, or anybody."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"text": "The ETA of batch B-2207 is 4 pm.", "audience": "customers"}]
        }
    )

    text: Text
    audience: Code = ""


class CompareBody(Body):
    """A text and another wording of it; ``language`` is that of the other."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"before": "It is not safe above 40 °C.", "after": "Keep it under 40 °C."}]
        }
    )

    before: Text
    after: Text
    language: Annotated[str, Field(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")] = "en"


class TermBody(Body):
    """What a term says. ``instead`` fits in its place and may hold no figure and no "not"."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "term": "pick list",
                    "area": "delivery",
                    "plain": "The paper by which goods are taken from the shelf.",
                    "instead": "shelf list",
                    "aliases": ["PL"],
                    "known_by": ["suppliers"],
                }
            ]
        }
    )

    term: Annotated[Short, Field(min_length=1)]
    area: Annotated[Area, Field(strict=False)]
    plain: Annotated[Long, Field(min_length=1)]
    instead: Short = ""
    instead_many: Short = ""
    keep: Long = ""
    trap: Long = ""
    aliases: Several = []
    everyday: Several = []
    known_by: Several = []


class TermSaid(Said):
    """A term with its version (0: as shipped), which If-Match names when it is changed."""

    code: str
    term: str
    area: Area
    plain: str
    instead: str
    instead_many: str
    keep: str
    trap: str
    aliases: list[str]
    everyday: list[str]
    known_by: list[str]
    is_shipped: bool
    is_left_out: bool
    version: int
    changed_at: datetime | None
    url: str


class TermList(Said):
    items: list[TermSaid]


class MarkSaid(Said):
    """A word that may not be known, from ``start`` up to ``end``."""

    start: int
    end: int
    said: str
    term: str
    plain: str
    keep: str
    trap: str


class SuggestionSaid(Said):
    """Words that can stand from ``start`` up to ``end`` without changing what must survive."""

    start: int
    end: int
    said: str
    instead: str
    explains: bool


class TokenSaid(Said):
    """What must survive, and what it means however it is written."""

    start: int
    end: int
    kind: Kind
    text: str
    means: str


class FiguresSaid(Said):
    """How it reads. These advise; null where there is nothing to measure."""

    words: int
    sentences: int
    syllables: int
    words_a_sentence: float | None
    ease: float | None
    grade: float | None
    reading_age: int | None


class CheckSaid(Said):
    jargon: list[MarkSaid]
    suggestions: list[SuggestionSaid]
    protected: list[TokenSaid]
    figures: FiguresSaid


class LostSaid(Said):
    kind: Kind
    before: str
    after: str
    says: str


class CompareSaid(Said):
    """``kept`` when nothing was lost, changed or brought in."""

    kept: bool
    lost: list[LostSaid]
