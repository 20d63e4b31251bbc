"""Write what is attached. The caller holds the lock of what it belongs to, and its record."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.attachments.models import Attachment
from musterpoint.apps.attachments.storage import Stored


def count(stream: str) -> int:
    """Return how many files are attached and not withdrawn."""
    return Attachment.objects.filter(stream=stream, withdrawn_at=None).count()


def add(
    *, stream: str, name: str, kind: str, stored: Stored, person_id: int | None, at: datetime
) -> Attachment:
    """Attach a file that lies in the folder."""
    rows = Attachment.objects.filter(stream=stream).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    return Attachment.objects.create(
        stream=stream,
        number=(last or 0) + 1,
        name=name,
        kind=kind,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        added_at=at,
        added_by_id=person_id,
    )


def withdraw(row: Attachment, *, why: str, person_id: int | None, at: datetime) -> None:
    """Hand it out no more."""
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, person_id, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])


def mark_erased(row: Attachment, *, person_id: int | None, at: datetime) -> None:
    """Note that its bytes are gone, and forget its name."""
    row.erased_at, row.erased_by_id, row.name = at, person_id, ""
    row.save(update_fields=["erased_at", "erased_by", "name"])
