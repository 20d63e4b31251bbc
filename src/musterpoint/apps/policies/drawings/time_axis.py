"""Where an instant stands on a line of time that gives the first minutes the most room.

Also keeps marks apart that would touch. Knows nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log1p

from musterpoint.apps.policies.drawings.lettering import width_of
from musterpoint.domain.policy.spans import span_text

_MINUTES = (
    0,
    1,
    2,
    5,
    10,
    15,
    20,
    30,
    60,
    120,
    240,
    480,
    720,
    1440,
    2880,
    4320,
    10080,
    20160,
    43200,
)
_UNIT = timedelta(minutes=10)
BETWEEN = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """From zero at ``left`` to ``longest`` at ``right``, drawn ever closer together."""

    left: float
    right: float
    longest: timedelta

    def x(self, span: timedelta) -> float:
        if not self.longest:
            return self.left
        share = log1p(span / _UNIT) / log1p(self.longest / _UNIT)
        return self.left + max(0.0, min(1.0, share)) * (self.right - self.left)

    def ticks(self, size: float) -> tuple[tuple[float, str], ...]:
        """Return round times with their places, as many as fit side by side."""
        found: list[tuple[float, str]] = []
        free_from = float("-inf")
        for minutes in _MINUTES:
            span = timedelta(minutes=minutes)
            if span > self.longest:
                break
            text = span_text(span) if minutes else "0"
            half = width_of(text, size) / 2
            if self.x(span) - half >= free_from:
                found.append((self.x(span), text))
                free_from = self.x(span) + half + BETWEEN
        return tuple(found)


def apart(
    wanted: Sequence[float], radii: Sequence[float], *, left: float, right: float
) -> list[float]:
    """Return the places nearest to those wanted (rising) at which marks do not touch.

    The marks keep their order; where they do not all fit they run over ``right``.
    """
    placed: list[float] = []
    for number, (x, radius) in enumerate(zip(wanted, radii, strict=True)):
        least = left if not number else placed[-1] + radii[number - 1] + radius + 2
        placed.append(max(x, least))
    limit = right
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], limit)
        if number:
            limit = placed[number] - radii[number] - radii[number - 1] - 2
    shift = max(0.0, left - placed[0]) if placed else 0.0
    return [x + shift for x in placed]
