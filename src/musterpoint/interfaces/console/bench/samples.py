"""Percentiles of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of all do not exceed."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    place = max(0, ceil(len(ordered) * share) - 1)
    return ordered[place]


def in_ms(values: Sequence[float]) -> dict[str, float]:
    """Return p50, p95, p99 and max of seconds, in milliseconds."""
    return {
        "p50_ms": round(percentile(values, 0.5) * 1000, 2),
        "p95_ms": round(percentile(values, 0.95) * 1000, 2),
        "p99_ms": round(percentile(values, 0.99) * 1000, 2),
        "max_ms": round(max(values, default=0.0) * 1000, 2),
    }
