"""What stands on a status page, read in a fixed number of statements and then by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from musterpoint.apps.communications.models import Component, Notice, NoticeEntry, StatusPage
from musterpoint.domain.status_pages import (
    ENDED,
    ComponentStatus,
    Impact,
    NoticeState,
    overall,
)

RECENT = 50
SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """One entry as readers see it. ``may_be_wrong`` until its correction stands beside it."""

    key: str
    at: datetime
    state: NoticeState
    says: str
    is_correction: bool = False
    corrected_at: datetime | None = None
    may_be_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRead:
    """A notice with its entries, the newest first."""

    code: str
    title: str
    impact: Impact
    components: tuple[str, ...]
    began_at: datetime
    entries: tuple[EntryRead, ...]
    resolved_at: datetime | None = None
    planned_from: datetime | None = None
    planned_until: datetime | None = None

    @property
    def is_planned(self) -> bool:
        return self.planned_from is not None

    @property
    def state(self) -> NoticeState:
        first = NoticeState.SCHEDULED if self.is_planned else NoticeState.INVESTIGATING
        return self.entries[0].state if self.entries else first

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def changed_at(self) -> datetime:
        return self.entries[0].at if self.entries else self.began_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRead:
    """A component as readers see it."""

    code: str
    name: str
    says: str
    status: ComponentStatus
    position: int
    added_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """All that a page shows: its notices of the last while, the newest first."""

    code: str
    name: str
    says: str
    account: str
    is_public: bool
    added_at: datetime
    changed_at: datetime
    components: tuple[ComponentRead, ...]
    notices: tuple[NoticeRead, ...]

    @property
    def open_incidents(self) -> tuple[NoticeRead, ...]:
        return tuple(n for n in self.notices if not n.is_planned and not n.has_ended)

    @property
    def planned(self) -> tuple[NoticeRead, ...]:
        """Work to come and under way, the soonest first."""
        found = [n for n in self.notices if n.is_planned and not n.has_ended]
        return tuple(sorted(found, key=lambda n: (n.planned_from or n.began_at, n.code)))

    @property
    def past(self) -> tuple[NoticeRead, ...]:
        return tuple(n for n in self.notices if n.has_ended)

    @property
    def indicator(self) -> Impact:
        """The gravest of its components, its open incidents, and work that has begun."""
        begun = [n.impact for n in self.planned if n.state is not NoticeState.SCHEDULED]
        open_now = [n.impact for n in self.open_incidents]
        return overall([c.status for c in self.components], [*open_now, *begun])

    def names(self, codes: tuple[str, ...]) -> list[str]:
        """Return the names of these components as the page has them now."""
        known: Mapping[str, str] = {c.code: c.name for c in self.components}
        return [known.get(code, code) for code in codes]

    def notice(self, code: str) -> NoticeRead | None:
        """Return one of its notices."""
        return next((one for one in self.notices if one.code == code), None)


def read(page: StatusPage) -> PageRead:
    """Return all that a page shows, in three statements."""
    since = (page.changed_at or page.added_at) - SHOWN_FOR
    entries = NoticeEntry.objects.select_related("update").order_by("at", "id")
    rows = (
        Notice.objects.filter(page=page)
        .filter(Q(resolved_at=None) | Q(began_at__gte=since) | Q(resolved_at__gte=since))
        .prefetch_related(Prefetch("entries", queryset=entries))
        .order_by("-began_at", "-id")[: RECENT * 4]
    )
    parts = page.components.filter(removed_at=None).order_by("position", "id")
    return PageRead(
        code=page.code,
        name=page.name,
        says=page.says,
        account=page.account.name if page.account else "",
        is_public=page.is_public,
        added_at=page.added_at,
        changed_at=page.changed_at or page.added_at,
        components=tuple(_component(row, page) for row in parts),
        notices=tuple(_notice(row) for row in rows),
    )


def one_notice(page: StatusPage, code: str) -> NoticeRead | None:
    """Return a notice of a page, however old."""
    entries = NoticeEntry.objects.select_related("update").order_by("at", "id")
    rows = Notice.objects.filter(page=page, code=code)
    found = rows.prefetch_related(Prefetch("entries", queryset=entries)).first()
    return _notice(found) if found else None


def months(page: StatusPage, *, before: datetime | None, limit: int = RECENT) -> list[NoticeRead]:
    """Return notices that ended, the newest first, those that began before an instant only."""
    entries = NoticeEntry.objects.select_related("update").order_by("at", "id")
    rows = Notice.objects.filter(page=page).exclude(resolved_at=None)
    if before is not None:
        rows = rows.filter(began_at__lt=before)
    found = rows.prefetch_related(Prefetch("entries", queryset=entries))
    return [_notice(row) for row in found.order_by("-began_at", "-id")[:limit]]


def _component(row: Component, page: StatusPage) -> ComponentRead:
    return ComponentRead(
        code=row.code,
        name=row.name,
        says=row.says,
        status=ComponentStatus(row.status),
        position=row.position,
        added_at=page.added_at,
        changed_at=row.changed_at,
    )


def _notice(row: Notice) -> NoticeRead:
    entries = list(row.entries.all())
    instants = {one.pk: one.at for one in entries}
    right = {one.corrected_by_id for one in entries}
    read = [
        EntryRead(
            key=f"{row.code}{number:03d}",
            at=one.at,
            state=NoticeState(one.status),
            says=one.says,
            is_correction=one.pk in right,
            corrected_at=instants.get(one.corrected_by_id or 0),
            may_be_wrong=one.corrected_by_id is None
            and one.update is not None
            and one.update.state == "wrong",
        )
        for number, one in enumerate(entries, start=1)
    ]
    return NoticeRead(
        code=row.code,
        title=row.title,
        impact=Impact(row.impact),
        components=tuple(row.components),
        began_at=row.began_at,
        entries=tuple(reversed(read)),
        resolved_at=row.resolved_at,
        planned_from=row.planned_from,
        planned_until=row.planned_until,
    )
