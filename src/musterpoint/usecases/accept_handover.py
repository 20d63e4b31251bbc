"""Accept or decline what a colleague hands over, item by item: only what is accepted passes.

What somebody else took or finished meanwhile is settled as gone, with words, and is no error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import HandoverItem
from musterpoint.apps.incidents.operations import NoSuchIncident, Record, handing
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.handover import Passing
from musterpoint.usecases.handing_over import Hand, NotYours, begin_hand, settle
from musterpoint.usecases.handover_letters import letters
from musterpoint.usecases.passing_on import gone, pass_on
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import person_of, words

LONGEST_REASON = 500
_ORDER = {"task": 0, "role": 1}
"""Tasks pass before the roles they belong to; a role that passes leaves the others behind."""


class NoSuchItem(Refusal):
    """The handover has no item with this number, or none was named."""

    def __init__(self) -> None:
        super().__init__(Problem(field="items", says="Choose at least one item of this handover."))


class ItemSettled(Conflict):
    """The item was accepted, declined, or is gone."""

    def __init__(self, items: Sequence[HandoverItem]) -> None:
        said = ", ".join(f"{item.says} ({item.state})" for item in items)
        super().__init__(Problem(field="items", says=f"Already settled: {said}."))


@transaction.atomic
def accept_items(*, handover_id: int, numbers: Sequence[int], by: Actor, at: datetime) -> int:
    """Accept these items: roles, tasks and what is owed are the receiver's from now on.

    Returns how many passed; what is gone did not. Raises NoSuchHandover, NotYours, NotOnOffer,
    NoSuchItem, ItemSettled, NoSuchIncident where it was restricted meanwhile, and RoleNotAllowed.
    """
    by.must(Action.NOTE)
    hand, chosen = _begin(handover_id, numbers, by=by, at=at)
    receiver = accounts.active([person_of(by)])[person_of(by)]
    passed = 0
    for record, its in _by_incident(hand, chosen):
        record.enter("handover_accepted")
        passed += sum(_accept(record, item, receiver, hand) for item in its)
        sheet = hand.sheets[record.incident.pk]
        if sheet.accepted_at is None and any(i.state == Passing.ACCEPTED for i in its):
            handing.change_sheet(record, sheet, accepted_at=at)
    settle(hand, at=at)
    if passed:
        says = f"{by.name} accepted {_counted(passed)} of yours."
        _tell_giver(hand, chosen, by=by, what="accepted", says=says, quietly=True)
    _keep(hand)
    return passed


@transaction.atomic
def decline_items(
    *, handover_id: int, numbers: Sequence[int], reason: str, by: Actor, at: datetime
) -> None:
    """Decline these items; they stay with the giver, who is told why.

    Raises Refusal without a reason, NoSuchHandover, NotYours, NotOnOffer, NoSuchItem, ItemSettled,
    and NoSuchIncident.
    """
    by.must(Action.NOTE)
    says = "Say why, so that the giver knows what to do."
    why = words("reason", reason, says=says, most=LONGEST_REASON)
    hand, chosen = _begin(handover_id, numbers, by=by, at=at)
    giver = hand.handover.giver_id
    for record, its in _by_incident(hand, chosen):
        record.enter("handover_declined", reason=why)
        for item in its:
            lost = gone(record, item, giver=giver)
            state = Passing.GONE if lost else Passing.DECLINED
            handing.settle_item(record, item, state=state, reason=lost or why)
    settle(hand, at=at)
    says = f"{by.name} declined {_counted(len(chosen))}: {why} It stays with you."
    _tell_giver(hand, chosen, by=by, what="declined", says=says)
    _keep(hand)


def _begin(
    handover_id: int, numbers: Sequence[int], *, by: Actor, at: datetime
) -> tuple[Hand, list[HandoverItem]]:
    wanted = sorted(set(numbers))
    among = handing.incidents_with(handover_id, wanted)
    hand = begin_hand(handover_id, by=by, at=at, among=among)
    if hand.handover.receiver_id != by.person_id:
        raise NotYours("Only whoever it was offered to can accept or decline it.")
    if not wanted or any(number not in hand.items for number in wanted):
        raise NoSuchItem
    chosen = [hand.items[number] for number in wanted]
    if any(item.incident_id not in hand.records for item in chosen):
        raise NoSuchIncident
    settled = [item for item in chosen if item.state != Passing.OFFERED]
    if settled:
        raise ItemSettled(settled)
    return hand, chosen


def _by_incident(
    hand: Hand, chosen: Sequence[HandoverItem]
) -> list[tuple[Record, list[HandoverItem]]]:
    return [
        (
            record,
            sorted(
                (item for item in chosen if item.incident_id == pk),
                key=lambda item: (_ORDER.get(item.kind, 2), item.number),
            ),
        )
        for pk, record in hand.records.items()
    ]


def _accept(record: Record, item: HandoverItem, receiver: Person, hand: Hand) -> bool:
    giver = hand.handover.giver_id
    lost = gone(record, item, giver=giver)
    if lost:
        handing.settle_item(record, item, state=Passing.GONE, reason=lost)
        return False
    pass_on(record, item, giver=giver, receiver=receiver)
    handing.settle_item(record, item, state=Passing.ACCEPTED)
    return True


def _tell_giver(
    hand: Hand,
    chosen: Sequence[HandoverItem],
    *,
    by: Actor,
    what: str,
    says: str,
    quietly: bool = False,
) -> None:
    record = next(iter(hand.records.values()))
    numbers = "-".join(str(item.number) for item in chosen[:20])
    record.tell(
        letters(
            hand,
            [hand.handover.giver_id],
            what=f"{what}:{numbers}",
            subject=f"{by.name} {what} what you handed over",
            says=says,
            incident_ids=list(hand.records),
            quietly=quietly,
        )
    )


def _keep(hand: Hand) -> None:
    for record in hand.records.values():
        record.topic(f"person:{hand.handover.giver_id}")
        record.topic(f"person:{hand.handover.receiver_id}")
        record.topic("shift_log")
        record.keep()


def _counted(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
