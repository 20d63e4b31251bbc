"""Turns that have nobody because their person cannot answer: found, and told to those who plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.rotas import queries
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import Segment
from musterpoint.domain.rotas import Rota, gaps, turns
from musterpoint.usecases import rota_words as shared


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOpen:
    """A turn that has nobody now; ``nobody_at_all`` when no other layer answers either."""

    rota: str
    rota_name: str
    layer: str
    start: datetime
    end: datetime
    nobody_at_all: bool


def left_open_by(person_id: int, span: Segment) -> tuple[LeftOpen, ...]:
    """Return the turns of this person that nobody has in a span, on every published rota."""
    found = queries.running(start=span.start, end=span.end)
    return tuple(one for rota in found.values() for one in _left_open(rota, person_id, span))


def tell_planners(
    left_open: Collection[LeftOpen], *, key: str, says: str, by: Actor, at: datetime
) -> None:
    """Tell those who plan which turns somebody must be found for; by every way if one is soon."""
    for code in dict.fromkeys(one.rota for one in left_open):
        row = queries.row(code)
        zone = shared.zone_of(row)
        mine = [one for one in left_open if one.rota == code]
        lines = [
            f"{one.layer}, {shared.span_words(Segment(one.start, one.end), zone=zone)}:"
            f" {'nobody at all' if one.nobody_at_all else 'another layer answers'}"
            for one in mine
        ]
        shared.tell(
            shared.planners(but={by.person_id}),
            row,
            key=f"{key}:{code}",
            subject=f"{row.name}: turns that nobody has now",
            body=f"{says} Find who stands in:\n" + "\n".join(lines),
            at=at,
            by_all_ways=any(one.nobody_at_all and one.start < at + shared.SOON for one in mine),
        )


def _left_open(rota: Rota, person_id: int, span: Segment) -> list[LeftOpen]:
    if person_id not in rota.people:
        return []
    empty = gaps(rota, span.start, span.end)
    names = {layer.code: layer.name for layer in rota.layers}
    return [
        LeftOpen(
            rota=rota.code,
            rota_name=rota.name,
            layer=names[turn.layer],
            start=turn.start,
            end=turn.end,
            nobody_at_all=any(g.start < turn.end and turn.start < g.end for g in empty),
        )
        for turn in turns(rota, span.start, span.end)
        if turn.person is None and turn.instead_of == person_id
    ]
