"""The centre's own past, incident by incident, as far as its record tells: to be replayed.

Restricted incidents stay out: what a replay adds up to is read by people who may not see them.
Withdrawn ones were no incidents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.ledger import queries as ledger
from musterpoint.domain.clocks import ClockKind, ClockState
from musterpoint.domain.replay import Happened, Judgement, PastIncident
from musterpoint.domain.replay.reading import (
    Entry,
    facts_from,
    holds_of_events,
    judgements,
)
from musterpoint.domain.states import Status

AT_ONCE = 2_000
_REPLAYED = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.RESTORE)
_FACTS = (
    "impact", "urgency", "category", "life_safety", "personal_data", "vulnerable_customers",
    "floor_answer", "override_priority", "override_reason",
)  # fmt: skip
_FIELDS = (
    "id", *_FACTS, "account__key_account", "logged_at", "began_at", "assessed_at", "priority",
    "acknowledged_at", "restored_at", "resolved_at", "closed_at", "declared_at", "source_system",
    "source_met_target", "source_facts__history",
)  # fmt: skip


def to_replay(
    *, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Incident]:
    """Return the incidents logged from ``since`` up to ``until`` that a replay takes."""
    logged = Q()
    if since is not None:
        logged &= Q(logged_at__gte=since)
    if until is not None:
        logged &= Q(logged_at__lt=until)
    return Incident.objects.filter(logged, restricted=False).exclude(status=Status.WITHDRAWN)


def pasts(rows: QuerySet[Incident], *, at: datetime) -> Iterator[PastIncident]:
    """Yield the past of each of ``rows`` as known at ``at``, in the order of their numbers."""
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk").values(*_FIELDS)[:AT_ONCE]):
        after = batch[-1]["id"]
        clocks = _clocks([row["id"] for row in batch])
        moved = _moved([row for row in batch if _was_judged_again(row)])
        for row in batch:
            yield _past(row, clocks.get(row["id"], ()), moved.get(row["id"], ()), at=at)


def past_of(incident: Incident, *, at: datetime) -> PastIncident:
    """Return the past of one incident."""
    return next(pasts(Incident.objects.filter(pk=incident.pk), at=at))


def _clocks(pks: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = Clock.objects.filter(incident_id__in=pks, kind__in=[str(k) for k in _REPLAYED], cycle=1)
    for row in rows.values("incident_id", "kind", "state", "met_at", "breached_at", "events"):
        found.setdefault(row["incident_id"], []).append(dict(row))
    return found


def _was_judged_again(row: dict[str, Any]) -> bool:
    """Return whether the record may hold an earlier judgement than the row; others need no look."""
    if row["source_system"]:
        return len((row["source_facts__history"] or {}).get("priorities", ())) > 1
    return row["assessed_at"] is not None and row["assessed_at"] > row["logged_at"]


def _moved(rows: Sequence[dict[str, Any]]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    if rows:
        for entry in ledger.entries_of([f"incident:{row['id']}" for row in rows]):
            pk = int(entry.stream.removeprefix("incident:"))
            found.setdefault(pk, []).append((entry.at, entry.data.get("changes", ())))
    return found


def _past(
    row: dict[str, Any],
    clocks: Sequence[dict[str, Any]],
    entries: Sequence[Entry],
    *,
    at: datetime,
) -> PastIncident:
    key_account = bool(row["account__key_account"])
    by_kind = {ClockKind(clock["kind"]): clock for clock in clocks}
    restore = by_kind.get(ClockKind.RESTORE)
    first = by_kind.get(ClockKind.FIRST_UPDATE)
    is_imported = bool(row["source_system"])
    facts = facts_from(row, key_account=key_account)
    ended_at = row["resolved_at"] or row["closed_at"]
    known = {ClockKind.ACKNOWLEDGE, ClockKind.RESTORE}
    return PastIncident(
        ref=ref_of(row["id"]),
        key=row["id"],
        logged_at=row["logged_at"],
        judgements=judgements(entries, logged_at=row["logged_at"], key_account=key_account)
        or (Judgement(at=row["logged_at"], facts=facts),),
        until=_known_until(row, ended_at, at=at),
        happened=_happened(row, by_kind),
        began_at=row["began_at"],
        acknowledged_at=row["acknowledged_at"],
        updated_at=first["met_at"] if first else None,
        restored_at=(restore["met_at"] if restore else row["restored_at"]) if ended_at else None,
        ended_at=ended_at,
        major_from=row["declared_at"],
        holds=holds_of_events(restore["events"]) if restore else (),
        known=frozenset(known if is_imported else {*known, ClockKind.FIRST_UPDATE}),
    )


def _known_until(row: dict[str, Any], ended_at: datetime | None, *, at: datetime) -> datetime:
    """Return the instant up to which it is known: of an import no more than its last update."""
    if ended_at is not None:
        return ended_at
    last = (row["source_facts__history"] or {}).get("last", [""])[0]
    return max(datetime.fromisoformat(last), row["logged_at"]) if last else at


def _happened(row: dict[str, Any], clocks: dict[ClockKind, dict[str, Any]]) -> Happened:
    counted = {kind: one for kind, one in clocks.items() if one["state"] != ClockState.CANCELLED}
    return Happened(
        priority=row["priority"],
        clocks=frozenset(counted),
        breached=frozenset(kind for kind, one in counted.items() if one["breached_at"]),
        met_target=row["source_met_target"],
    )
