"""What was said about a draft, once words of it were erased: the ledger learns the new digest.

The ledger knows those words by digest alone, so it cannot simply lose them as other entries do.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from musterpoint.apps.ledger import queries as ledgers
from musterpoint.apps.policies.agreement_record import Record, as_recorded, label_of
from musterpoint.apps.policies.models import Contribution
from musterpoint.domain.ledger import fold

TABLE = Contribution._meta.db_table


def tell_erased(contributions: Collection[int], *, actor: str, at: datetime) -> None:
    """Enter the digests of these contributions as they are now, where they changed."""
    rows = Contribution.objects.filter(pk__in=contributions).select_related("consultation__draft")
    for row in rows.order_by("pk"):
        draft = row.consultation.draft
        told = fold(
            change for entry in ledgers.entries(draft.stream) for change in entry.data["changes"]
        ).rows.get(label_of(row), {})
        record = Record(draft.stream, at=at, actor=actor)
        for name, value in as_recorded(row).items():
            record.say(label_of(row), name, told.get(name), value)
        record.enter("contribution_erased")
