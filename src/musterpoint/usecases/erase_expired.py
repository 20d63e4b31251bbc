"""Once a day: erase the values whose time is up, by the strategy in force on that day.

Nothing is erased while what it stands in is worked, nor under a legal hold. Files of exports go
after a week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.apps.vault import queries as vault
from musterpoint.apps.vault.models import Item
from musterpoint.apps.vault.operations import erasing
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.domain.authority import system
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.policy.duties import Retention
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.domain.vault.kinds import kind_of
from musterpoint.domain.vault.retention import erase_at
from musterpoint.usecases import vault_record
from musterpoint.usecases.working import OVER

EVERY = timedelta(days=1)
EXPORTS_STAY = timedelta(days=7)
KEY = "vault"
AT_ONCE = 500
BY = system("retention")
INCIDENT, COMPLAINT = "incident", "complaint"


def first_sweep(*, at: datetime) -> Due:
    """Return the timer that begins the daily look."""
    return Due(kind=TimerKind.VAULT_ERASE, key=KEY, at=at)


@transaction.atomic
def erase_expired(_due: Sequence[Claimed], at: datetime) -> None:
    """Erase what is due, batch by batch, and arm the next look."""
    jobs.drop_files(kind=JobKind.PERSON_EXPORT, before=at - EXPORTS_STAY)
    rules = rules_at(at)
    after: int | None = 0
    while after is not None:
        batch = vault.live_items(after=after, limit=AT_ONCE)
        _erase(_due_among(batch, rules, at=at), at=at)
        after = batch[-1].pk if len(batch) == AT_ONCE else None
    timers.arm([first_sweep(at=at + EVERY)], at=at)


def rules_at(at: datetime) -> Mapping[str, Retention]:
    """Return what the strategy in force says of retention; nothing while there is none."""
    try:
        return policies.in_force(at=at).strategy.retention
    except policies.NoStrategyInForce:
        return {}


def due_instants(
    items: Sequence[Item], rules: Mapping[str, Retention]
) -> dict[int, datetime | None]:
    """Return when each value is to be erased, by its row; None while something is worked."""
    places = vault.places_of(items)
    ends = ends_of({stream for streams in places.values() for stream in streams})
    return {
        item.pk: erase_at(
            kind=item.kind,
            kept_at=item.last_kept_at,
            ended=[ends[stream] for stream in places[item.pk] if stream in ends],
            rules=rules,
        )
        for item in items
    }


def ends_of(streams: Iterable[str]) -> dict[str, datetime | None]:
    """Return the end of each incident and complaint among ``streams``; None: it goes on."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for stream in streams:
        kind, _colon, number = stream.partition(":")
        if number.isdecimal():
            numbers[kind].append(int(number))
    found: dict[str, datetime | None] = {}
    incidents = Incident.objects.filter(pk__in=numbers[INCIDENT])
    for pk, status, closed, logged in incidents.values_list(
        "pk", "status", "closed_at", "logged_at"
    ):
        found[f"{INCIDENT}:{pk}"] = (closed or logged) if status in OVER else None
    complaints = Complaint.objects.filter(pk__in=numbers[COMPLAINT])
    for pk, closed in complaints.values_list("pk", "closed_at"):
        found[f"{COMPLAINT}:{pk}"] = closed
    return found


def _due_among(
    items: Sequence[Item], rules: Mapping[str, Retention], *, at: datetime
) -> dict[str, list[int]]:
    """Return which values are due by the sort that says so, without those that are held.

    Their people are locked and all is looked at again: a hold set or a value kept again at this
    instant counts.
    """
    people = {item.subject_id for item in _over(items, rules, at=at)}
    if not people:
        return {}
    erasing.lock_subjects(people)
    fresh = vault.live_among([item.pk for item in items])
    due = _over(fresh, rules, at=at)
    held = erasing.held_among({item.subject_id for item in due})
    found: dict[str, list[int]] = defaultdict(list)
    for item in due:
        if item.subject_id not in held:
            found[kind_of(item.kind).sort].append(item.pk)
    return found


def _over(items: Sequence[Item], rules: Mapping[str, Retention], *, at: datetime) -> list[Item]:
    """Return the values whose time is up."""
    instants = due_instants(items, rules)
    return [item for item in items if (when := instants[item.pk]) is not None and when <= at]


def _erase(due: Mapping[str, Sequence[int]], *, at: datetime) -> None:
    for sort, numbers in due.items():
        rows = Item.objects.select_for_update(of=("self",)).select_related("subject")
        changes = Changes()
        why = f"Kept for as long as the strategy says (retention.{sort})."
        items = rows.filter(pk__in=numbers, erased_at=None).order_by("pk")
        erased = erasing.erase_items(items, because=why, at=at, changes=changes)
        for ref in {item.subject.ref for item in erased}:
            jobs.drop_files(kind=JobKind.PERSON_EXPORT, person=ref)
        vault_record.enter("value_expired", changes, by=BY, at=at)
