"""What the use cases of handing over share: their refusals and their locks.

Locks are taken in this order: the incidents by id, then the handover. The worker takes the timer
first and never waits for an incident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import (
    Handover,
    HandoverItem,
    HandoverSheet,
    Incident,
)
from musterpoint.apps.incidents.operations import Record, handing
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.domain.authority import Actor
from musterpoint.domain.handover import Passing
from musterpoint.domain.handover_summary import LONGEST, count_words
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Problem, Refusal


class NothingToHandOver(Refusal):
    """There is no role, task or incident that this person could pass on."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="incidents", says=says))


class TooManyWords(Refusal):
    """A summary is longer than a colleague can take in at the end of a shift."""

    def __init__(self, ref: str, text: str) -> None:
        says = f"{ref}: {count_words(text)} words; a summary has at most {LONGEST}."
        super().__init__(Problem(field=f"summary_{ref}", says=says))


class NotADraft(Conflict):
    """The handover was offered already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="handover", says="This handover was offered already."))


class NotOnOffer(Conflict):
    """The handover waits for nobody: it is a draft, or settled, withdrawn or lapsed."""

    def __init__(self, state: str) -> None:
        says = f"This handover is {state}, so nothing of it can be accepted or declined."
        super().__init__(Problem(field="handover", says=says))


class NotYours(Refusal):
    """Only the receiver settles items, and only the giver takes an offer back."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="handover", says=says))


@dataclass(slots=True, kw_only=True)
class Hand:
    """A locked handover, its sheets, its items, and records of the incidents that are locked."""

    handover: Handover
    sheets: dict[int, HandoverSheet]
    items: dict[int, HandoverItem]
    records: dict[int, Record]

    def waiting(self, incident_id: int | None = None) -> list[HandoverItem]:
        """Return the items that are still offered, of one incident or of all."""
        return [
            item
            for item in self.items.values()
            if item.state == Passing.OFFERED and incident_id in (None, item.incident_id)
        ]


def draft_of(handover_id: int, *, by: Actor) -> Handover:
    """Lock and return a draft of this person's, or raise NoSuchHandover or NotADraft."""
    handover = handing.lock(handover_id)
    if handover.giver_id != by.person_id:
        raise NoSuchHandover
    if handover.state != Handover.State.DRAFT:
        raise NotADraft
    return handover


def begin_hand(
    handover_id: int, *, by: Actor, at: datetime, among: Iterable[int] | None = None
) -> Hand:
    """Lock the incidents (only those ``among``), then the handover, and return all of it.

    Without ``among`` also those are locked that the actor may not see any more: taking back one's
    own offer shows nothing of them. Raises NoSuchHandover to whoever is neither giver nor receiver,
    and NotOnOffer.
    """
    if among is None:
        locked = incidents.lock_many(Incident.objects.all(), handing.incidents_of(handover_id))
    else:
        locked = incidents.lock_many(visible_to_actor(by), among)
    handover = handing.lock(handover_id)
    if by.person_id not in (handover.giver_id, handover.receiver_id):
        raise NoSuchHandover
    if handover.state != Handover.State.OFFERED:
        if handover.state == Handover.State.DRAFT and by.person_id != handover.giver_id:
            raise NoSuchHandover
        raise NotOnOffer(handover.state)
    return hand_of(handover, locked.values(), by=by.key, at=at)


def hand_of(handover: Handover, locked: Iterable[Incident], *, by: str, at: datetime) -> Hand:
    """Return a locked handover with records of the locked incidents."""
    sheets = handing.sheets_of(handover)
    for sheet in sheets.values():
        sheet.handover = handover
    return Hand(
        handover=handover,
        sheets=sheets,
        items=handing.items_of(handover),
        records={row.pk: Record(row, at=at, actor=by) for row in locked},
    )


def settle(hand: Hand, *, at: datetime) -> None:
    """Close the sheets of which nothing waits, and the handover when that is so of all."""
    for pk, record in hand.records.items():
        sheet = hand.sheets[pk]
        if sheet.state == Handover.State.OFFERED and not hand.waiting(pk):
            state = Handover.State.SETTLED.value
            handing.change_sheet(record, sheet, state=state, settled_at=at)
    if hand.waiting():
        return
    handing.change(hand.handover, state=Handover.State.SETTLED.value, settled_at=at)
    for record in hand.records.values():
        record.disarm(TimerKind.HANDOVER_DUE, str(hand.handover.pk))
