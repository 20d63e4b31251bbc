"""What is answered beside incidents: suggestions, complaints, people, places, strategy, events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.interfaces.api.reading import Said
from musterpoint.interfaces.api.shapes.said import Clause


class CategorySuggestion(Said):
    """A category worth considering, and why."""

    category: str
    name: str
    score: float
    because: list[Clause]


class SuggestionList(Said):
    items: list[CategorySuggestion]


class Counts(Said):
    """How many incidents are open, by priority."""

    open: dict[str, int]


class ComplaintSaid(Said):
    ref: str
    url: str
    summary: str
    complainant: str
    received_at: datetime
    logged_at: datetime
    incident: str | None
    acknowledge_due_at: datetime
    acknowledged_at: datetime | None
    answer_due_at: datetime
    closed_at: datetime | None
    outcome: str


class ComplaintList(Said):
    items: list[ComplaintSaid]


class Me(Said):
    """Whose token this is, and what it may do."""

    id: int
    name: str
    email: str
    roles: list[str]
    may: list[str]


class ColleagueSaid(Said):
    id: int
    name: str
    roles: list[str]
    is_service: bool


class ColleagueList(Said):
    items: list[ColleagueSaid]


class PlaceSaid(Said):
    code: str
    name: str


class PlaceList(Said):
    items: list[PlaceSaid]


class MessageSaid(Said):
    id: int
    subject: str
    body: str
    about: str
    link: str
    urgency: int
    created_at: datetime


class MessageList(Said):
    items: list[MessageSaid]


class VersionSaid(Said):
    """A published version of the strategy."""

    number: int
    title: str
    note: str
    digest: str
    published_at: datetime
    in_force_from: datetime
    url: str


class VersionList(Said):
    items: list[VersionSaid]


class VersionWhole(Said):
    number: int
    title: str
    in_force_from: datetime
    strategy: dict[str, Any]


class FindingSaid(Said):
    """A remark about a strategy text, at its line."""

    severity: str
    line: int
    column: int
    path: str
    says: str
    remedy: str


class Checked(Said):
    """``ok`` when nothing found is an error."""

    ok: bool
    findings: list[FindingSaid]


class PublishedSaid(Said):
    number: int
    in_force_from: datetime
    warnings: list[FindingSaid]


class Accepted(Said):
    """What a monitoring tool expects, and the reference of the incident it belongs to."""

    status: str
    message: str
    dedup_key: str
    incident: str | None


class InvalidEvent(Said):
    status: str
    message: str
    errors: list[str]
