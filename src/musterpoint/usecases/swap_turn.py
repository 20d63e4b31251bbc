"""Offer a turn to a colleague, or to all on the rota, and accept it.

Until somebody approves it (``settle_swap``) nothing has changed and the giver is on call.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.models import Swap
from musterpoint.apps.rotas.operations import Record
from musterpoint.apps.rotas.operations import turns as arranged
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.calendars import Segment
from musterpoint.domain.rotas import Rota, turns
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting, person_of

LONGEST_REASON = 200


class NotTheirTurn(Refusal):
    """Only a turn that somebody has can be given, and all of it must be theirs."""

    def __init__(self, field: str, *, own: bool) -> None:
        whose = "You are" if own else "This colleague is"
        super().__init__(Problem(field=field, says=f"{whose} not on call for all of that time."))


class OfferedAlready(Conflict):
    """The turn is on offer."""

    def __init__(self) -> None:
        says = "This turn is on offer already. Withdraw that offer first."
        super().__init__(Problem(field="start", says=says))


class NeedsColleague(Refusal):
    """A turn in return is somebody's."""

    def __init__(self) -> None:
        says = "Say which colleague's turn you would take in return."
        super().__init__(Problem(field="taker", says=says))


class WithOneself(Refusal):
    """It takes two."""

    def __init__(self) -> None:
        says = "Choose a colleague: nobody swaps with themselves."
        super().__init__(Problem(field="taker", says=says))


class NoSuchSwap(Refusal):
    """There is no such swap."""

    def __init__(self) -> None:
        super().__init__(Problem(field="swap", says="There is no such swap."))


class SwapIsSettled(Conflict):
    """The swap does not wait for this any more."""

    def __init__(self, state: str) -> None:
        super().__init__(Problem(field="state", says=f"This swap is {state}."))


class OfferedToAnother(Refusal):
    """The turn was offered to one colleague, or to the people of the rota."""

    def __init__(self) -> None:
        super().__init__(Problem(field="taker", says="This turn was not offered to you."))


@transaction.atomic
def offer_swap(
    *,
    code: str,
    layer: str,
    start: datetime,
    end: datetime,
    by: Actor,
    at: datetime,
    taker_id: int | None = None,
    return_start: datetime | None = None,
    return_end: datetime | None = None,
    because: str = "",
) -> int:
    """Offer one's own turn to a colleague, or to all on the rota; return the swap's id.

    ``return_start`` to ``return_end`` is the colleague's turn on the same layer that one would take
    for it. Raises NoSuchRota, NotPublished, NoSuchLayer, NotTheirTurn, WithOneself, NeedsColleague,
    CannotBeReached, AwayThen, OfferedAlready and the refusals of a span.
    """
    by.must(Action.ARRANGE_TURNS)
    giver = person_of(by)
    row = shared.lock_published(code)
    span = shared.span_from(start, end, at=at)
    back = _return(return_start, return_end, taker_id, at=at)
    rota = running(row, span, back, at=at)
    shared.must_have_layer(rota, layer)
    must_have_turn(rota, layer, span, giver, own=True)
    if taker_id is not None:
        must_fit(rota, layer, span, back, giver=giver, taker=taker_id)
    swap = Swap(
        rota=row,
        layer=layer,
        start=span.start,
        end=span.end,
        giver_id=giver,
        taker_id=taker_id,
        return_start=back.start if back else None,
        return_end=back.end if back else None,
        because=fitting("because", because, most=LONGEST_REASON),
        offered_at=at,
    )
    others = [person for person in rota.people if person != giver]
    _offer(row, swap, others if taker_id is None else [taker_id], by=by, at=at)
    return swap.pk


@transaction.atomic
def accept_swap(*, swap_id: int, by: Actor, at: datetime) -> None:
    """Accept a turn that was offered to oneself, or to all on the rota. It still needs approval.

    Raises NoSuchSwap, SwapIsSettled, IsOver, OfferedToAnother, NotTheirTurn, CannotBeReached and
    AwayThen.
    """
    by.must(Action.ARRANGE_TURNS)
    taker = person_of(by)
    row, swap = locked(swap_id, waiting=(Swap.State.OFFERED,))
    span, back = spans(swap, at=at)
    rota = running(row, span, back, at=at)
    if taker == swap.giver_id or taker != (swap.taker_id or taker):
        raise OfferedToAnother
    if swap.taker_id is None and taker not in rota.people:
        raise OfferedToAnother
    must_have_turn(rota, swap.layer, span, swap.giver_id, own=False)
    must_fit(rota, swap.layer, span, back, giver=swap.giver_id, taker=taker)
    record = Record(at=at, actor=by.key)
    record.set(swap, state=Swap.State.ACCEPTED.value, taker_id=taker, accepted_at=at)
    record.enter("swap_accepted", stream=row.stream)
    tell([swap.giver_id], row, swap, "accepted", f"{by.name} accepts your turn", at=at)
    planners = shared.planners(but={swap.giver_id, taker})
    tell(planners, row, swap, "to-approve", "a swap waits for approval", at=at)


def _offer(row: Row, swap: Swap, to: list[int], *, by: Actor, at: datetime) -> None:
    if arranged.is_on_offer(swap):
        raise OfferedAlready
    record = Record(at=at, actor=by.key)
    record.add(swap)
    record.enter("swap_offered", stream=row.stream)
    tell(to, row, swap, "offered", f"{by.name} offers a turn on call", at=at)


def locked(swap_id: int, *, waiting: tuple[str, ...]) -> tuple[Row, Swap]:
    """Lock a swap's rota and return both; raise NoSuchSwap, or SwapIsSettled in another state."""
    code = arranged.rota_of_swap(swap_id)
    if code is None:
        raise NoSuchSwap
    row = shared.lock_published(code)
    swap = arranged.swap(row, swap_id)
    if swap.state not in waiting:
        raise SwapIsSettled(swap.state)
    return row, swap


def spans(swap: Swap, *, at: datetime) -> tuple[Segment, Segment | None]:
    """Return what is left of the turn and of the one in return. Raises IsOver."""
    span = shared.span_from(swap.start, swap.end, at=at)
    return span, _return(swap.return_start, swap.return_end, swap.taker_id, at=at)


def running(row: Row, span: Segment, back: Segment | None, *, at: datetime) -> Rota:
    """Return the rota as it runs for as long as either turn lasts."""
    rota = shared.as_it_runs(row.code, at=at, until=until_of(span, back))
    assert rota is not None  # it is locked and published
    return rota


def until_of(span: Segment, back: Segment | None) -> datetime:
    """Return when the later of the two turns ends."""
    return max(span.end, back.end) if back else span.end


def must_fit(
    rota: Rota, layer: str, span: Segment, back: Segment | None, *, giver: int, taker: int
) -> None:
    """Raise NotTheirTurn, CannotBeReached, AwayThen or WithOneself unless the two can swap."""
    if taker == giver:
        raise WithOneself
    shared.must_be_able(taker, span, field="taker")
    if back is not None:
        _must_be_theirs(rota, layer, back, taker, field="return_start", own=False)
        shared.must_be_able(giver, back, field="return_start")


def must_have_turn(rota: Rota, layer: str, span: Segment, giver: int, *, own: bool) -> None:
    """Raise NotTheirTurn unless the giver is on call for all of that time."""
    _must_be_theirs(rota, layer, span, giver, field="start", own=own)


def tell(people: list[int], row: Row, swap: Swap, step: str, says: str, *, at: datetime) -> None:
    """Tell people what became of a swap."""
    zone = shared.zone_of(row)
    lines = [f"The turn: {shared.span_words(Segment(swap.start, swap.end), zone=zone)}"]
    if swap.return_start and swap.return_end:
        back = Segment(swap.return_start, swap.return_end)
        lines.append(f"In return: {shared.span_words(back, zone=zone)}")
    if swap.because:
        lines.append(swap.because)
    key, subject = f"swap:{swap.pk}:{step}", f"{row.name}: {says}"
    shared.tell(people, row, key=key, subject=subject, body="\n".join(lines), at=at)


def _return(
    start: datetime | None, end: datetime | None, taker: int | None, *, at: datetime
) -> Segment | None:
    if start is None or end is None:
        return None
    if taker is None:
        raise NeedsColleague
    return shared.span_from(start, end, at=at)


def _must_be_theirs(
    rota: Rota, layer: str, span: Segment, person: int, *, field: str, own: bool
) -> None:
    """Nobody else may answer in the span; between the days of one turn, nobody does."""
    found = {one.person for one in turns(rota, span.start, span.end) if one.layer == layer}
    if found - {None} != {person}:
        raise NotTheirTurn(field, own=own)
