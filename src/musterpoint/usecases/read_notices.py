"""Read one's notices; an update that somebody read in the product has reached them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations.receipts import fold_messages
from musterpoint.apps.notifications import operations as notifications


@transaction.atomic
def read_notices(*, recipient_id: int, ids: Sequence[int], at: datetime) -> None:
    """Record that a person read these of their messages; others' are left alone."""
    notifications.read(recipient_id=recipient_id, ids=ids, at=at)
    fold_messages(ids)
