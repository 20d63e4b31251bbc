"""What is sent and answered about agreeing a draft, about versions, and about what differs."""

from __future__ import annotations

from datetime import date, datetime
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
    Said,
    Words,
)
from musterpoint.interfaces.api.shapes.said import PersonSaid


class WordsBody(Body):
    """Words for those who are asked; they may be left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"says": "Please read part 9."}]})

    says: Words = ""


class GuestBody(Body):
    """Somebody without an account."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Ana Lima", "email": "ana@council.example"}]}
    )

    name: Name = Field(min_length=1)
    email: Line = Field(min_length=3)


class InviteBody(Body):
    """Whom to ask for one group of the document: colleagues by number, others by address."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "group": "employee_representatives",
                    "people": [7],
                    "guests": [{"name": "Ana Lima", "email": "ana@council.example"}],
                }
            ]
        }
    )

    group: Code = Field(min_length=1)
    people: list[PersonId] = Field(default_factory=list, max_length=200)
    guests: list[GuestBody] = Field(default_factory=list, max_length=200)


class ContributionBody(Body):
    """What the caller says, of one clause or of the whole; or that they read it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"says": "Ring us first.", "clause": "paths.technology"}, {"read": True}]
        }
    )

    says: Words = ""
    clause: Line = ""
    read: bool = False


class MeetingBody(Body):
    """A meeting in which a group was consulted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "group": "agents_and_leaders",
                    "held_on": "2026-03-02",
                    "spoke_with": "The early shift",
                    "says": "Ten minutes is too short on Mondays.",
                }
            ]
        }
    )

    group: Code = Field(min_length=1)
    held_on: Day
    spoke_with: Line = Field(min_length=1)
    says: Words = ""
    clause: Line = ""


class AnswerBody(Body):
    """What became of a comment; ``clauses`` were changed for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"outcome": "changed", "says": "At 15 minutes now.", "clauses": ["targets.P2"]}
            ]
        }
    )

    outcome: Literal["changed", "partly", "not_changed", "noted"]
    says: Words = Field(min_length=1)
    clauses: list[Line] = Field(default_factory=list, max_length=200)


class SignatureBody(Body):
    """One role's word on the text with this digest; to refuse needs words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"role": "head_of_operations", "digest": "9f…", "verdict": "signed"}]
        }
    )

    role: Code = Field(min_length=1)
    digest: Line = Field(min_length=1)
    verdict: Literal["signed", "refused"] = "signed"
    says: Words = ""


class WithdrawBody(Body):
    """Where a draft goes back to, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"to": "drafting", "says": "A new plan"}]}
    )

    to: Literal["drafting", "consultation", "abandoned"] = "drafting"
    says: Words = Field(min_length=1)


class PublishDraftBody(Body):
    """From when the version holds; at once when it is not said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"note": "Agreed", "in_force_from": "2026-12-01T08:00:00Z"}]
        }
    )

    note: Line = ""
    in_force_from: Instant | None = None


class ReviewBody(Body):
    """The day on which a version is read again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"date": "2027-03-02"}]})

    date: Day


class BecauseSaid(Said):
    clause: str
    says: str


class GroupSaid(Said):
    """One group the document names, and whether a consultation of it is recorded."""

    code: str
    name: str
    heard: bool
    invited: int


class AnsweredSaid(Said):
    outcome: str
    says: str
    clauses: list[str]
    by: PersonSaid | None
    at: datetime


class ContributionSaid(Said):
    """What somebody said; ``way`` is comment, read or meeting."""

    number: int
    way: str
    group: str
    clause: str
    says: str
    held_on: date | None
    by: PersonSaid | None
    invitation: int | None
    at: datetime
    answer: AnsweredSaid | None


class SignatureSaid(Said):
    """``holds`` says whether it is about the text as it reads now."""

    role: str
    verdict: str
    digest: str
    says: str
    by: PersonSaid
    at: datetime
    holds: bool


class AgreementSaid(Said):
    """How far a draft is, what is missing before its next move, and everything said and signed."""

    draft: int
    url: str
    state: str
    digest: str
    opened_at: datetime | None
    closes_at: datetime | None
    missing: list[str]
    because: list[BecauseSaid]
    groups: list[GroupSaid]
    contributions: list[ContributionSaid]
    approvers: list[str]
    signatures: list[SignatureSaid]


class PublishedDraftSaid(Said):
    number: int
    in_force_from: datetime


class EvidenceSaid(Said):
    """How a version came into force, who has read it, and when it is read again."""

    number: int
    phase: str
    origin: str
    draft: int | None
    digest: str
    signatures: list[SignatureSaid]
    review_on: date | None
    acknowledged: Count


class EditSaid(Said):
    by: PersonSaid | None
    at: datetime
    why: str


class DifferenceSaid(Said):
    """One clause that differs, with the changes of it in the drafts between."""

    path: str
    part: str
    title: str
    kind: str
    old: str
    new: str
    edits: list[EditSaid]


class ComparisonSaid(Said):
    old: str
    new: str
    items: list[DifferenceSaid]
