"""Keep chatter from being a nuisance: not too much of it, and several notices as one message.

Chatter is everything but calls on people for an answer; those are never touched here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import PATH, PROOF, STATUS, UPDATE
from musterpoint.apps.notifications.operations.sending import LEASE

AT_MOST = 10
WITHIN = timedelta(minutes=10)
MOST_IN_A_BUNDLE = 50
THROTTLED = f"throttled: {AT_MOST} messages in {WITHIN.seconds // 60} minutes on this channel"
BUNDLE = "bundle"
ALONE = (PATH, BUNDLE, "code", PROOF, STATUS, UPDATE)
"""Purposes of messages that mean nothing, or too much, as a line among others."""

Reader = tuple[int, str]
Place = tuple[int | None, str, int | None, str]


def throttle(claimed: Sequence[Message], *, loud: Collection[str], at: datetime) -> list[Message]:
    """Return what may go now of the messages claimed; put off what is too much for its reader.

    Counts what one person got on one loud channel: beyond AT_MOST within WITHIN the rest waits,
    visibly, until the oldest of those is that long ago, and is bundled then.
    """
    candidates: defaultdict[Place, list[Message]] = defaultdict(list)
    for message in claimed:
        if _is_throttled(message, loud):
            candidates[_place(message)].append(message)
    if not candidates:
        return list(claimed)
    sent = _sent_lately([m for group in candidates.values() for m in group], at=at)
    put_off: set[int] = set()
    for (recipient, channel, _, _), group in candidates.items():
        times = sent[recipient or 0, channel]
        if len(times) < AT_MOST:
            times.append(at)  # together: they are going to be one message
        else:
            put_off |= _put_off(group, until=sorted(times)[-AT_MOST] + WITHIN)
    return [message for message in claimed if message.pk not in put_off]


def bundle(claimed: Sequence[Message], *, worker: str, at: datetime) -> list[Message]:
    """Return the messages with several notices for one reader on one channel put into one.

    Takes in what else waits for that reader there. Those bundled say so and are not sent.
    """
    groups: defaultdict[Place, list[Message]] = defaultdict(list)
    for message in claimed:
        if message.purpose not in ALONE and not message.wakes:
            groups[_place(message)].append(message)
    if not groups:
        return list(claimed)
    for message in _waiting_too(groups, at=at):
        groups[_place(message)].append(message)
    replaced: dict[int, Message] = {}
    for notices in groups.values():
        if len(notices) > 1:
            together = _put_together(notices[:MOST_IN_A_BUNDLE], worker=worker, at=at)
            replaced |= {notice.pk: together for notice in notices[:MOST_IN_A_BUNDLE]}
    sent_as = [replaced.get(message.pk, message) for message in claimed]
    return list({message.pk: message for message in sent_as}.values())


def _put_off(messages: Sequence[Message], *, until: datetime) -> set[int]:
    pks = {message.pk for message in messages}
    Message.objects.filter(pk__in=pks).update(
        send_at=until, retry_at=None, waits_because=THROTTLED, leased_until=None
    )
    return pks


def _is_throttled(message: Message, loud: Collection[str]) -> bool:
    is_chatter = message.purpose not in ALONE and not message.wakes
    return is_chatter and message.channel in loud and message.recipient_id is not None


def _sent_lately(
    candidates: Sequence[Message], *, at: datetime
) -> defaultdict[Reader, list[datetime]]:
    """Return when each reader got, or is just getting, chatter on these channels."""
    rows = Message.objects.filter(
        Q(sent_at__gt=at - WITHIN) | Q(state=Message.State.QUEUED, leased_until__gt=at),
        recipient__in={message.recipient_id for message in candidates},
        channel__in={message.channel for message in candidates},
    ).exclude(purpose=PATH)
    rows = rows.exclude(pk__in=[message.pk for message in candidates])
    found: defaultdict[Reader, list[datetime]] = defaultdict(list)
    for recipient, channel, sent_at in rows.values_list("recipient_id", "channel", "sent_at"):
        if recipient is not None:
            found[recipient, channel].append(sent_at or at)
    return found


def _waiting_too(places: Iterable[Place], *, at: datetime) -> list[Message]:
    """Lock and return what else waits for these readers and is not being sent by another."""
    wanted = Q()
    for recipient, channel, method, address in places:
        wanted |= Q(recipient=recipient, channel=channel, method=method, address=address)
    return list(
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(wanted, state=Message.State.QUEUED, wakes=False)
        .filter(Q(leased_until=None) | Q(leased_until__lt=at))
        .exclude(purpose__in=ALONE)
        .exclude(retry_at__gt=at)
        .exclude(retry_at=None, send_at__gt=at)
        .select_related("recipient", "method")
        .order_by("id")[: MOST_IN_A_BUNDLE * 2]
    )


def _put_together(notices: Sequence[Message], *, worker: str, at: datetime) -> Message:
    """Write the one message and mark those that it carries."""
    first = min(notices, key=lambda message: message.pk)
    together = Message.objects.create(
        key=f"{BUNDLE}:{first.pk}",
        stream=_shared(notices),
        recipient_id=first.recipient_id,
        address=first.address,
        method_id=first.method_id,
        channel=first.channel,
        subject=wording.bundle_subject(notices),
        short=wording.bundle_subject(notices)[:160],
        body=wording.bundle_body(notices),
        link=first.link if len({notice.link for notice in notices}) == 1 else "",
        urgency=min(notice.urgency for notice in notices),
        purpose=BUNDLE,
        created_at=at,
        leased_until=at + LEASE,
        leased_by=worker,
    )
    Message.objects.filter(pk__in=[notice.pk for notice in notices]).update(
        state=Message.State.BUNDLED, bundled_into=together, leased_until=None, waits_because=""
    )
    together.recipient, together.method = first.recipient, first.method
    return together


def _shared(notices: Sequence[Message]) -> str:
    streams = {notice.stream for notice in notices}
    return streams.pop() if len(streams) == 1 else BUNDLE


def _place(message: Message) -> Place:
    return message.recipient_id, message.channel, message.method_id, message.address
