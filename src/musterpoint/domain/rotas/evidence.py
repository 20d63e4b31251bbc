"""Where a weakness of a rota is in evidence: people twice at once, and rest between turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations, pairwise, permutations

from musterpoint.domain.rotas.answers import Turn
from musterpoint.domain.rotas.cover import turns
from musterpoint.domain.rotas.values import Rota

REST = timedelta(hours=11)
"""The daily rest that the Working Time Regulations 1998, regulation 10, give a worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A stretch of somebody's, and where it comes from."""

    rota: str
    person: int
    turn: Turn

    @property
    def key(self) -> tuple[str, int]:
        return self.rota, self.person

    @property
    def source(self) -> tuple[str, str, str]:
        """The turn or arrangement: the days of one turn in office hours have one source."""
        return self.rota, self.turn.layer, self.turn.because.says


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a finding is in evidence."""

    rota: str
    person: int
    start: datetime
    end: datetime
    where: str = ""


def duties_of(rota: Rota, start: datetime, end: datetime) -> Iterator[Duty]:
    for turn in turns(rota, start, end):
        if turn.person is not None:
            yield Duty(rota=rota.code, person=turn.person, turn=turn)


def rests(duties: list[Duty]) -> Iterator[Seen]:
    """Yield rests under eleven hours; duty on several rotas or layers at once is one duty."""
    for own in _by_person(duties):
        last = own[0]
        for duty in own[1:]:
            rest = duty.turn.start - last.turn.end
            if timedelta() < rest < REST and duty.source != last.source:
                yield Seen(
                    rota=duty.rota, person=duty.person, start=last.turn.end, end=duty.turn.start
                )
            if duty.turn.end >= last.turn.end:
                last = duty


def overlaps(duties: list[Duty]) -> Iterator[Seen]:
    """Yield stretches in which two layers of one rota have the same answer."""
    for own in _by_person(duties):
        for one, two in combinations(own, 2):
            start = max(one.turn.start, two.turn.start)
            end = min(one.turn.end, two.turn.end)
            if one.rota == two.rota and start < end:
                where = " and ".join(sorted((one.turn.layer, two.turn.layer)))
                yield Seen(rota=one.rota, person=one.person, start=start, end=end, where=where)


def shared_leads(rotas: tuple[Rota, ...], start: datetime, end: datetime) -> Iterator[Seen]:
    """Yield stretches in which one person is told first on two rotas, for both of them."""
    found = [list(leads(rota, start, end)) for rota in rotas]
    for one, two in permutations(found, 2):
        for mine in one:
            for other in two:
                since, until = max(mine.start, other.start), min(mine.end, other.end)
                if mine.person == other.person and since < until:
                    yield replace(mine, start=since, end=until, where=other.rota)


def leads(rota: Rota, start: datetime, end: datetime) -> Iterator[Seen]:
    """Yield who is told first, and while they are."""
    found = turns(rota, start, end)
    edges = sorted({end, *(turn.start for turn in found)})
    order = {layer.code: index for index, layer in enumerate(rota.layers)}
    held: Seen | None = None
    for since, until in pairwise(edges):
        present = (turn for turn in found if turn.person and turn.start <= since < turn.end)
        first = min(present, key=lambda turn: order[turn.layer], default=None)
        if first is None or first.person is None:
            continue
        if held and (held.person, held.end) == (first.person, since):
            held = replace(held, end=until)
            continue
        if held:
            yield held
        held = Seen(rota=rota.code, person=first.person, start=since, end=until)
    if held:
        yield held


def _by_person(duties: list[Duty]) -> Iterator[list[Duty]]:
    """Yield each person's duties in order of time."""
    people: dict[int, list[Duty]] = {}
    for duty in sorted(duties, key=lambda duty: (duty.turn.start, duty.turn.end)):
        people.setdefault(duty.person, []).append(duty)
    yield from people.values()


def where_it_shows(duties: Iterable[Duty]) -> Iterator[Seen]:
    for duty in duties:
        turn = duty.turn
        yield Seen(rota=duty.rota, person=duty.person, start=turn.start, end=turn.end)


def each_once(seen: Iterable[Seen]) -> Iterator[tuple[Seen, int]]:
    """Yield the first of each person, rota and place, and how many there are."""
    places: dict[tuple[str, int, str], list[Seen]] = {}
    for each in sorted(seen, key=lambda each: each.start):
        places.setdefault((each.rota, each.person, each.where), []).append(each)
    for found in places.values():
        yield found[0], len(found)
