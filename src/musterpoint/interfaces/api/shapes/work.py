"""What is sent to work an incident with colleagues: notes, updates, tasks, roles, links, help."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Instant, Line, Name, PersonId, Words


class NoteBody(Body):
    """Words for the timeline."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"says": "Carrier confirms a fault in Leeds"}]}
    )

    says: Words = Field(min_length=1)
    kind: Code | None = Field(None, description="note (unless said otherwise), decision or call.")


class UpdateBody(Body):
    """What was told to whom; it meets the update clock."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"says": "Calls connect again in York", "audience": "all_staff"}]
        }
    )

    says: Words = Field(min_length=1)
    audience: Name = Field(min_length=1)


class TaskBody(Body):
    """Something to do within the incident."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"says": "Change the greeting", "role": "loggist"}]}
    )

    says: Line = Field(min_length=1)
    role: Code | None = None
    due_at: Instant | None = None


class OpenRoleBody(Body):
    """A responder role that is needed now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "welfare_lead"}]})

    role: Code = Field(min_length=1)
    reason: Words | None = None


class HolderBody(Body):
    """Who shall hold the role; without a person, whoever asks."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person": 7}, {}]})

    person: PersonId | None = None
    reason: Words | None = None


class DutyBody(Body):
    """How an obligation was settled."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"state": "done", "reason": "Notified, ref 2231"}]}
    )

    state: Literal["open", "done", "not_applicable"]
    reason: Words = Field(min_length=1)


class LinkBody(Body):
    """A tie to another incident (``other``) or to something outside (``target``)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"other": "INC-000012", "says": "Same cause"},
                {"target": "https://status.example.org/2231", "says": "Carrier's page"},
            ]
        }
    )

    other: Code | None = None
    target: str | None = Field(None, max_length=500)
    says: Line | None = None


class MergeBody(Body):
    """The incident that this one is the same as; nothing is lost and it can be undone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"into": "INC-000012", "reason": "Logged twice"}]}
    )

    into: Code
    reason: Words = Field(min_length=1)


class HelpBody(Body):
    """What is needed, and from which role or team; from everybody on it when not said."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"says": "Who speaks Polish?", "asked_of": "team_b"}]}
    )

    says: Words = Field(min_length=1)
    asked_of: Code | None = None


class AnswerBody(Body):
    """The answer to a call for help."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "I do: desk 9"}]})

    answer: Words = Field(min_length=1)
