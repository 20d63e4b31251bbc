"""What `musterpoint report updates` says: as data, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from musterpoint.apps.reporting import update_cadence, words_kept
from musterpoint.apps.reporting.update_cadence import Of


def by_itself(origin: str) -> Of:
    """Return whose updates are meant when nobody says: a history's, once one was imported."""
    return Of.IMPORTED if origin or update_cadence.has_history() else Of.OWN


def report(of: Of, *, origin: str, at: datetime) -> dict[str, Any]:
    """Return the figures; ``of`` says whose they are. The cadence is that of our own incidents."""
    found = update_cadence.measured(of, origin=origin)
    words = words_kept.as_plain(words_kept.lately(at=at))
    return {**update_cadence.as_plain(found), "of": of.value, "cadence": words}


def lines(says: Mapping[str, Any]) -> list[str]:
    """Return the figures for people."""
    gaps = says["gap_minutes"]
    told = [
        (
            f"{says['incidents']:,} incidents ({says['of']}), {says['planned']:,} of them planned;"
            f" {says['updates']:,} updates about the others"
        ),
    ]
    if gaps["median"] is None:
        return [*told, "no gap between two updates to measure", *_cadence(says["cadence"])]
    within = ", ".join(
        f"{share:.1%} within {minutes} min"
        for minutes, share in says["share_of_gaps_within"].items()
    )
    return [
        *told,
        (
            f"gap between updates: median {gaps['median']} min, 90 % within {gaps['p90']} min,"
            f" longest {gaps['longest']} min"
        ),
        f"of the gaps: {within}",
        (
            f"incidents with silence over 30 min: {says['gaps_over_30']:,};"
            f" over 60 min: {says['gaps_over_60']:,}"
        ),
        *_cadence(says["cadence"]),
    ]


def _cadence(words: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the plan of communications was kept, as far as anything fell due."""
    if not words["due"]:
        return
    yield (
        f"words owed by the plan in the last 90 days: {words['kept']:,} of {words['due']:,} in time"
        f" ({words['share']:.1%})"
    )
    for audience, one in words["by_audience"].items():
        yield f"  {audience.replace('_', ' ')}: {one['kept']:,} of {one['due']:,}"
