"""Read what is attached. Who may see it is who may see what it belongs to: the caller asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from musterpoint.apps.attachments.models import Attachment
from musterpoint.domain.ledger import instant


class NoSuchAttachment(Exception):
    """Nothing with this number is attached."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no file {number}.")


class AttachmentGone(Exception):
    """It was withdrawn, and is not handed out any more."""

    def __init__(self) -> None:
        super().__init__("This file was withdrawn.")


def listed(stream: str) -> list[Attachment]:
    """Return everything attached, withdrawn files too, oldest first. One statement."""
    rows = Attachment.objects.filter(stream=stream).select_related("added_by", "withdrawn_by")
    return list(rows.order_by("number"))


def one(stream: str, number: int) -> Attachment:
    """Return one file, or raise NoSuchAttachment."""
    rows = Attachment.objects.filter(stream=stream, number=number).select_related("added_by")
    found = rows.first()
    if found is None:
        raise NoSuchAttachment(number)
    return found


def handed_out(stream: str, number: int) -> Attachment:
    """Return one file that may be read, or raise NoSuchAttachment or AttachmentGone."""
    found = one(stream, number)
    if not found.is_there:
        raise AttachmentGone
    return found


def as_recorded(ids: Sequence[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the rows of these incidents as their ledgers must add up to them.

    A file's name stays out of the ledger: it may be somebody's.
    """
    found: dict[int, dict[str, dict[str, Any]]] = {}
    streams = {f"incident:{pk}": pk for pk in ids}
    for row in Attachment.objects.filter(stream__in=list(streams)):
        values = recorded(row)
        found.setdefault(streams[row.stream], {})[label_of(row)] = values
    return found


def label_of(row: Attachment) -> str:
    """Return the name of a file in the ledger of what it belongs to."""
    return f"attachment:{row.number}"


def recorded(row: Attachment) -> dict[str, Any]:
    """Return the tracked fields that say something, as the ledger keeps them."""
    kept = {
        "kind": row.kind,
        "size": row.size,
        "sha256": row.sha256,
        "added_at": instant(row.added_at),
        "added_by": row.added_by_id,
        "withdrawn_at": instant(row.withdrawn_at) if row.withdrawn_at else None,
        "withdrawn_by": row.withdrawn_by_id,
        "withdrawn_why": row.withdrawn_why or None,
        "erased_at": instant(row.erased_at) if row.erased_at else None,
        "erased_by": row.erased_by_id,
    }
    return {name: value for name, value in kept.items() if value is not None}
