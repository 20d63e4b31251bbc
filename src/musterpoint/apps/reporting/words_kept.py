"""Whether audiences heard in time: what the plan owed them, against what went out.

Of our own incidents alone; a history that was imported owed nobody anything here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.updates.compliance import Kept, Word, kept, words_owed

LOOKED_BACK = timedelta(days=90)
MOST_INCIDENTS = 1_000


def words_of(incident: Incident, *, at: datetime) -> tuple[Word, ...]:
    """Return every word that fell due to an audience of this incident by ``at``."""
    strategy = policies.get(incident.strategy_id).strategy
    return words_owed(
        strategy,
        updates.stages(incident, strategy, at=at),
        updates.told([incident.pk])[incident.pk],
        at=at,
        ended_at=incident.closed_at or incident.resolved_at,
    )


def lately(*, at: datetime) -> list[Word]:
    """Return the words owed by the newest incidents of the last ninety days, at most a thousand.

    A restricted incident owes nobody a word, and neither does an imported one.
    """
    rows = Incident.objects.filter(
        logged_at__gt=at - LOOKED_BACK, restricted=False, source_system=""
    ).exclude(status="withdrawn")
    newest = rows.order_by("-logged_at", "-pk")[:MOST_INCIDENTS]
    return [word for incident in newest for word in words_of(incident, at=at)]


def as_plain(words: Iterable[Word]) -> dict[str, Any]:
    """Return how many words fell due and came in time, in all and by audience."""
    known = list(words)
    by_audience: dict[str, list[Word]] = defaultdict(list)
    for word in known:
        by_audience[word.audience].append(word)
    return {
        **_sums(kept(known)),
        "by_audience": {name: _sums(kept(of)) for name, of in sorted(by_audience.items())},
    }


def _sums(found: Kept) -> dict[str, Any]:
    share = None if found.share is None else round(found.share, 4)
    return {"due": found.due, "kept": found.kept, "share": share}
