"""What is sent to log an incident and to move it through its life."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import (
    Body,
    Code,
    Count,
    Day,
    Instant,
    Line,
    Name,
    PersonId,
    Words,
)


class LogBody(Body):
    """A first report: everything but the summary may follow later, and then shows as a gap."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "summary": "Callers to Leeds hear nothing after the greeting",
                    "began_at": "2026-03-02T08:52:00Z",
                    "impact": "I2",
                    "urgency": "U1",
                    "service": "Voice",
                    "site": "Leeds",
                    "reported_by": "Desk 14",
                    "source": "phone",
                },
                {"summary": "Chat window stays empty"},
            ]
        }
    )

    summary: Line = Field(min_length=1, description="What is happening, in a few words.")
    began_at: Instant | None = Field(None, description="When it began, with its offset.")
    nature: Words | None = Field(None, description="What else is known.")
    category: Code | None = Field(None, description="A category of the strategy in force.")
    impact: Code | None = Field(None, description="I1 (gravest) to I4.")
    urgency: Code | None = Field(None, description="U1 (most urgent) to U4.")
    floor_answer: bool | None = Field(None, description="The answer to the category's question.")
    reported_by: Name | None = None
    source: Code | None = Field(None, description="How the report came in, such as phone.")
    service: Name | None = Field(None, description="Code or name; an unknown one is kept as named.")
    site: Name | None = None
    queue: Name | None = None
    account: Name | None = None
    customers_affected: Count | None = None
    vulnerable_customers: bool | None = None
    life_safety: bool | None = None
    personal_data: bool | None = None
    distress: bool = Field(default=False, description="Whether colleagues may be distressed by it.")
    restricted: bool = Field(default=False, description="Only those it concerns may see it.")
    triage: dict[str, bool] | None = Field(
        None, description="Answers to the strategy's questions, by their codes.", max_length=50
    )
    triage_reason: Words | None = None


class FactsBody(Body):
    """Facts to fill in or correct; null takes one back. What is not sent stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"customers_affected": 120, "began_at": "2026-03-02T08:45:00Z"}]
        }
    )

    reason: Words | None = Field(None, description="Why it is corrected.")
    summary: Line | None = None
    nature: Words | None = None
    began_at: Instant | None = None
    reported_by: Name | None = None
    source: Code | None = None
    service: Name | None = None
    site: Name | None = None
    queue: Name | None = None
    account: Name | None = None
    other_sites: list[Name] | None = Field(None, max_length=50)
    customers_affected: Count | None = None
    vulnerable_customers: bool | None = None
    life_safety: bool | None = None
    personal_data: bool | None = None
    distress: bool | None = None


class AssessBody(Body):
    """A judgement of impact and urgency; the strategy makes the priority of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"impact": "I1", "urgency": "U1", "reason": "The second site is down too"},
                {"override_priority": "P1", "reason": "The client's launch is today"},
            ]
        }
    )

    impact: Code | None = None
    urgency: Code | None = None
    category: Code | None = None
    floor_answer: bool | None = None
    reason: Words | None = None
    override_priority: Code | None = Field(
        None, description="Sets the priority by hand and needs a reason; empty takes it back."
    )


class SayBody(Body):
    """A remark, if there is one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"says": "Carrier is on the line"}]})

    says: Words | None = None


class NothingBody(Body):
    """Nothing is asked here; an empty object may be sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [{}]})


class ReasonBody(Body):
    """Why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "It failed again"}]})

    reason: Words = Field(min_length=1)


class HoldBody(Body):
    """Why nothing can be done for now: a reason code of the strategy."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "waiting_for_customer", "says": "Back at two"}]}
    )

    reason: Code = Field(min_length=1, description="A hold reason of the incident's strategy.")
    says: Words | None = None


class ResolveBody(Body):
    """What put it right, and when service was back."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"resolution": "Carrier re-routed", "restored_at": "2026-03-02T10:31:00Z"}]
        }
    )

    resolution: Words = Field(min_length=1)
    restored_at: Instant | None = None


class CloseBody(Body):
    """What closing asks; the strategy says which of it is needed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"verified_by": "Desk 14", "review_date": "2026-03-09"}]}
    )

    verified_by: Name
    welfare_outcome: Words | None = None
    review_date: Day | None = None
    risk_review: Literal["known", "changed", "new", "none"] | None = None
    risk_review_reason: Words | None = None


class MajorBody(Body):
    """Which written criteria are met."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"criteria": ["two_sites"], "reason": "Leeds and York are both down"}]
        }
    )

    criteria: list[Code] = Field(min_length=1, max_length=20)
    reason: Words | None = None


class StandDownBody(Body):
    """Which conditions for standing down are confirmed, and why it ends now."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"confirmed": ["service_stable"], "reason": "Stable for an hour"}]
        }
    )

    confirmed: list[Code] = Field(max_length=20)
    reason: Words = Field(min_length=1)


class RetypeBody(Body):
    """What it turned out to be: complaint, service_request or enquiry."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"verdict": "enquiry", "reason": "The caller only asked for hours"}]
        }
    )

    verdict: Code = Field(min_length=1)
    reason: Words = Field(min_length=1)


class RestrictBody(Body):
    """Whether only those it concerns may see it, and whom it concerns beside its responders."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"restricted": True, "people": [7], "reason": "Names a colleague"}]
        }
    )

    restricted: bool
    people: list[PersonId] = Field(default_factory=list, max_length=200)
    reason: Words = Field(min_length=1)


class PolicyBody(Body):
    """The published strategy version that the incident shall keep to from now on."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"number": 4, "reason": "Adopted this morning"}]}
    )

    number: Count
    reason: Words = Field(min_length=1)
