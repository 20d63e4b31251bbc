"""Whether each audience heard in time: the words that were owed, against those that went out.

Counts what fell due by an instant; what is not due yet is neither kept nor missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates.cadence import Owed, Stage, Told, owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word that was owed, and when it came; None while it has not."""

    audience: str
    rule: str
    due_at: datetime
    is_first: bool
    came_at: datetime | None = None

    @property
    def is_kept(self) -> bool:
        return self.came_at is not None and self.came_at <= self.due_at

    @property
    def late_by(self) -> timedelta | None:
        """How much too late it came; None where it was in time or has not come."""
        if self.came_at is None or self.is_kept:
            return None
        return self.came_at - self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many words fell due and how many came in time."""

    due: int
    kept: int

    @property
    def share(self) -> float | None:
        """None where nothing fell due."""
        return self.kept / self.due if self.due else None


def words_owed(
    strategy: Strategy,
    stages: Sequence[Stage],
    told: Mapping[str, Sequence[Told]],
    *,
    at: datetime,
    ended_at: datetime | None = None,
) -> tuple[Word, ...]:
    """Return every word that fell due by ``at``, in order. After ``ended_at`` nothing is owed."""
    end = min(at, ended_at) if ended_at is not None else at
    audiences = dict.fromkeys((*(row.audience for row in strategy.communications.values()), *told))
    found = [word for one in audiences for word in _words(strategy, stages, one, told, end)]
    return tuple(sorted(found, key=lambda word: (word.due_at, word.audience)))


def kept(words: Iterable[Word]) -> Kept:
    """Return the sums of ``words``."""
    known = tuple(words)
    return Kept(due=len(known), kept=sum(word.is_kept for word in known))


def _words(
    strategy: Strategy,
    stages: Sequence[Stage],
    audience: str,
    told: Mapping[str, Sequence[Told]],
    end: datetime,
) -> Iterator[Word]:
    """Yield one word for each span between two updates in which something fell due."""
    said = sorted(told.get(audience, ()), key=lambda one: one.at)
    for place in range(len(said) + 1):
        came = said[place].at if place < len(said) else None
        until = min(came, end) if came is not None else end
        one = _due_first(strategy, stages, audience, said[:place], until)
        if one is None:
            continue
        if came is not None or one.due_at <= end:
            yield Word(
                audience=audience,
                rule=one.rule,
                due_at=one.due_at,
                is_first=one.is_first,
                came_at=came,
            )


def _due_first(
    strategy: Strategy,
    stages: Sequence[Stage],
    audience: str,
    said: Sequence[Told],
    until: datetime,
) -> Owed | None:
    """Return what was owed by ``until``: the first to fall due while the incident stood so.

    A stage that ended before the word was due asks for nothing any more.
    """
    still: Owed | None = None
    for place, stage in enumerate(stages):
        if stage.since > until:
            break
        ends = stages[place + 1].since if place + 1 < len(stages) else None
        found = owed(strategy, stages[: place + 1], {audience: said})
        mine = next((one for one in found if one.audience == audience), None)
        still = mine
        if mine is not None and (ends is None or mine.due_at < ends) and mine.due_at <= until:
            return mine
    return still
