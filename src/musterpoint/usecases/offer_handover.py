"""Offer a handover to a colleague, and take an offer back. Nothing passes by offering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import Handover, HandoverSheet
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.operations import NoSuchIncident, Record, handing, parts
from musterpoint.apps.incidents.queries import visible_to, visible_to_actor
from musterpoint.apps.incidents.queries.one import room
from musterpoint.apps.notifications.wording import clock_time
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import roles as role_rules
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.handover import ACCEPT_WITHIN, Changed, Form, Item, Passing, changes, points
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.handing_over import (
    Hand,
    NothingToHandOver,
    NotYours,
    begin_hand,
    draft_of,
    hand_of,
)
from musterpoint.usecases.handover_letters import letters
from musterpoint.usecases.live_state import state_of
from musterpoint.usecases.offer_promises import offer_promises
from musterpoint.usecases.prepare_handover import (
    edit_handover,
    items_of,
    prepare_handover,
    too_long,
)
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, refuse_if
from musterpoint.usecases.working import OVER

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=12)


class NotSomebodyElse(Refusal):
    """Nobody hands over to themselves."""

    def __init__(self) -> None:
        super().__init__(Problem(field="receiver", says="Choose somebody other than yourself."))


class CannotReceive(Refusal):
    """The colleague has left, is a program, or may not work on incidents."""

    def __init__(self) -> None:
        says = "Choose an active colleague who may work on incidents."
        super().__init__(Problem(field="receiver", says=says))


class MayNotSee(Refusal):
    """A restricted incident is offered to nobody who may not see it."""

    def __init__(self, name: str, refs: Sequence[str]) -> None:
        says = (
            f"{name} may not see {', '.join(refs)}. An incident manager can let them in;"
            " or hand it to somebody else."
        )
        super().__init__(Problem(field="receiver", says=says))


class MayNotHold(Refusal):
    """The strategy does not let the colleague hold a role that is offered."""

    def __init__(self, problems: Sequence[str]) -> None:
        says = " ".join(problems)
        super().__init__(Problem(field="receiver", says=f"{says} Leave it out, or choose another."))


class OfferedAlready(Conflict):
    """A role or task waits for somebody's answer already."""

    def __init__(self, ref: str, says: Sequence[str]) -> None:
        words = f"{ref}: {', '.join(says)} is on offer already. Withdraw that offer first."
        super().__init__(Problem(field="items", says=words))


class OddWait(Refusal):
    """The time to accept is out of bounds."""

    def __init__(self) -> None:
        says = "Let it wait between 1 minute and 12 hours."
        super().__init__(Problem(field="within", says=says))


class ThingsChanged(Conflict):
    """The incident moved on since the giver wrote, or looked. ``changes`` are by incident."""

    def __init__(self, changes: Mapping[int, Sequence[Changed]]) -> None:
        self.changes = changes
        count = sum(len(found) for found in changes.values())
        things = "1 thing" if count == 1 else f"{count} things"
        says = f"{things} changed since you wrote this. Look at them, then offer it again."
        super().__init__(Problem(field="changed", says=says))


@transaction.atomic
def offer_handover(
    *,
    handover_id: int,
    receiver_id: int,
    by: Actor,
    at: datetime,
    within: timedelta = ACCEPT_WITHIN,
    seen: Mapping[int, int] | None = None,
) -> int:
    """Offer a draft; what is not accepted ``within`` this time stays with the giver, and escalates.

    ``seen`` are the versions of the incidents whose changes the giver has looked at; without it all
    are taken as seen. Raises NoSuchHandover, NotADraft, NoSuchIncident, ThingsChanged,
    NothingToHandOver, OfferedAlready, MayNotSee, MayNotHold, and what the receiver is refused for.
    """
    by.must(Action.NOTE)
    if not SHORTEST_WAIT <= within <= LONGEST_WAIT:
        raise OddWait
    ids = handing.incidents_of(handover_id)
    locked = incidents.lock_many(visible_to_actor(by), ids)
    handover = draft_of(handover_id, by=by)
    if len(locked) < len(ids):
        raise NoSuchIncident
    receiver = _receiver(receiver_id, by=by)
    hand = hand_of(handover, locked.values(), by=by.key, at=at)
    _require_seen_by(receiver, ids)
    offered = _offered(hand.sheets, by=by, seen=seen)
    refuse_if(too_long({pk: sheet.summary for pk, sheet in hand.sheets.items()}))
    _require_free(offered)
    _require_holder(hand.records, offered, receiver)
    handing.change(
        handover,
        receiver_id=receiver.pk,
        state=Handover.State.OFFERED.value,
        offered_at=at,
        due_at=at + within,
    )
    _write(hand, offered, by=by, at=at)
    return handover_id


@transaction.atomic
def hand_over(
    *,
    receiver_id: int,
    by: Actor,
    at: datetime,
    form: str = Form.SBAR,
    incident_ids: Sequence[int] | None = None,
    summaries: Mapping[int, str] | None = None,
    within: timedelta = ACCEPT_WITHIN,
) -> int:
    """Write a handover from how things stand now and offer it at once; return its id.

    Raises what preparing, editing and offering raise; then no draft is left behind.
    """
    made = prepare_handover(by=by, at=at, form=form, incident_ids=incident_ids)
    if summaries:
        edit_handover(handover_id=made, by=by, at=at, summaries=summaries)
    return offer_handover(handover_id=made, receiver_id=receiver_id, by=by, at=at, within=within)


@transaction.atomic
def withdraw_handover(*, handover_id: int, by: Actor, at: datetime, reason: str = "") -> None:
    """Take an offer back; what was accepted meanwhile has passed, the rest stays.

    Raises NoSuchHandover, NotYours and NotOnOffer.
    """
    hand = begin_hand(handover_id, by=by, at=at)
    if hand.handover.giver_id != by.person_id:
        raise NotYours("Only whoever offered it can withdraw it.")
    for pk, record in hand.records.items():
        waiting = hand.waiting(pk)
        if not waiting:
            continue
        record.enter("handover_withdrawn", reason=reason.strip())
        for item in waiting:
            handing.settle_item(record, item, state=Passing.KEPT, reason="Withdrawn")
        state = Handover.State.WITHDRAWN.value
        handing.change_sheet(record, hand.sheets[pk], state=state, settled_at=at)
    handing.change(hand.handover, state=Handover.State.WITHDRAWN.value, settled_at=at)
    first = next(iter(hand.records.values()))
    first.disarm(TimerKind.HANDOVER_DUE, str(handover_id))
    told = letters(
        hand,
        [hand.handover.receiver_id or 0],
        what="withdrawn",
        subject=f"{by.name} withdrew a handover",
        says="What you did not accept stays with them.",
        incident_ids=list(hand.records),
        quietly=True,
    )
    first.tell(told)
    for record in hand.records.values():
        record.keep()


def _receiver(person_id: int, *, by: Actor) -> Person:
    if person_id == by.person_id:
        raise NotSomebodyElse
    person = accounts.active([person_id]).get(person_id)
    if person is None or person.is_service or not may(person.roles, Action.NOTE):
        raise CannotReceive
    return person


def _write(hand: Hand, offered: Mapping[int, Sequence[Item]], *, by: Actor, at: datetime) -> None:
    """Write the items, arm the timer, and tell the receiver once of everything."""
    handover, number = hand.handover, 1
    receiver, due_at = handover.receiver_id or 0, handover.due_at or at
    for pk, found in offered.items():
        record = hand.records[pk]
        record.enter("handover_offered", to=receiver)
        handing.offer(record, hand.sheets[pk], found, first_number=number)
        number += len(found)
        said = "\n".join((hand.sheets[pk].summary, *(item.says for item in found)))
        source = f"handover:{handover.pk}"
        offer_promises(record, said, found_in="handover", source=source, by=by)
    first = hand.records[min(offered)]
    payload = {"handover": handover.pk, "incidents": sorted(offered)}
    first.arm(TimerKind.HANDOVER_DUE, str(handover.pk), at=due_at, payload=payload)
    until = clock_time(due_at, now=at, zone=organisation.centre().zone)
    first.tell(
        letters(
            hand,
            [receiver],
            what="offered",
            subject=f"{by.name} hands over to you",
            says=f"Accept or decline it by {until}.",
            incident_ids=list(offered),
        )
    )
    for record in hand.records.values():
        record.topic(f"person:{receiver}")
        record.keep()


def _require_seen_by(receiver: Person, ids: Sequence[int]) -> None:
    seen = set(visible_to(receiver).filter(pk__in=ids).values_list("pk", flat=True))
    hidden = [ref_of(pk) for pk in ids if pk not in seen]
    if hidden:
        raise MayNotSee(receiver.name, hidden)


def _offered(
    sheets: Mapping[int, HandoverSheet], *, by: Actor, seen: Mapping[int, int] | None
) -> dict[int, tuple[Item, ...]]:
    """Return the items of every incident as it stands now, or raise ThingsChanged."""
    found: dict[int, tuple[Item, ...]] = {}
    changed: dict[int, tuple[Changed, ...]] = {}
    for pk, sheet in sheets.items():
        here = room(by, pk)
        state = state_of(here, giver=by.person_id)
        news = changes(sheet.points, points(state))
        if seen is not None and news and seen.get(pk) != here.incident.version:
            changed[pk] = news
        if here.incident.status not in OVER:
            found[pk] = items_of(state, sheet)
    if changed:
        raise ThingsChanged(changed)
    found = {pk: offered for pk, offered in found.items() if offered}
    if not found:
        raise NothingToHandOver("Nothing of this is in your hands any more.")
    return found


def _require_free(offered: Mapping[int, Sequence[Item]]) -> None:
    for pk, found in offered.items():
        taken = handing.taken(pk, [item.part for item in found])
        if taken:
            raise OfferedAlready(ref_of(pk), [i.says for i in found if i.part in taken])


def _require_holder(
    records: Mapping[int, Record], offered: Mapping[int, Sequence[Item]], receiver: Person
) -> None:
    problems: list[str] = []
    for pk, found in offered.items():
        record = records[pk]
        strategy = policies.get(record.incident.strategy_id).strategy
        holds = parts.held_by(record, receiver.pk)
        for item in found:
            if item.kind != "role":
                continue
            role = item.part.partition(":")[2]
            try:
                role_rules.check_holder(
                    strategy,
                    role=role,
                    account_roles=receiver.roles,
                    holds=holds,
                    is_major=record.incident.is_major,
                )
            except role_rules.RoleRefused as refusal:
                problems.append(f"{record.incident.ref}: {refusal}")
            holds = [*holds, role]
    if problems:
        raise MayNotHold(problems)
