"""What is sent and answered about reaching people: their ways, messages with receipts, the dead."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Line, Said, Words


class WayBody(Body):
    """A way to be reached. A code is sent to it, which verifies it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"channel": "sms", "address": "+44 1632 960001", "label": "On call"}]
        }
    )

    channel: Code = Field(min_length=1)
    address: Words = Field(min_length=1, max_length=1000)
    label: Line | None = None


class CodeBody(Body):
    """The code that came by the way that it verifies."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "042917"}]})

    code: Code = Field(min_length=1)


class SettleBody(Body):
    """How the person was reached instead, or why they need not be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"says": "Reached by phone"}]})

    says: Line = Field(min_length=1)


class WaySaid(Said):
    """One way in which the caller is reached."""

    id: int
    channel: str
    address: str
    label: str
    verified_at: datetime | None
    broken_at: datetime | None
    broken_says: str
    proved_at: datetime | None


class WayList(Said):
    items: list[WaySaid]


class ReceiptSaid(Said):
    """What the other side reported of a message."""

    at: datetime
    state: str
    says: str


class SentSaid(Said):
    """Who was told, by which channel, and what became of it."""

    id: int
    to: str
    channel: str
    purpose: str
    state: str
    receipt: str
    created_at: datetime
    send_at: datetime | None
    waits_because: str
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    attempts: int
    last_error: str
    bundled_into: int | None
    receipts: list[ReceiptSaid]


class SentList(Said):
    items: list[SentSaid]


class DeadLetterSaid(Said):
    """A message that was given up, and who sees to it."""

    id: int
    about: str
    to: str
    channel: str
    subject: str
    died_at: datetime
    last_error: str
    owner: str | None
    owned_at: datetime | None


class DeadLetterList(Said):
    items: list[DeadLetterSaid]
    next: str | None


class SentAgain(Said):
    """The message that went in place of a dead letter."""

    id: int
