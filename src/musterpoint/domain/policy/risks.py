"""The risk register: likelihood and consequence, kept apart as well as multiplied.

The product of two ranks hides what is rare and grave, so every score shows both numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from musterpoint.domain.policy.scales import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Ranks from 1: ``likelihood`` and the worst ``consequence``."""

    likelihood: int
    consequence: int

    @property
    def product(self) -> int:
        """Both multiplied, for the bands of appetite only."""
        return self.likelihood * self.consequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What the appetite asks for up to and with a product of ``upto``."""

    code: str
    name: str
    upto: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskScale:
    """Both scales, the mildest rank first, and the bands of appetite, the mildest first."""

    likelihood: tuple[Level, ...]
    consequence: tuple[Level, ...]
    bands: tuple[Band, ...]
    rationale: str = ""

    def band(self, score: Score) -> Band:
        """Return the band of ``score``; the last one holds everything above it."""
        return next((one for one in self.bands if score.product <= one.upto), self.bands[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One risk: without controls, as it stands, and as it should be."""

    code: str
    name: str
    says: str
    owner: str
    inherent: Score
    current: Score
    target: Score
    controls: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    review_on: date | None = None
    rationale: str = ""
