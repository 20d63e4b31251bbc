"""Change a status page, its components and what stands on it; every change is in its ledger.

The caller holds the transaction. Changes of one page wait for one another at its row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Field, Model

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Component, Notice, NoticeEntry, StatusPage
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant
from musterpoint.domain.timer_kinds import TimerKind

TOPIC = "status_pages"
_UNTRACKED = frozenset({"id", "page", "notice", "secret_digest", "changed_at", "code"})


class NoSuchPage(Exception):
    """There is no such status page, or it was taken down."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no status page {code!r}.")


def stream_of(page: StatusPage) -> str:
    """Return the ledger that a page's changes stand in."""
    return f"status:{page.code}"


def lock_page(code: str) -> StatusPage:
    """Lock a page that is up, or raise NoSuchPage."""
    rows = StatusPage.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(code=code, removed_at=None).first()
    if found is None:
        raise NoSuchPage(code)
    return found


def lock_pages(ids: set[int]) -> dict[int, StatusPage]:
    """Lock these pages, in order of id, and return those that are up."""
    rows = StatusPage.objects.select_for_update(of=("self",)).select_related("account")
    return {row.pk: row for row in rows.filter(pk__in=ids, removed_at=None).order_by("pk")}


def stands_for(page: StatusPage, *, service_id: int | None) -> list[Component]:
    """Return the components of a page that stand for a service."""
    if service_id is None:
        return []
    rows = Component.objects.filter(page=page, service=service_id, removed_at=None)
    return list(rows.order_by("position", "id"))


def components(page: StatusPage) -> list[Component]:
    """Return the components that a page shows, in their order."""
    return list(page.components.filter(removed_at=None).order_by("position", "id"))


def notice(page: StatusPage, code: str) -> Notice | None:
    """Return a notice of a locked page."""
    return Notice.objects.filter(page=page, code=code).first()


def last_entry(row: Notice) -> NoticeEntry | None:
    """Return the newest entry of a notice."""
    return row.entries.order_by("-at", "-id").first()


class PageRecord:
    """What is happening to one locked page: ``add`` and ``set`` write rows, ``enter`` says so."""

    def __init__(self, page: StatusPage, *, at: datetime, actor: str) -> None:
        self.page = page
        self.at = at
        self.actor = actor
        self._changes: list[dict[str, Any]] = []

    def add(self, row: Model) -> None:
        """Write a new row."""
        row.save(force_insert=True)
        for field in _tracked(row):
            self._change(row, field.name, None, _plain(field, getattr(row, field.attname)))

    def set(self, row: Model, **values: Any) -> None:
        """Set fields of a row (a foreign key by ``name_id``)."""
        known = {field.attname: field for field in _tracked(row)}
        for name, value in values.items():
            field = known.get(name)
            if field is not None:
                self._change(
                    row, field.name, _plain(field, getattr(row, name)), _plain(field, value)
                )
            setattr(row, name, value)
        row.save(update_fields=sorted(values))

    def enter(self, kind: str, *, says: str = "") -> None:
        """Append one entry with all that was written; nothing when nothing was."""
        if not self._changes and not says:
            return
        data: dict[str, Any] = {"changes": self._changes}
        if says:
            data["says"] = says
        draft = ledger.Draft(kind=kind, at=self.at, actor=self.actor, data=data)
        stream = stream_of(self.page)
        ledger.append(stream=stream, drafts=[draft], recorded_at=self.at)
        self._changes = []
        touch(self.page, at=self.at)

    def _change(self, row: Model, name: str, old: Any, new: Any) -> None:
        if old != new:
            self._changes.append({"of": label_of(row), "field": name, "old": old, "new": new})


def touch(page: StatusPage, *, at: datetime) -> None:
    """Let whoever reads the page read it anew, and its files be written again."""
    page.changed_at = at
    page.save(update_fields=["changed_at"])
    timers.arm([timers.Due(kind=TimerKind.STATUS_FILES, key=page.code, at=at)], at=at)
    timers.announce({TOPIC, stream_of(page)}, work=True)


def touch_all(*, at: datetime) -> None:
    """Let every page be read anew: words were taken out, and no page may hand them out still."""
    for page in lock_pages(set(StatusPage.objects.values_list("pk", flat=True))).values():
        touch(page, at=at)


def label_of(row: Model) -> str:
    """Return how the ledger of a page names one of its parts."""
    match row:
        case StatusPage():
            return "page"
        case Component():
            return f"component:{row.code}"
        case Notice():
            return f"notice:{row.code}"
        case _:
            return f"entry:{row.pk}"


def as_recorded(row: Model) -> dict[str, Any]:
    """Return a row as its page's ledger must add up to it: tracked fields that say something."""
    found = {one.name: _plain(one, getattr(row, one.attname)) for one in _tracked(row)}
    return {name: value for name, value in found.items() if value is not None}


def rows_of(code: str) -> dict[str, dict[str, Any]] | None:
    """Return all rows that the ledger of a page tells of; None when there is no such page."""
    page = StatusPage.objects.filter(code=code).first()
    if page is None:
        return None
    rows: list[Model] = [page, *page.components.all(), *page.notices.all()]
    rows += NoticeEntry.objects.filter(notice__page=page)
    return {label_of(row): as_recorded(row) for row in rows}


def _tracked(row: Model) -> list[Field[Any, Any]]:
    return [field for field in row._meta.concrete_fields if field.name not in _UNTRACKED]


def _plain(field: Field[Any, Any], value: Any) -> Any:
    if value in (None, "", [], {}):
        return None
    if field.related_model is Person:
        return f"person:{value}"
    return instant(value) if isinstance(value, datetime) else value
