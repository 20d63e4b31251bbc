"""What is sent and answered about status pages, their components and planned work."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Instant, Line, Name, Said, Words

ComponentState = Literal[
    "operational",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    "under_maintenance",
]
WorkState = Literal["in_progress", "verifying", "completed", "cancelled"]


class StatusPageBody(Body):
    """A page; without ``account`` the public one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "Northern service status", "account": "northern"},
                {"name": "Ours"},
            ]
        }
    )

    name: Name = Field(min_length=1)
    says: Line = Field("", description="Under the headline.")
    account: Code = Field("", description="The code of a client account.")


class StatusPageNameBody(Body):
    """What a page is called, and what stands under its headline."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Acme status"}]})

    name: Name = Field(min_length=1)
    says: Line = ""


class ComponentBody(Body):
    """Something customers use; with ``service`` it shows what is said of that service."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Phone lines", "service": "voice"}]}
    )

    name: Name = Field(min_length=1)
    says: Line = ""
    service: Code = ""


class ShowBody(Body):
    """How a component is now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "partial_outage"}]})

    status: ComponentState


class WorkBody(Body):
    """Planned work, in words for its readers."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "New lines for the phones",
                    "says": "Calls may drop once.",
                    "planned_from": "2026-03-14T22:00:00Z",
                    "planned_until": "2026-03-15T00:00:00Z",
                    "components": ["phone-lines"],
                }
            ]
        }
    )

    title: Line = Field(min_length=1)
    says: Words = Field(min_length=1)
    planned_from: Instant
    planned_until: Instant
    components: list[Code] = Field(default_factory=list, max_length=60)


class WorkMoveBody(Body):
    """Other times; old and new ones are said by themselves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"planned_from": "2026-03-15T22:00:00Z", "planned_until": "2026-03-16T00:00:00Z"}
            ]
        }
    )

    planned_from: Instant
    planned_until: Instant
    says: Words = ""


class WorkTurnBody(Body):
    """Where the work stands now, and words for its readers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"to": "in_progress", "says": "The lines are moved now."}]}
    )

    to: WorkState
    says: Words = Field(min_length=1)


class NoticeEntrySaid(Said):
    """What was said; ``may_be_wrong`` until its correction stands beside it."""

    at: datetime
    state: str
    says: str
    is_correction: bool
    corrected_at: datetime | None
    may_be_wrong: bool


class NoticeSaid(Said):
    """An incident or planned work as the page tells of it, the newest entry first."""

    code: str
    title: str
    state: str
    impact: str
    components: list[str]
    began_at: datetime
    resolved_at: datetime | None
    planned_from: datetime | None
    planned_until: datetime | None
    entries: list[NoticeEntrySaid]


class ComponentSaid(Said):
    code: str
    name: str
    says: str
    status: str
    changed_at: datetime


class StatusPageLine(Said):
    """One page; ``url`` is where readers find it."""

    code: str
    name: str
    account: str | None
    url: str
    open_notices: int


class StatusPageList(Said):
    items: list[StatusPageLine]


class StatusPageSaid(Said):
    """A page as its readers see it, and how many subscribed to it."""

    code: str
    name: str
    says: str
    is_public: bool
    indicator: str
    changed_at: datetime
    subscribers: int
    components: list[ComponentSaid]
    open: list[NoticeSaid]
    planned: list[NoticeSaid]


class StatusLinkSaid(Said):
    """The secret link of a client's page, shown this once."""

    url: str
