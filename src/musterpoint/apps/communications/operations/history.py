"""Write imported histories of status pages, entry by entry, each of them once."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from musterpoint.apps.communications.models import Notice, NoticeEntry
from musterpoint.domain.update_history import History, Said


@dataclass(slots=True, kw_only=True)
class Known:
    """A notice of this origin as it stands, with everything said in it."""

    notice: Notice
    said: set[Said]


def lock_known(origin: str, keys: Collection[str]) -> dict[str, Known]:
    """Lock the notices of ``origin`` with these keys, in order, and return them by key."""
    rows = Notice.objects.select_for_update().filter(origin=origin, origin_key__in=keys)
    notices = {row.pk: row for row in rows.order_by("pk")}
    known = {row.origin_key: Known(notice=row, said=set()) for row in notices.values()}
    for entry in NoticeEntry.objects.filter(notice__in=notices):
        said = Said(at=entry.at, status=entry.status, says=entry.says)
        known[notices[entry.notice_id].origin_key].said.add(said)
    return known


def keep(told: History, new: Sequence[Said], *, origin: str, before: Known | None) -> Known:
    """Write what is new of ``told``; a notice that is known learns when it was resolved."""
    if before is None:
        notice = Notice.objects.create(
            code=secrets.token_hex(12),
            origin=origin,
            origin_key=told.key,
            title=told.title,
            impact=told.impact,
            components=list(told.components),
            planned_from=told.planned_from,
            planned_until=told.planned_until,
            began_at=told.began_at,
            resolved_at=told.resolved_at,
            details={"address": told.address} if told.address else {},
        )
        before = Known(notice=notice, said=set())
    elif before.notice.resolved_at != told.resolved_at and new:
        before.notice.resolved_at = told.resolved_at
        before.notice.save(update_fields=["resolved_at"])
    NoticeEntry.objects.bulk_create(
        NoticeEntry(notice=before.notice, at=one.at, status=one.status, says=one.says)
        for one in new
    )
    before.said |= set(new)
    return before
