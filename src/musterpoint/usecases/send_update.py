"""Send an update: it leaves by every channel of its row, and the next word to its audience is owed.

What stands in its way is looked at once more here, whoever agreed before: a fact may have been
withdrawn since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.communications.operations import channels, updates
from musterpoint.apps.communications.operations.channels import Made, Recipient, Sending
from musterpoint.apps.communications.queries import audiences
from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.operations import Record, clocks, promises
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import MetBy
from musterpoint.domain.states import OPEN
from musterpoint.domain.updates import needs_second_person, text_of
from musterpoint.usecases import composing
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import targets_of
from musterpoint.usecases.offer_promises import offer_promises
from musterpoint.usecases.own_channels import OWN_CHANNELS
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.watch_corrections import watch

FIT = (Update.State.DRAFTED, Update.State.APPROVED)


class NeedsSecondPerson(Conflict):
    """Somebody other than the composer has to agree before this leaves."""

    def __init__(self) -> None:
        says = "Somebody other than the composer has to agree first. Ask for it."
        super().__init__(Problem(field="state", says=says))


@transaction.atomic
def send_update(
    *,
    incident_id: int,
    number: int,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    seen_version: int | None = None,
) -> int:
    """Send it and return how many deliveries it takes.

    Raises NoSuchPart, WordsChanged, WrongState, NeedsSecondPerson or CannotLeave.
    """
    by.must(Action.UPDATE)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number, revision=revision)
    made = send(record, update, by=by)
    record.keep()
    channels.link_messages(update)
    return len(made)


def send(record: Record, update: Update, *, by: Actor) -> Sequence[Delivery]:
    """Let a fit update leave within the record; the caller keeps it and links its messages."""
    strategy = composing.strategy_of(record.incident)
    audience = composing.audience_of(strategy, update.audience)
    rule = composing.binding_rule(update, strategy, at=record.at)
    composing.must_be(update, *FIT, wanted="a draft or agreed to")
    if update.state != Update.State.APPROVED and needs_second_person(rule, audience):
        raise NeedsSecondPerson
    composing.must_be_fit(update, at=record.at)
    text = text_of(updates.pieces_of(update))
    record.enter("update_sent", says=text, audience=audience.name, number=update.number)
    updates.change(record, update, state=Update.State.SENT, sent_at=record.at, sent_by=by.person_id)
    source = f"update:{update.number}"
    offer_promises(record, text, found_in="update", source=source, by=by, but=update.next_at)
    made = _deliver(record, update, strategy, text)
    _meet_clocks(record, strategy)
    arm_audiences(record, strategy)
    if update.corrects is not None:
        watch(record, update.corrects)
    return made


def _deliver(record: Record, update: Update, strategy: Strategy, text: str) -> Sequence[Delivery]:
    audience = composing.audience_of(strategy, update.audience)
    rule = strategy.communications.get(update.rule)
    incident = record.incident
    sending = Sending(
        record=record,
        update=update,
        audience=audience.name,
        outside=audience.outside,
        subject=update.subject or _subject(record, audience.outside),
        text=text,
        recipients=tuple(
            Recipient(name=one.name, holder=one.holder, person_id=one.person_id)
            for one in audiences.readers(audience, account_id=incident.account_id, at=record.at)
        ),
        wrong=update.corrects,
        translations=updates.translations_of(update),
    )
    named = rule.channels if rule is not None else ("in_product",)
    made = _again(sending) if update.corrects is not None else []
    if not made:
        made = [one for channel in named for one in channels.deliveries(sending, channel)]
    rows = updates.add_deliveries(record, [one.delivery for one in made])
    record.tell(channels.letters(sending, made))
    return rows


def _again(sending: Sending) -> list[Made]:
    """Return what carries a correction: the same people by the same channels as the error."""
    assert sending.wrong is not None
    earlier = sorted(queries.deliveries(sending.wrong.pk), key=lambda one: one.pk)
    found: list[Made] = []
    for channel in dict.fromkeys(one.channel for one in earlier):
        of_channel = [one for one in earlier if one.channel == channel]
        own = OWN_CHANNELS.get(channel)
        if own is None:
            found += [channels.again(sending, one) for one in of_channel]
            continue
        for place, one in enumerate(own(sending)):
            if one.delivery.again is None:
                one.delivery.again = of_channel[min(place, len(of_channel) - 1)]
            found.append(one)
    return found


def _subject(record: Record, outside: bool) -> str:
    """Return a subject: for colleagues the incident's, for others its service.

    What a restricted incident is called, only those read who may see it.
    """
    incident = record.incident
    if not outside and incident.restricted:
        return f"[{incident.priority}] {incident.ref}: an update"
    if not outside:
        return f"[{incident.priority}] {incident.ref} {incident.summary}"[:200]
    about = incident.service.name if incident.service is not None else incident.service_named
    return f"Update: {about}" if about else "Update on a disturbance of our service"


def _meet_clocks(record: Record, strategy: Strategy) -> None:
    """Meet the clocks of the incident; what was resolved counts nothing any more."""
    if record.incident.status not in OPEN:
        return
    with refusing():
        clocks.update_sent(record, targets_of=targets_of(record.incident, strategy))
        promises.meet(record, strategy, MetBy.FIRST_UPDATE)
