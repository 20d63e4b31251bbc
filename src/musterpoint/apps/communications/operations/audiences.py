"""Write who belongs to an audience. Nobody's row is deleted: it ends."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from musterpoint.apps.communications.models import AudienceMember


class BelongsAlready(Exception):
    """They belong to the audience already."""


def add(
    *, audience: str, holder: str, account_id: int | None, added_by: int | None, at: datetime
) -> AudienceMember:
    """Add one holder, or raise BelongsAlready."""
    try:
        with transaction.atomic():
            return AudienceMember.objects.create(
                audience=audience,
                holder=holder,
                account_id=account_id,
                added_at=at,
                added_by_id=added_by,
            )
    except IntegrityError as trouble:
        if "audience_member_once" not in str(trouble):
            raise
        raise BelongsAlready from None


def end(audience: str, member_id: int, *, at: datetime) -> AudienceMember | None:
    """End one membership and return it, or None when there is none (any more)."""
    rows = AudienceMember.objects.select_for_update().filter(audience=audience, removed_at=None)
    found = rows.filter(pk=member_id).first()
    if found is not None:
        found.removed_at = at
        found.save(update_fields=["removed_at"])
    return found
