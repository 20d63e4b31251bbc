"""Write entries on status pages: an update as the pages that speak to its audience tell it.

What may be said was decided before; here it is put in its place, and subscribers are written to.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.communications.models import (
    Component,
    Delivery,
    Notice,
    NoticeEntry,
    StatusPage,
    Update,
)
from musterpoint.apps.communications.operations import pages, subscribers
from musterpoint.apps.communications.operations.pages import PageRecord
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.status_pages import (
    ENDED,
    ComponentStatus,
    Impact,
    NoticeState,
    next_state,
    suffers,
)

CHANNEL = "status_page"
ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
CODE_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an update says on a page, and what follows from it for the notice."""

    update: Update
    says: str
    impact: Impact
    is_last: bool = False
    is_restored: bool = False
    cause_is_known: bool = False


def new_code() -> str:
    """Return the code of a new notice, which cannot be guessed from another's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def pages_for(incident: Incident, audience: str) -> list[StatusPage]:
    """Lock and return the pages that tell of this incident to this audience.

    That of a client tells of the client's own incidents alone.
    """
    rows = StatusPage.objects.filter(removed_at=None)
    fitting = [
        row.pk
        for row in rows.only("pk", "account", "audiences")
        if (row.account_id is None or row.account_id == incident.account_id)
        and (not row.audiences or audience in row.audiences)
    ]
    return list(pages.lock_pages(set(fitting)).values())


def publish(
    said: Said, incident: Incident, *, zone: str, actor: str, at: datetime
) -> list[Delivery]:
    """Put an update on every page for its audience; return a delivery for each, not saved yet."""
    found = pages_for(incident, said.update.audience)
    return [
        delivery
        for page in found
        for delivery in _put(said, incident, page, zone=zone, actor=actor, at=at)
    ]


def _put(
    said: Said, incident: Incident, page: StatusPage, *, zone: str, actor: str, at: datetime
) -> Iterator[Delivery]:
    record = PageRecord(page, at=at, actor=actor)
    notice = _notice(record, said, incident)
    last = pages.last_entry(notice)
    state = next_state(
        last.status if last else None,
        is_last=said.is_last,
        is_restored=said.is_restored,
        cause_is_known=said.cause_is_known,
    )
    wrong = _wrong_entries(notice, said.update)
    also = subscribers.told_of(wrong) if wrong else set()
    entry = add_entry(record, notice, state=state, says=said.says, update=said.update)
    for one in wrong:
        record.set(one, corrected_by_id=entry.pk)
    record.enter("notice_told")
    count = subscribers.tell(page, notice, entry, zone=zone, at=at, also=also)
    reached = Delivery.State.REACHED
    yield _delivery(said.update, recipient=page.name, state=reached, reached_at=at)
    if count:
        says = f"Written to {count}."
        yield _delivery(said.update, recipient=subscribers.readers_of(page), says=says)


def add_entry(
    record: PageRecord,
    notice: Notice,
    *,
    state: NoticeState,
    says: str,
    update: Update | None = None,
) -> NoticeEntry:
    """Add an entry to a notice; it ends with its state, and its components show how they are."""
    entry = NoticeEntry(notice=notice, at=record.at, status=state.value, says=says, update=update)
    record.add(entry)
    resolved_at = record.at if state in ENDED else None
    if notice.resolved_at != resolved_at:
        record.set(notice, resolved_at=resolved_at)
    show_components(record, notice, state=state)
    return entry


def show_components(record: PageRecord, notice: Notice, *, state: NoticeState) -> None:
    """Show on the notice's components what it does to them; over, what is left of other notices."""
    for component in _components(record.page, notice.components):
        status = suffers(notice.impact)
        if state in ENDED or state is NoticeState.SCHEDULED:
            status = _left(record.page, component, but=notice)
        if state is NoticeState.SCHEDULED and status is ComponentStatus.OPERATIONAL:
            continue  # what is only planned changes nothing yet
        if component.status != status:
            record.set(component, status=status.value, changed_at=record.at)


def _notice(record: PageRecord, said: Said, incident: Incident) -> Notice:
    """Return the notice of an incident on a page with its impact now, begun where there is none."""
    rows = Notice.objects.filter(page=record.page, incident=incident)
    notice = rows.order_by("-began_at", "-id").first()
    touched = pages.stands_for(record.page, service_id=incident.service_id)
    if notice is not None:
        also = [one.code for one in touched if one.code not in notice.components]
        if notice.impact != said.impact or also:
            named = [*notice.components, *also]  # the service may have become known since
            record.set(notice, impact=said.impact.value, components=named)
        return notice
    names = " and ".join(one.name for one in touched)
    notice = Notice(
        page=record.page,
        incident=incident,
        code=new_code(),
        title=said.update.subject or (f"Trouble: {names}" if names else "Trouble with our service"),
        impact=said.impact.value,
        components=[one.code for one in touched],
        began_at=record.at,
    )
    record.add(notice)
    return notice


def _wrong_entries(notice: Notice, update: Update) -> Sequence[NoticeEntry]:
    """Return what this update corrects on the page."""
    if update.corrects_id is None:
        return ()
    rows = NoticeEntry.objects.filter(notice=notice, update=update.corrects_id, corrected_by=None)
    return list(rows.order_by("at", "id"))


def _components(page: StatusPage, codes: Sequence[str]) -> list[Component]:
    rows = Component.objects.filter(page=page, code__in=codes, removed_at=None)
    return list(rows.order_by("position", "id"))


def _left(page: StatusPage, component: Component, *, but: Notice) -> ComponentStatus:
    """Return how a component is by the other notices that are open and have begun."""
    rows = Notice.objects.filter(
        page=page, resolved_at=None, origin="", components__contains=[component.code]
    ).exclude(pk=but.pk)
    begun = [one for one in rows if _has_begun(one)]
    worst = max((suffers(one.impact) for one in begun), key=_GRAVITY.index, default=None)
    return worst or ComponentStatus.OPERATIONAL


def _has_begun(notice: Notice) -> bool:
    last = pages.last_entry(notice)
    return notice.planned_from is None or (
        last is not None and last.status != NoticeState.SCHEDULED
    )


_GRAVITY = (
    ComponentStatus.OPERATIONAL,
    ComponentStatus.MAINTENANCE,
    ComponentStatus.DEGRADED,
    ComponentStatus.PARTIAL,
    ComponentStatus.MAJOR,
)


def _delivery(update: Update, *, recipient: str, **values: object) -> Delivery:
    return Delivery(update=update, channel=CHANNEL, recipient=recipient, **values)


def touched_by(update_id: int, *, at: datetime) -> None:
    """Let the pages that carry an update be read anew: it was found to be wrong."""
    rows = NoticeEntry.objects.filter(update=update_id, notice__page__removed_at=None)
    ids = set(rows.values_list("notice__page_id", flat=True))
    for page in pages.lock_pages(ids).values():
        pages.touch(page, at=at)
