"""What is held to be true during an incident: claimed, verified or withdrawn, and by whom.

Says what a fact is. Whether an update may carry it is decided in ``domain.updates``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FactState(StrEnum):
    CLAIMED = "claimed"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    """What a fact speaks of. Two standing facts about one of the first six may contradict."""

    WHAT = "what"
    SINCE = "since"
    AFFECTED = "affected"
    CAUSE = "cause"
    REPAIR_TIME = "repair_time"
    SAFETY = "safety"
    EFFECT = "effect"
    WAY_ROUND = "way_round"
    DOING = "doing"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement with its source. ``estimate_of`` names whose estimate it is, or is empty.

    ``good_until`` is the instant from which it must be checked again; None holds until withdrawn.
    """

    number: int
    says: str
    state: FactState
    about: About = About.OTHER
    source: str = ""
    estimate_of: str = ""
    claimed_at: datetime | None = None
    verified_at: datetime | None = None
    good_until: datetime | None = None
    contradicts: frozenset[int] = frozenset()

    @property
    def is_estimate(self) -> bool:
        return bool(self.estimate_of)
