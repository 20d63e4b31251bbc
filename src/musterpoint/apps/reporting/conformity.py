"""How a published version answers a framework: its document and the product's records together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from musterpoint.apps.policies import frameworks
from musterpoint.apps.policies.frameworks import Loaded
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting import records
from musterpoint.domain.conformity import ClauseStanding, Framework, coverage
from musterpoint.domain.wall_clock import day_in


def loaded() -> Loaded:
    """Return the frameworks there are: those shipped, and your own."""
    return frameworks.load(settings.FRAMEWORKS_FOLDER)


def standings(
    framework: Framework, version: Version, *, at: datetime
) -> tuple[ClauseStanding, ...]:
    """Return the standing of every clause at ``at``."""
    return every_standing([framework], version, at=at)[framework.code]


def every_standing(
    wanted: list[Framework], version: Version, *, at: datetime
) -> dict[str, tuple[ClauseStanding, ...]]:
    """Return the standings of several frameworks; the records are gathered once."""
    found = records.facts(version, at=at)
    on = day_in(version.strategy.zone, at)
    return {one.code: coverage(one, version.strategy, found, on=on) for one in wanted}


def as_plain(one: ClauseStanding) -> dict[str, Any]:
    """Return a standing as programs read it."""
    return {
        "clause": one.clause,
        "title": one.title,
        "status": one.status.value,
        "closes": one.closes,
        "artefacts": [
            {
                "name": each.name,
                "clause": each.clause,
                "record": each.record,
                "status": each.status.value,
                "says": each.says,
            }
            for each in one.artefacts
        ],
    }
