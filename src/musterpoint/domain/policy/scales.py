"""A step of a scale, wherever the document ranks something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step of the impact or the urgency scale; the first in the tuple is the gravest."""

    code: str
    name: str
    says: str
    rationale: str = ""
