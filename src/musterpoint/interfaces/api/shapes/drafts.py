"""Drafts of the strategy: what is sent to begin and change one, and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue

from musterpoint.interfaces.api.reading import Body, Document, Line, Said, Words

ClausePath = Annotated[Line, Field(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class DraftBody(Body):
    """A draft from a ``text``, from a ``version``, or else from what ships with the product."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "title: Our strategy\n", "title": "For 2027"}]}
    )

    text: Document | None = None
    version: Number | None = None
    title: Annotated[Line, Field(max_length=200)] | None = None
    note: Annotated[Words, Field(max_length=1000)] | None = None


class ClauseBody(Body):
    """What a clause is to say, in the shape it has in the file, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"value": "So that nobody waits", "why": "Too long"}]}
    )

    value: JsonValue
    why: Annotated[Words, Field(max_length=1000)] | None = None


class NewClauseBody(ClauseBody):
    """A clause that is not there yet, at its ``path``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"path": "roles.runner", "value": {"name": "Runner", "duty": "Runs"}}]
        }
    )

    path: ClausePath


class CommentBody(Body):
    """Words about a clause, or an answer to others."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"path": "paths.technology", "says": "Too slow at night"}]}
    )

    path: ClausePath
    says: Annotated[Words, Field(min_length=1, max_length=4000)]
    answer_to: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None


class DraftSaid(Said):
    number: int
    url: str
    title: str
    state: str
    note: str
    based_on: int | None
    errors: int
    warnings: int
    digest: str
    created_at: datetime
    changed_at: datetime


class DraftList(Said):
    items: list[DraftSaid]


class ClauseHead(Said):
    path: str
    revision: int
    edited_at: datetime


class DraftWhole(DraftSaid):
    """A draft with its clauses in order, without what they say."""

    clauses: list[ClauseHead]


class ClauseSaid(ClauseHead):
    """One clause; ``merged`` when somebody else's change is in it beside the caller's."""

    value: Any
    merged: bool = False


class CommentSaid(Said):
    id: int
    path: str
    says: str
    at: datetime
    by: int
    answer_to: int | None
    resolved_at: datetime | None


class CommentList(Said):
    items: list[CommentSaid]
