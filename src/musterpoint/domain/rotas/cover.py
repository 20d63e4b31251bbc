"""Who answers: at an instant, through a stretch, where nobody does, and when that next changes.

All four rest on ``piece_at`` and so cannot disagree. Each layer answers for itself; an empty layer
is passed over, and when all are empty the rota's fallback is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from musterpoint.domain.calendars import Segment
from musterpoint.domain.decisions import Because
from musterpoint.domain.rotas.answers import Cover, Gap, OnDuty, Turn
from musterpoint.domain.rotas.pieces import Piece, because, piece_at
from musterpoint.domain.rotas.values import AnyLayer, Rota
from musterpoint.domain.wall_clock import utc

HORIZON = timedelta(days=92)
"""How far ahead a change of the answer is looked for."""

INSTANT = timedelta(microseconds=1)


def cover(rota: Rota, at: datetime) -> Cover:
    """Return who answers at ``at``, and why each layer says so."""
    at = utc(at)
    pieces = [(layer, piece_at(rota, layer, at)) for layer in rota.layers]
    reasons = [because(rota, layer, piece) for layer, piece in pieces]
    answers: dict[int, OnDuty] = {}
    for layer, piece in pieces:
        if piece.person is not None and piece.person not in answers:
            answers[piece.person] = _on_duty(rota, layer, piece)
    if not answers:
        reasons.append(nobody_on_duty(rota))
    return Cover(
        rota=rota.code,
        at=at,
        answers=tuple(answers.values()),
        shadows=_shadows(rota, pieces, at),
        because=tuple(reasons),
        fallback=rota.fallback,
    )


def turns(rota: Rota, start: datetime, end: datetime) -> tuple[Turn, ...]:
    """Return every layer's turns, cut to the stretch, by beginning and then by layer.

    Each layer's turns fill the whole stretch: where it has no answer there is one of nobody.
    """
    start, end = utc(start), utc(end)
    laid_out = (
        Turn(
            layer=layer.code,
            start=max(start, piece.span.start),
            end=min(end, piece.span.end),
            person=piece.person,
            because=because(rota, layer, piece),
            number=piece.number,
            instead_of=piece.instead_of,
        )
        for layer in rota.layers
        for piece in _pieces(rota, layer, start, end)
    )
    return tuple(sorted(laid_out, key=lambda turn: turn.start))  # stable: layers keep their order


def gaps(rota: Rota, start: datetime, end: datetime) -> tuple[Gap, ...]:
    """Return the stretches in which no layer answers."""
    start, end = utc(start), utc(end)
    if end <= start:
        return ()
    found = turns(rota, start, end)
    edges = sorted({start, end, *(turn.start for turn in found)})
    empty: list[Gap] = []
    for since, until in pairwise(edges):
        present = [turn for turn in found if turn.start <= since < turn.end]
        if all(turn.person is None for turn in present):
            reasons = tuple(turn.because for turn in present)
            _lengthen(empty, Gap(start=since, end=until, because=reasons))
    return tuple(empty)


def hands_over(rota: Rota, after: datetime, within: timedelta = HORIZON) -> datetime | None:
    """Return the next instant at which other people answer, or None if none does ``within``."""
    at = utc(after)
    until = at + within
    now = cover(rota, at).people
    while True:
        at = min((piece_at(rota, each, at).span.end for each in rota.layers), default=until)
        if at >= until:
            return None
        if _people(rota, at) != now:
            return at


def nobody_on_duty(rota: Rota) -> Because:
    """Return why the fallback is told."""
    says = f"Nobody is on duty on {rota.name}, so its fallback is told."
    return Because(clause=f"rotas.{rota.code}.fallback", says=says)


def _people(rota: Rota, at: datetime) -> tuple[int, ...]:
    found = (piece_at(rota, layer, at).person for layer in rota.layers)
    return tuple(dict.fromkeys(person for person in found if person is not None))


def _on_duty(rota: Rota, layer: AnyLayer, piece: Piece) -> OnDuty:
    assert piece.person is not None
    whole = _whole(rota, layer, piece)
    return OnDuty(
        person=piece.person,
        layer=layer.code,
        since=whole.start,
        until=whole.end,
        because=because(rota, layer, piece),
        instead_of=piece.instead_of,
    )


def _whole(rota: Rota, layer: AnyLayer, piece: Piece) -> Segment:
    """Return the whole stretch of an answer; it ends, since every turn and override does."""
    start, end = piece.span.start, piece.span.end
    while (before := piece_at(rota, layer, start - INSTANT)).says_the_same(piece):
        start = before.span.start
    while (later := piece_at(rota, layer, end)).says_the_same(piece):
        end = later.span.end
    return Segment(start, end)


def _pieces(rota: Rota, layer: AnyLayer, start: datetime, end: datetime) -> Iterator[Piece]:
    """Yield what the layer answers from ``start`` on, joined, until ``end`` is reached."""
    held: Piece | None = None
    while start < end:
        piece = piece_at(rota, layer, start)
        start = piece.span.end
        if held is not None and held.says_the_same(piece):
            piece = _joined(held, piece)
        elif held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _lengthen(empty: list[Gap], later: Gap) -> None:
    """Add a gap, or make the last one longer when they touch."""
    if empty and empty[-1].end == later.start:
        earlier = empty.pop()
        reasons = tuple(dict.fromkeys((*earlier.because, *later.because)))
        later = Gap(start=earlier.start, end=later.end, because=reasons)
    empty.append(later)


def _joined(earlier: Piece, later: Piece) -> Piece:
    return replace(earlier, span=Segment(earlier.span.start, later.span.end))


def _shadows(rota: Rota, pieces: list[tuple[AnyLayer, Piece]], at: datetime) -> tuple[int, ...]:
    """Return who learns, present, beside an answer, and not answering themselves."""
    answered = {layer.code for layer, piece in pieces if piece.person is not None}
    told = {piece.person for _, piece in pieces}
    absent = {each.person for each in rota.absences if each.holds(at)}
    beside = (
        each.person
        for each in rota.shadows
        if each.holds(at) and (each.layer in answered if each.layer else bool(answered))
    )
    return tuple(dict.fromkeys(each for each in beside if each not in told | absent))
