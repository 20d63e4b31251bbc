"""Read the outbox: what waits, what died, who was told about what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import proving
from musterpoint.apps.notifications.models import (
    ContactMethod,
    Message,
    Preference,
    QuietHours,
    Receipt,
)
from musterpoint.domain.proving import Proof

MOST_HELD = 1000
_OUT_OF_HOPE = (Message.State.DEAD, Message.State.HELD, Message.State.SUPERSEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """How the outbox stands. ``oldest`` is how long the oldest message has been overdue.

    ``put_off`` of the queued ones wait on purpose; ``dead`` are those that nobody settled, and
    ``unowned`` of them are seen to by nobody.
    """

    queued: int
    dead: int
    oldest: timedelta
    held: int = 0
    put_off: int = 0
    unowned: int = 0
    by_channel: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one channel stands: its addresses in use, and the messages on it that are not sent."""

    addresses: int = 0
    waiting: int = 0
    put_off: int = 0
    dead: int = 0
    held: int = 0


def standings(at: datetime) -> dict[str, Standing]:
    """Return how each channel stands that has an address or an unsent message."""
    is_queued = Q(state=Message.State.QUEUED)
    is_later = Q(send_at__gt=at) | Q(retry_at__gt=at)
    unsent = Message.objects.filter(
        is_queued | Q(state=Message.State.HELD) | Q(state=Message.State.DEAD, settled_at=None)
    )
    rows = unsent.values("channel").annotate(
        waiting=Count("id", filter=is_queued),
        put_off=Count("id", filter=is_queued & is_later),
        dead=Count("id", filter=Q(state=Message.State.DEAD)),
        held=Count("id", filter=Q(state=Message.State.HELD)),
    )
    found: dict[str, dict[str, Any]] = {row["channel"]: {**row} for row in rows}
    live = ContactMethod.objects.filter(removed_at=None).exclude(verified_at=None)
    used = dict(live.values_list("channel").annotate(Count("id")))
    return {
        name: _standing(found.get(name, {}), addresses=used.get(name, 0))
        for name in used.keys() | found.keys()
    }


def _standing(row: Mapping[str, Any], *, addresses: int) -> Standing:
    counts = {name: number for name, number in row.items() if name != "channel"}
    return Standing(addresses=addresses, **counts)


def visible_to(person: Person) -> QuerySet[Message]:
    """Return the messages this person may read: their own."""
    return Message.objects.filter(recipient=person)


def outbox(*, at: datetime) -> Outbox:
    """Return how many messages wait, died or are held, and how long the oldest is overdue.

    What is put off, for quiet hours or because there is too much of it, is not overdue. Held ones
    stay for ever, so they are counted up to MOST_HELD: this look must not grow with history.
    """
    queued = Message.objects.filter(state=Message.State.QUEUED)
    rows = (
        queued.annotate(wanted_at=Coalesce("send_at", "created_at"))
        .values("channel")
        .annotate(
            count=Count("id"),
            put_off=Count("id", filter=Q(wanted_at__gt=at)),
            first=Min("wanted_at", filter=Q(wanted_at__lte=at)),
        )
    )
    lanes = list(rows)
    firsts = [lane["first"] for lane in lanes if lane["first"]]
    dead = _unsettled().aggregate(dead=Count("id"), unowned=Count("id", filter=Q(owner=None)))
    return Outbox(
        queued=sum(lane["count"] for lane in lanes),
        oldest=at - min(firsts) if firsts else timedelta(),
        held=Message.objects.filter(state=Message.State.HELD)[:MOST_HELD].count(),
        put_off=sum(lane["put_off"] for lane in lanes),
        by_channel={lane["channel"]: lane["count"] for lane in lanes},
        **dead,
    )


def proofs(at: datetime) -> list[Proof]:
    """Return how well each channel is known to work at ``at``, in a fixed few statements."""
    return proving.proofs(at)


def unclaimed_receipts() -> int:
    """Return how many receipts of the last day name a message that nobody here knows."""
    return Receipt.objects.filter(message=None).count()


def next_try_at(*, after: datetime) -> datetime | None:
    """Return when the next queued message that is not due at ``after`` may be tried, or None."""
    try_at = Coalesce("retry_at", "send_at", "created_at")
    first: datetime | None = (
        Message.objects.filter(state=Message.State.QUEUED)
        .annotate(try_at=try_at)
        .filter(try_at__gt=after)
        .order_by("try_at")
        .values_list("try_at", flat=True)
        .first()
    )
    return first


def dead_since(*, at: datetime, limit: int = 20) -> list[Message]:
    """Return messages given up since ``at`` that nobody has taken or settled, newest first."""
    rows = _unsettled().filter(owner=None, died_at__gte=at)
    return list(rows.order_by("-id")[:limit])


def dead_letters(*, limit: int = 100, after: int | None = None) -> list[Message]:
    """Return dead letters that nobody settled, the newest first, before the number ``after``."""
    rows = _unsettled().select_related("recipient", "method", "owner")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id")[:limit])


def unowned(*, since: datetime) -> int:
    """Return how many letters died before ``since`` and are seen to by nobody."""
    return _unsettled().filter(owner=None, died_at__lt=since).count()


def is_dead_letter(message_id: int) -> bool:
    """Return whether this message is a dead letter, settled or not."""
    return Message.objects.filter(pk=message_id, state=Message.State.DEAD).exists()


def _unsettled() -> QuerySet[Message]:
    return Message.objects.filter(state=Message.State.DEAD, settled_at=None)


def about(stream: str, *, limit: int = 200) -> list[Message]:
    """Return who was told about ``stream``, newest first, with recipients."""
    return list(
        Message.objects.select_related("recipient", "method", "bundled_into")
        .filter(stream=stream)
        .order_by("-id")[:limit]
    )


def receipts_of(ids: Sequence[int]) -> dict[int, list[Receipt]]:
    """Return what was reported of these messages, in the order in which it came."""
    found: dict[int, list[Receipt]] = {}
    for row in Receipt.objects.filter(message__in=ids).order_by("id"):
        found.setdefault(row.message_id or 0, []).append(row)
    return found


def at_provider(channel: str, names: Sequence[str]) -> Message | None:
    """Return the message that a provider knows by the first of ``names`` that is known here."""
    found = Message.objects.select_related("recipient", "method").filter(
        channel=channel, provider_id__in=names
    )
    by_name = {message.provider_id: message for message in found.order_by("id")}
    return next((by_name[name] for name in names if name in by_name), None)


def out_of_reach(stream: str, *, purpose: str, since: datetime) -> set[int]:
    """Return the people for whom every message since then that left the house is dead.

    What is only shown in the product does not count: it reaches nobody who is not looking.
    """
    dead, hopeful = Q(state=Message.State.DEAD), ~Q(state__in=[*_OUT_OF_HOPE])
    rows = (
        Message.objects.filter(stream=stream, purpose=purpose, created_at__gte=since)
        .exclude(channel=Message.Channel.IN_PRODUCT)
        .filter(recipient__isnull=False)
        .values("recipient_id")
        .annotate(dead=Count("id", filter=dead), hopeful=Count("id", filter=hopeful))
    )
    return {row["recipient_id"] for row in rows if row["dead"] and not row["hopeful"]}


def recipients_of(stream: str) -> list[int]:
    """Return the people who were ever told about ``stream``."""
    rows = Message.objects.filter(stream=stream, recipient__isnull=False).order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True).distinct())


def unread(person: Person, *, limit: int = 50) -> list[Message]:
    """Return a person's unread in-product messages, newest first."""
    return list(
        visible_to(person)
        .filter(channel=Message.Channel.IN_PRODUCT, read_at=None)
        .order_by("-id")[:limit]
    )


def methods_of(holder: str) -> list[ContactMethod]:
    """Return the ways of a person, team or outside contact that were not removed, oldest first."""
    rows = ContactMethod.objects.filter(holder=holder, removed_at=None)
    return list(rows.order_by("id"))


def methods_by_holder(holders: Collection[str]) -> dict[str, list[ContactMethod]]:
    """Return the ways of each of these holders, oldest first."""
    found: dict[str, list[ContactMethod]] = {holder: [] for holder in holders}
    rows = ContactMethod.objects.filter(holder__in=list(holders), removed_at=None)
    for row in rows.order_by("id"):
        found[row.holder].append(row)
    return found


def method_at(holder: str, channel: str, address: str) -> ContactMethod | None:
    """Return the way of this holder to this address, or None."""
    rows = ContactMethod.objects.filter(holder=holder, channel=channel, address=address)
    return rows.filter(removed_at=None).first()


def methods_at(channel: str, address: str) -> list[ContactMethod]:
    """Return everybody's ways to this address, oldest first."""
    rows = ContactMethod.objects.filter(channel=channel, address=address, removed_at=None)
    return list(rows.order_by("id"))


def code_was_sent(channel: str, address: str, *, since: datetime) -> bool:
    """Return whether a code was sent to this address after ``since``, by a way removed or not."""
    rows = ContactMethod.objects.filter(channel=channel, address=address)
    return rows.filter(code_sent_at__gt=since).exists()


def sent_by(method: ContactMethod, *, purpose: str, since: datetime) -> bool:
    """Return whether something for this purpose was queued by this way after ``since``."""
    rows = Message.objects.filter(stream=method.holder, method=method, purpose=purpose)
    return rows.filter(created_at__gt=since).exists()


def method(method_id: int) -> ContactMethod | None:
    """Return one way that was not removed, or None."""
    return ContactMethod.objects.filter(pk=method_id, removed_at=None).first()


def order_of(person_id: int) -> list[Preference]:
    """Return the order in which somebody wants to be reached."""
    rows = Preference.objects.select_related("method").filter(person=person_id)
    return list(rows.order_by("position"))


def quiet_hours_of(person_id: int) -> QuietHours | None:
    """Return when somebody is not to be woken, or None."""
    return QuietHours.objects.filter(person=person_id).first()
