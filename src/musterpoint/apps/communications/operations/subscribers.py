"""Keep who subscribed to a status page, and write to them what it says now."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from musterpoint.apps.communications import subscription_links as links
from musterpoint.apps.communications.models import (
    Delivery,
    Notice,
    NoticeEntry,
    StatusPage,
    Subscription,
)
from musterpoint.apps.communications.status_site import labels, reading, statuspage_json
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.models.message import STATUS
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.status_pages import NoticeState, instant, wants

FORGOTTEN_AFTER = timedelta(days=2)
"""How long a subscription that nobody confirmed is kept."""


def live(page: StatusPage) -> QuerySet[Subscription]:
    """Return the subscriptions of a page that were confirmed and have not ended."""
    rows = Subscription.objects.filter(page=page, ended_at=None).exclude(confirmed_at=None)
    return rows.select_related("method").order_by("id")


def lock(subscription_id: int) -> Subscription:
    """Lock a subscription and return it as it is now."""
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("method", "page")
    return rows.get(pk=subscription_id)


def present(page: StatusPage, address: str) -> Subscription | None:
    """Return the subscription by e-mail of an address, confirmed or not, locked."""
    rows = Subscription.objects.select_for_update(of=("self",)).filter(
        page=page, channel=Subscription.Channel.EMAIL, ended_at=None, address__iexact=address
    )
    return rows.first()


def forget_unconfirmed(*, at: datetime) -> int:
    """Delete what nobody confirmed within FORGOTTEN_AFTER, with its webhook."""
    rows = Subscription.objects.filter(
        confirmed_at=None, ended_at=None, asked_at__lt=at - FORGOTTEN_AFTER
    )
    ways = list(rows.exclude(method=None).values_list("method_id", flat=True))
    count = rows.delete()[0]
    ContactMethod.objects.filter(pk__in=ways).delete()
    return count


def end(subscription: Subscription, *, why: str, at: datetime) -> None:
    """End a locked subscription and forget its address."""
    if subscription.method is not None:
        notifications.remove_method(subscription.method, at=at)
    subscription.ended_at, subscription.ended_why = at, why
    subscription.address, subscription.asked_from = "", ""
    subscription.save(update_fields=["ended_at", "ended_why", "address", "asked_from"])


def tell(
    page: StatusPage,
    notice: Notice,
    entry: NoticeEntry,
    *,
    zone: str,
    at: datetime,
    also: Collection[int] = (),
) -> int:
    """Queue an entry's words to whoever wants them; return to how many.

    ``also`` are subscriptions that hear of it whatever they chose: those who got the wrong words.
    """
    readers = [
        one for one in live(page) if one.pk in also or wants(one.components, notice.components)
    ]
    if readers:
        notifications.queue(_letters(page, notice, entry, readers, zone=zone), at=at)
    return len(readers)


def fold(keys: Collection[str]) -> int:
    """Note on the deliveries of updates that their news to subscribers is out; return how many.

    While some of it waits the delivery does, so that a correction is watched until all are sent.
    """
    parts = (key.split(":") for key in keys if key.startswith("status:"))
    wanted = {int(entry) for _status, entry, _reader in parts}
    entries = NoticeEntry.objects.filter(pk__in=wanted).exclude(update=None)
    return sum(map(_fold, entries.select_related("notice__page")))


def _fold(entry: NoticeEntry) -> int:
    news = Message.objects.filter(
        stream=f"notice:{entry.notice_id}", purpose=STATUS, key__startswith=f"status:{entry.pk}:"
    )
    counts = dict(news.order_by().values_list("state").annotate(Count("id")))
    page = entry.notice.page
    if page is None or counts.get(Message.State.QUEUED):
        return 0
    taken, whole = counts.get(Message.State.SENT, 0), sum(counts.values())
    rows = Delivery.objects.filter(update=entry.update_id, recipient=readers_of(page))
    return rows.update(
        state=Delivery.State.SENT if taken else Delivery.State.FAILED,
        says=f"{taken} of {whole} were taken by the readers' own servers.",
    )


def readers_of(page: StatusPage) -> str:
    """Return what a delivery calls the subscribers of a page."""
    return f"Subscribers of {page.name}"


def reader_of(key: str) -> int | None:
    """Return which subscription a message was for, by its key."""
    kind, *parts = key.split(":")
    if kind == "subscribe" and parts:
        return int(parts[0])
    return int(parts[1]) if kind == "status" and len(parts) == 2 else None


def told_of(entries: Sequence[NoticeEntry]) -> set[int]:
    """Return the subscriptions that were written to about these entries."""
    streams = {f"notice:{entry.notice_id}" for entry in entries}
    marks = {str(entry.pk) for entry in entries}
    keys = Message.objects.filter(stream__in=streams, purpose=STATUS).values_list("key", flat=True)
    parts = (key.split(":") for key in keys)
    return {int(reader) for _status, entry, reader in parts if entry in marks}


def _letters(
    page: StatusPage,
    notice: Notice,
    entry: NoticeEntry,
    readers: Sequence[Subscription],
    *,
    zone: str,
) -> list[Letter]:
    root = f"{settings.BASE_URL}/status/"
    read = reading.read(page)
    one = reading.one_notice(page, notice.code)
    assert one is not None
    state = NoticeState(entry.status)
    subject = f"[{page.name}] {notice.title} – {labels.STATE[state]}"
    words = _words(page, notice, entry, zone=zone)
    letters = []
    for reader in readers:
        where = links.path(reader)
        leave = f"{settings.BASE_URL}{where}"
        if reader.method is not None:
            said = statuspage_json.webhook(one, read, url=root, leave_url=leave)
            body = json.dumps(said, ensure_ascii=False)
        else:
            body = f"{words}\nChange or end what you get: {leave}\n"
        letters.append(
            Letter(
                key=f"status:{entry.pk}:{reader.pk}",
                stream=f"notice:{notice.pk}",
                channel=reader.channel,
                subject=subject,
                body=body,
                address=reader.method.address if reader.method else reader.address,
                method_id=reader.method_id,
                link=where,
                purpose=STATUS,
            )
        )
    return letters


def _words(page: StatusPage, notice: Notice, entry: NoticeEntry, *, zone: str) -> str:
    state = labels.STATE[NoticeState(entry.status)]
    lines = [notice.title, f"{state} · {instant(entry.at, zone=zone)}", ""]
    if entry.corrects.exists():
        lines += ["This corrects what was written before.", ""]
    if notice.planned_from and notice.planned_until:
        begins, ends = (
            instant(when, zone=zone) for when in (notice.planned_from, notice.planned_until)
        )
        lines += [f"Planned from {begins} until {ends}.", ""]
    lines += [entry.says, ""]
    if page.is_public:
        lines += [f"How it is now: {settings.BASE_URL}/status/incidents/{notice.code}/"]
    return "\n".join(str(line) for line in lines)
