"""Settle a swap: approve it, decline it, or take one's offer back.

A third person who plans approves; that makes the overrides of both turns, and no sooner.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.rotas.models import Override, Swap
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations import Record
from musterpoint.domain.authority import MAY, Action, Actor
from musterpoint.domain.calendars import Segment
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.swap_turn import (
    OfferedToAnother,
    locked,
    must_fit,
    must_have_turn,
    running,
    spans,
    tell,
    until_of,
)

AGREED = "Agreed between the two."


class OwnSwap(Refusal):
    """Somebody else looks at it before it counts."""

    def __init__(self) -> None:
        says = "You are one of the two. Somebody else who plans rotas approves it."
        super().__init__(Problem(field="by", says=says))


class NotYourOffer(Refusal):
    """Only whoever offered a turn can take the offer back."""

    def __init__(self) -> None:
        says = "Somebody else offered this turn. You can decline it."
        super().__init__(Problem(field="by", says=says))


@transaction.atomic
def approve_swap(*, swap_id: int, by: Actor, at: datetime) -> None:
    """Let an accepted swap count from now on: both turns at once, or neither.

    Raises NoSuchSwap, SwapIsSettled, IsOver, OwnSwap, NotTheirTurn, CannotBeReached and AwayThen.
    """
    by.must(Action.PLAN_ROTA)
    row, swap = locked(swap_id, waiting=(Swap.State.ACCEPTED,))
    taker = swap.taker_id
    assert taker is not None  # a constraint says so of every accepted swap
    if by.person_id in {swap.giver_id, taker}:
        raise OwnSwap
    span, back = spans(swap, at=at)
    rota = running(row, span, back, at=at)
    must_have_turn(rota, swap.layer, span, swap.giver_id, own=False)
    must_fit(rota, swap.layer, span, back, giver=swap.giver_id, taker=taker)
    record = Record(at=at, actor=by.key)
    record.set(swap, state=Swap.State.APPROVED.value, settled_at=at, settled_by_id=by.person_id)
    record.add(_override(swap, span, person=taker, instead_of=swap.giver_id, by=by, at=at))
    if back is not None:
        record.add(_override(swap, back, person=swap.giver_id, instead_of=taker, by=by, at=at))
    record.enter("swap_approved", stream=row.stream)
    until = until_of(span, back)
    shared.tell_what_changed(
        row,
        rota,
        shared.as_it_runs(row.code, at=at, until=until),
        key=f"swap:{swap.pk}:approved",
        why="A swap was approved.",
        by=by,
        at=at,
        until=until,
    )


@transaction.atomic
def decline_swap(*, swap_id: int, by: Actor, at: datetime) -> None:
    """Say no, as the colleague it was offered to or as somebody who plans; nothing changes.

    Raises NoSuchSwap, SwapIsSettled and OfferedToAnother.
    """
    by.must(Action.ARRANGE_TURNS)
    row, swap = locked(swap_id, waiting=(Swap.State.OFFERED, Swap.State.ACCEPTED))
    plans = by.is_system or not MAY[Action.PLAN_ROTA].isdisjoint(by.roles)
    if by.person_id != swap.taker_id and not plans:
        raise OfferedToAnother
    _settle(row, swap, Swap.State.DECLINED, by=by, at=at)
    others = [one for one in (swap.giver_id, swap.taker_id) if one and one != by.person_id]
    tell(others, row, swap, "declined", "a swap was declined", at=at)


@transaction.atomic
def withdraw_swap(*, swap_id: int, by: Actor, at: datetime) -> None:
    """Take back one's offer before it counts. Raises NoSuchSwap, SwapIsSettled, NotYourOffer."""
    by.must(Action.ARRANGE_TURNS)
    row, swap = locked(swap_id, waiting=(Swap.State.OFFERED, Swap.State.ACCEPTED))
    if by.person_id != swap.giver_id and not by.is_system:
        raise NotYourOffer
    _settle(row, swap, Swap.State.WITHDRAWN, by=by, at=at)
    asked = [swap.taker_id] if swap.taker_id else []
    tell(asked, row, swap, "withdrawn", "an offered turn was taken back", at=at)


def _settle(row: Row, swap: Swap, state: Swap.State, *, by: Actor, at: datetime) -> None:
    record = Record(at=at, actor=by.key)
    record.set(swap, state=state.value, settled_at=at, settled_by_id=by.person_id)
    record.enter(
        "swap_declined" if state is Swap.State.DECLINED else "swap_withdrawn", stream=row.stream
    )


def _override(
    swap: Swap, span: Segment, *, person: int, instead_of: int, by: Actor, at: datetime
) -> Override:
    return Override(
        rota_id=swap.rota_id,
        layer=swap.layer,
        person_id=person,
        instead_of_id=instead_of,
        because=swap.because or AGREED,
        swap=swap,
        **shared.made(span, by=by, at=at),
    )
