"""What is sent and answered about files."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Line, Said


class WithdrawBody(Body):
    """Why a file is not handed out any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "Wrong customer"}]})

    why: Line = Field(min_length=1)


class AttachmentSaid(Said):
    """A file. Its name is empty once it is erased; ``file_url`` is null once it is withdrawn."""

    number: int
    name: str
    kind: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str
    withdrawn_at: datetime | None
    withdrawn_why: str
    erased_at: datetime | None
    url: str
    file_url: str | None


class AttachmentList(Said):
    items: list[AttachmentSaid]
