"""Keep what somebody typed and has not sent. A draft is nobody else's business and no history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models import Draft

LARGEST_DRAFT = 200
"""Fields in one draft; a form has far fewer."""

LONGEST_FIELD = 50_000


class DraftTooLarge(Exception):
    """The draft holds more than any form has."""

    def __init__(self) -> None:
        super().__init__("This is too much text to keep as a draft. Send it in parts.")


def save_draft(*, person_id: int, key: str, data: Mapping[str, Any], at: datetime) -> None:
    """Keep ``data`` under the person and ``key``, in place of what was there.

    Raises DraftTooLarge. A late save from another tab never replaces a newer one.
    """
    if len(data) > LARGEST_DRAFT or any(len(str(v)) > LONGEST_FIELD for v in data.values()):
        raise DraftTooLarge
    draft, is_new = Draft.objects.get_or_create(
        person_id=person_id, key=key, defaults={"data": dict(data), "saved_at": at}
    )
    if not is_new:
        Draft.objects.filter(pk=draft.pk, saved_at__lte=at).update(data=dict(data), saved_at=at)


def discard_draft(*, person_id: int, key: str) -> None:
    """Forget a draft; forgetting one that is not there changes nothing."""
    Draft.objects.filter(person_id=person_id, key=key).delete()


def draft_of(*, person_id: int, key: str) -> dict[str, Any] | None:
    """Return what the person last typed under ``key``, or None."""
    return Draft.objects.filter(person_id=person_id, key=key).values_list("data", flat=True).first()
