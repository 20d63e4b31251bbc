"""Nobody accepted in time: what is left of a handover stays with its giver, and escalates.

The giver and whoever manages the incident are told at once, on every channel they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.incidents.models import Handover, Incident
from musterpoint.apps.incidents.operations import handing
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.authority import Role
from musterpoint.domain.handover import Passing
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.handing_over import Hand, hand_of, settle
from musterpoint.usecases.handover_letters import letters
from musterpoint.usecases.owners import Owners, owners_of
from musterpoint.usecases.passing_on import gone

KEPT_BECAUSE = "Not accepted in time"


@transaction.atomic
def lapse_handovers(due: Sequence[Claimed], at: datetime) -> None:
    """Let the handovers of these timers lapse, as far as something of them still waits.

    One whose incidents somebody is changing right now is left for the next batch: that change may
    be the acceptance.
    """
    wanted = {pk for timer in due for pk in timer.payload["incidents"]}
    locked = lock_free(wanted)
    ready = [t for t in due if all(pk in locked for pk in t.payload["incidents"])]
    timers.leave([t for t in due if t not in ready], until=at + BUSY_FOR)
    owners = owners_of(locked.values(), at=at)
    for timer in sorted(ready, key=lambda timer: int(timer.payload["handover"])):
        _lapse(timer, locked, owners, at=at)


def _lapse(timer: Claimed, locked: dict[int, Incident], owners: Owners, *, at: datetime) -> None:
    handover = handing.lock(timer.payload["handover"])
    if handover.state != Handover.State.OFFERED:
        return
    rows = [locked[pk] for pk in timer.payload["incidents"]]
    hand = hand_of(handover, rows, by=WORKER.key, at=at)
    left = [pk for pk in hand.records if _keep_with_giver(hand, pk)]
    settle(hand, at=at)
    if left:
        handing.change(handover, state=Handover.State.LAPSED.value, settled_at=at)
        _tell(hand, left, owners)
    keep_all(list(hand.records.values()), at=at)


def _keep_with_giver(hand: Hand, pk: int) -> bool:
    """Settle what waits of one incident; return whether anything of it stays with the giver."""
    record, waiting = hand.records[pk], hand.waiting(pk)
    if not waiting:
        return False
    record.enter("handover_lapsed")
    is_left = False
    for item in waiting:
        lost = gone(record, item, giver=hand.handover.giver_id)
        state = Passing.GONE if lost else Passing.KEPT
        handing.settle_item(record, item, state=state, reason=lost or KEPT_BECAUSE)
        is_left = is_left or not lost
    if is_left:
        state_of_sheet = Handover.State.LAPSED.value
        handing.change_sheet(record, hand.sheets[pk], state=state_of_sheet, settled_at=record.at)
    return is_left


def _tell(hand: Hand, left: Sequence[int], owners: Owners) -> None:
    giver, receiver = hand.handover.giver_id, hand.handover.receiver_id
    names = accounts.names([giver, receiver or 0])
    managers = _managers(hand, left, owners)
    says = (
        f"{names.get(receiver or 0, 'Nobody')} did not accept it in time."
        f" It stays with {names.get(giver, 'the giver')}, who may be leaving."
    )
    record = hand.records[left[0]]
    record.tell(
        letters(
            hand,
            [giver, *managers],
            what="lapsed",
            subject="A handover was not accepted",
            says=says,
            incident_ids=left,
        )
    )


def _managers(hand: Hand, left: Sequence[int], owners: Owners) -> list[int]:
    """Return who must step in: the incidents' managers but the giver, else administrators."""
    giver = hand.handover.giver_id
    found = {p.pk for pk in left for p in owners.of(hand.records[pk].incident)} - {giver}
    if not found:
        found = {p.pk for p in owners.standing} - {giver}
    if not found:
        found = {p.pk for p in accounts.with_roles([Role.INCIDENT_MANAGER])} - {giver}
    return sorted(found) or [p.pk for p in accounts.with_roles([Role.ADMINISTRATOR])]
