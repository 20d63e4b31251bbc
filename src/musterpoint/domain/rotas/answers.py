"""What a rota answers: who is on duty now, who has which turn, where nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.decisions import Because


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """One layer's answer, and the whole span of this turn or override around the instant asked.

    ``instead_of`` is whom an override named to be stood in for.
    """

    person: int
    layer: str
    since: datetime
    until: datetime
    because: Because
    instead_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Who answers at one instant: the first layer's answer first, each person once.

    ``shadows`` are told as well and never count. ``because`` has a line for every layer, also for
    one without an answer, and one for the fallback when there is no answer at all.
    """

    rota: str
    at: datetime
    answers: tuple[OnDuty, ...]
    shadows: tuple[int, ...]
    because: tuple[Because, ...]
    fallback: int | str

    @property
    def nobody(self) -> bool:
        """Return whether no layer answers, so that the fallback is told."""
        return not self.answers

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(each.person for each in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One layer's answer from ``start`` up to ``end``; ``person`` is None where it has none.

    ``number`` counts the layer's turns from 1; an override or a given turn has none.
    ``instead_of`` is who was stood in for, or who would have answered and is absent.
    """

    layer: str
    start: datetime
    end: datetime
    person: int | None
    because: Because
    number: int | None = None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """No layer answers from ``start`` up to ``end``; the fallback would be told."""

    start: datetime
    end: datetime
    because: tuple[Because, ...]
