"""How an update gets out on each channel: by the outbox, by somebody's hand, or as a part does.

A part that delivers on a channel of its own (a status page, a banner) registers itself in DELIVER.
What nobody registered for is done by hand, and stands open until somebody says that it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.notifications import routing, wording
from musterpoint.apps.notifications.models.message import UPDATE
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.channels import CHANNELS, EMAIL, IN_PRODUCT
from musterpoint.domain.delivery import Method
from musterpoint.domain.updates.languages import in_all_languages

CHAT = ("slack", "teams", "webhook")
"""The rooms that a row's ``chat`` means; people without one find it in the product."""

_LINK = """
UPDATE communications_delivery AS d SET message_id = m.id FROM notifications_message AS m
WHERE d.update_id = %s AND d.message_id IS NULL AND m.key = 'delivery:' || d.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody an audience means. ``holder`` is ``person:5``, ``team:tech`` or ``contact:noc``."""

    name: str
    holder: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """An update on its way out. ``wrong`` is the one that it corrects, with whom that reached.

    Mails carry the ``translations`` below the words; elsewhere there is room for one language.
    """

    record: Record
    update: Update
    audience: str
    outside: bool
    subject: str
    text: str
    recipients: Sequence[Recipient] = ()
    wrong: Update | None = None
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.record.at


@dataclass(slots=True, kw_only=True)
class Made:
    """A delivery not yet saved, and the letter that carries it, if one does."""

    delivery: Delivery
    channel: str = ""
    address: str = ""
    method_id: int | None = None
    recipient_id: int | None = None
    is_carried: bool = False


Deliver = Callable[[Sending], Iterable[Made]]
DELIVER: dict[str, Deliver] = {}
"""What delivers on a channel of its own. It runs in the transaction that sends the update."""


def deliveries(sending: Sending, channel: str) -> Iterator[Made]:
    """Yield what carries an update on one channel of its row."""
    own = DELIVER.get(channel)
    if own is not None:
        yield from own(sending)
    elif channel == "chat":
        yield from _chat(sending)
    elif channel in CHANNELS:
        yield from _by_outbox(sending, channel)
    else:
        yield by_hand(sending, channel)


def again(sending: Sending, earlier: Delivery) -> Made:
    """Return what carries a correction to whom the wrong update was sent, the same way."""
    made = Made(
        delivery=Delivery(
            update=sending.update,
            channel=earlier.channel,
            recipient=earlier.recipient,
            person_id=earlier.person_id,
            by_hand=earlier.message_id is None,
            again=earlier,
        )
    )
    message = earlier.message
    if message is not None:
        made.channel, made.address = message.channel, message.address
        made.method_id, made.recipient_id = message.method_id, message.recipient_id
        made.is_carried = True
    return made


def by_hand(sending: Sending, channel: str, recipient: Recipient | None = None) -> Made:
    """Return what somebody does and then says that it is done."""
    name = recipient.name if recipient is not None else sending.audience
    person = recipient.person_id if recipient is not None else None
    return Made(
        delivery=Delivery(
            update=sending.update, channel=channel, recipient=name, person_id=person, by_hand=True
        )
    )


def letters(sending: Sending, made: Iterable[Made]) -> Iterator[Letter]:
    """Yield the letters of saved deliveries; the key of each names its delivery."""
    incident = sending.record.incident
    link = "" if sending.outside else wording.page_of(incident.ref)
    for one in made:
        if one.is_carried:
            yield Letter(
                key=f"delivery:{one.delivery.pk}",
                stream=incident.stream,
                channel=one.channel,
                subject=sending.subject,
                body=_body(sending, one.channel),
                recipient_id=one.recipient_id,
                address=one.address,
                method_id=one.method_id,
                link=link,
                urgency=2,
                purpose=UPDATE,
            )


def _body(sending: Sending, channel: str) -> str:
    if channel == EMAIL:
        return in_all_languages(sending.text, sending.translations)
    return sending.text


def link_messages(update: Update) -> None:
    """Point each delivery to the message that carries it, once the record is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, [update.pk])


def _chat(sending: Sending) -> Iterator[Made]:
    """Yield the rooms of those who have one, and the page in the product for everybody else."""
    left = list(sending.recipients)
    for channel in CHAT:
        found = routing.methods_on(channel, [one.holder for one in left])
        for one in [one for one in left if one.holder in found]:
            left.remove(one)
            yield from _carried(sending, "chat", channel, one, found[one.holder])
    for one in left:
        if one.person_id is not None:
            yield _to_person(sending, "chat", IN_PRODUCT, one)
        else:
            yield by_hand(sending, "chat", one)
    if not sending.recipients:
        yield by_hand(sending, "chat")


def _by_outbox(sending: Sending, channel: str) -> Iterator[Made]:
    """Yield a message to each, and a task by hand for whoever has no such way."""
    if not sending.recipients:
        yield by_hand(sending, channel)
        return
    found = routing.methods_on(channel, [one.holder for one in sending.recipients])
    for one in sending.recipients:
        if one.holder in found:
            yield from _carried(sending, channel, channel, one, found[one.holder][:1])
        else:
            yield by_hand(sending, channel, one)


def _carried(
    sending: Sending,
    named: str,
    channel: str,
    recipient: Recipient,
    methods: Iterable[Method],
) -> Iterator[Made]:
    for method in methods:
        made = _to_person(sending, named, channel, recipient)
        made.address = method.address
        made.method_id = method.method_id
        yield made


def _to_person(sending: Sending, named: str, channel: str, recipient: Recipient) -> Made:
    return Made(
        delivery=Delivery(
            update=sending.update,
            channel=named,
            recipient=recipient.name,
            person_id=recipient.person_id,
        ),
        channel=channel,
        recipient_id=recipient.person_id,
        is_carried=True,
    )
