"""What a change of a rota means to each person on it: the time gained and the time lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.calendars import Segment
from musterpoint.domain.rotas.answers import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one person is on call for from now on, and what no longer."""

    gained: tuple[Segment, ...]
    lost: tuple[Segment, ...]


def changes(before: Iterable[Turn], after: Iterable[Turn]) -> dict[int, Change]:
    """Return who gains or loses time on call; a turn that is only cut in two changes nothing."""
    old, new = _times(before), _times(after)
    found: dict[int, Change] = {}
    for person in dict.fromkeys([*new, *old]):
        had, has = old.get(person, ()), new.get(person, ())
        change = Change(gained=_without(has, had), lost=_without(had, has))
        if change.gained or change.lost:
            found[person] = change
    return found


def _times(turns: Iterable[Turn]) -> dict[int, tuple[Segment, ...]]:
    """Return when each person is on call, on whichever layer, joined where stretches touch."""
    found: dict[int, list[Segment]] = {}
    for turn in sorted(turns, key=lambda each: each.start):
        if turn.person is None:
            continue
        held = found.setdefault(turn.person, [])
        if held and turn.start <= held[-1].end:
            held[-1] = Segment(held[-1].start, max(held[-1].end, turn.end))
        else:
            held.append(Segment(turn.start, turn.end))
    return {person: tuple(held) for person, held in found.items()}


def _without(whole: tuple[Segment, ...], taken: tuple[Segment, ...]) -> tuple[Segment, ...]:
    left: list[Segment] = []
    for one in whole:
        since: datetime = one.start
        for other in taken:
            if other.end <= since or other.start >= one.end:
                continue
            if since < other.start:
                left.append(Segment(since, other.start))
            since = max(since, other.end)
        if since < one.end:
            left.append(Segment(since, one.end))
    return tuple(left)
