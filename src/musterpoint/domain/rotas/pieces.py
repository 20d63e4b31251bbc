"""What one layer answers around an instant: the order, then overrides, then absence.

A piece is a stretch in which nothing that bears on the answer changes. It may be shorter than the
whole turn; whoever shows it joins pieces that say the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar

from musterpoint.domain.calendars import WHOLE_DAY, Segment, read_on
from musterpoint.domain.decisions import Because
from musterpoint.domain.rotas.turning import Place, begins_at, place_at
from musterpoint.domain.rotas.values import AnyLayer, Layer, OutsideLayer, Override, Rota

ALL_TIME = Segment(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


class _Spanned(Protocol):
    @property
    def start(self) -> datetime: ...

    @property
    def end(self) -> datetime: ...


Spanned = TypeVar("Spanned", bound=_Spanned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is answered throughout ``span``; ``person`` is None for nobody."""

    span: Segment
    person: int | None
    says: str
    number: int | None = None
    instead_of: int | None = None

    def says_the_same(self, other: Piece) -> bool:
        return replace(self, span=other.span) == other


def piece_at(rota: Rota, layer: AnyLayer, at: datetime) -> Piece:
    """Return what the layer answers at ``at``, on a stretch around it that is surely constant."""
    piece = _given_at(layer, at) if isinstance(layer, OutsideLayer) else _turn_at(layer, at)
    for override in layer.overrides:
        piece = _overridden(piece, override, at)
    return _present(rota, piece, at)


def clause_of(rota: Rota, layer: AnyLayer) -> str:
    return f"rotas.{rota.code}.{layer.code}"


def because(rota: Rota, layer: AnyLayer, piece: Piece) -> Because:
    return Because(clause=clause_of(rota, layer), says=piece.says)


def _turn_at(layer: Layer, at: datetime) -> Piece:
    place = place_at(layer, at)
    if place is None:
        span = Segment(ALL_TIME.start, begins_at(layer))
        return Piece(span=span, person=None, says=f"{layer.name} begins on {layer.first_date}.")
    return _in_hours(layer, place, at)


def _in_hours(layer: Layer, place: Place, at: datetime) -> Piece:
    """Return the turn where the layer is on duty, and nobody where it is not."""
    span = Segment(place.start, place.end)
    today = at.astimezone(layer.wall).date()
    closed = today in layer.closed
    if layer.hours is None and not closed:
        for day in _nearest(layer.closed, today):
            span = _narrowed(span, read_on(layer.wall, day, (WHOLE_DAY,)), at)
        return _on_turn(layer, place, span)
    span = _narrowed(span, read_on(layer.wall, today, (WHOLE_DAY,)), at)
    if closed:
        return Piece(span=span, person=None, says=f"{layer.name} is not on duty on {today}.")
    is_open = tuple(layer.calendar.open_on(today))
    span = _narrowed(span, is_open, at)
    if not _holding(is_open, at):
        return Piece(span=span, person=None, says=f"Outside the hours of {layer.name}.")
    return _on_turn(layer, place, span)


def _on_turn(layer: Layer, place: Place, span: Segment) -> Piece:
    says = f"Turn {place.number} of {_cadence(layer)}{layer.name}."
    return Piece(span=span, person=place.person, says=says, number=place.number)


def _cadence(layer: Layer) -> str:
    days, rest = divmod(layer.turn, len(layer.hands_over_at))
    return "" if rest else {1: "the daily ", 7: "the weekly ", 14: "the fortnightly "}.get(days, "")


def _given_at(layer: OutsideLayer, at: datetime) -> Piece:
    span = _narrowed(ALL_TIME, layer.given, at)
    for turn in _holding(layer.given, at):
        says = f"{layer.name} is kept in an outside calendar"
        says += f": {turn.says}." if turn.says else "."
        return Piece(span=span, person=turn.person, says=says)
    says = f"The outside calendar of {layer.name} names nobody."
    return Piece(span=span, person=None, says=says)


def _overridden(piece: Piece, override: Override, at: datetime) -> Piece:
    """Apply one override once, to whoever answered when it was made."""
    span = _narrowed(piece.span, (override,), at)
    concerned = override.instead_of is None or override.instead_of == piece.person
    if not (override.holds(at) and concerned):
        return replace(piece, span=span)
    kind = "Swap" if override.swap else "Override"
    says = f"{kind}: {_stem(override.because)}." if override.because else f"{kind}."
    return Piece(span=span, person=override.person, says=says, instead_of=override.instead_of)


def _present(rota: Rota, piece: Piece, at: datetime) -> Piece:
    """Return the piece itself, or nobody while its person is absent."""
    if piece.person is None:
        return piece
    absences = [each for each in rota.absences if each.person == piece.person]
    span = _narrowed(piece.span, absences, at)
    if not _holding(absences, at):
        return replace(piece, span=span)
    says = f"{_stem(piece.says)}, but absent, so nobody answers here."
    return replace(piece, span=span, person=None, says=says, instead_of=piece.person)


def _stem(says: str) -> str:
    return says.removesuffix(".")


def _holding(spans: Iterable[Spanned], at: datetime) -> list[Spanned]:
    return [each for each in spans if each.start <= at < each.end]


def _narrowed(span: Segment, by: Iterable[_Spanned], at: datetime) -> Segment:
    """Return the span up to the nearest ends, on either side of ``at``, of those given."""
    start, end = span.start, span.end
    for each in by:
        for edge in (each.start, each.end):
            if edge <= at:
                start = max(start, edge)
            else:
                end = min(end, edge)
    return Segment(start, end)


def _nearest(dates: frozenset[date], today: date) -> tuple[date, ...]:
    """Return the last of the dates before today and the first after it."""
    ordered = sorted(dates)
    index = bisect_left(ordered, today)
    return tuple(ordered[max(0, index - 1) : index + 1])
