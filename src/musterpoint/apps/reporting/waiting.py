"""What waits for one person over all open incidents, and what everybody must see: one statement.

It reads only open incidents that concern the person, that are major, or that are overdue at the
gravest priority. Refuses to name what the person may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from musterpoint.apps.escalation import run_state
from musterpoint.apps.escalation.models import Acknowledgement, Decline, Telling
from musterpoint.apps.incidents.models import HelpRequest, RoleOnIncident, Task
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.organisation.models import RoleHolder, Team
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import OPEN

SOON = timedelta(minutes=10)
MOST = 50
MOST_ON_STRIP = 3
WAITING = (run_state.RUNNING, run_state.EXHAUSTED)
GRAVEST = "P1"
_OPEN_VALUES = sorted(status.value for status in OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits. ``kind`` is acknowledge, help, task, due or reassess."""

    kind: str
    incident_id: int
    title: str
    priority: str
    due_at: datetime | None = None
    due_kind: str = ""
    says: str = ""
    by: str = ""

    @property
    def ref(self) -> str:
        """The public reference of its incident."""
        return ref_of(self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loud:
    """An incident that must be seen from every page."""

    incident_id: int
    title: str
    priority: str
    is_major: bool
    due_at: datetime | None
    due_kind: str

    @property
    def ref(self) -> str:
        """The public reference of the incident."""
        return ref_of(self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What waits for a person, and the few incidents on the strip; what falls due first first."""

    items: tuple[Item, ...] = ()
    strip: tuple[Loud, ...] = ()


def attention(actor: Actor, *, at: datetime) -> Attention:
    """Return what needs the attention of ``actor``. One statement."""
    if actor.person_id is None:
        return Attention()
    rows = list(_rows(actor, actor.person_id, at=at))
    found = [item for row in rows if row["is_mine"] for item in _of(row, at=at)]
    found.sort(key=lambda item: (item.due_at is None, item.due_at or at, item.incident_id))
    loud = [_loud(row) for row in rows if row["is_loud"]]
    return Attention(items=tuple(found[:MOST]), strip=tuple(loud[:MOST_ON_STRIP]))


def _loud(row: Any) -> Loud:
    return Loud(
        incident_id=row["pk"],
        title=row["summary"],
        priority=row["priority"],
        is_major=row["is_major_now"],
        due_at=row["next_due_at"],
        due_kind=row["next_due_kind"],
    )


def _rows(actor: Actor, person: int, *, at: datetime) -> Iterable[Any]:
    here = OuterRef("pk")
    asked, calls = _asked(person), _calls_to(person)
    held = RoleOnIncident.objects.filter(person=person, closed_at=None)
    concerns = (
        Q(pk__in=asked.values("run__incident"))
        | Q(owner=person)
        | Q(pk__in=held.values("incident"))
        | Q(pk__in=calls.values("incident"))
        | Q(pk__in=Task.objects.filter(person=person, done_at=None).values("incident"))
    )
    is_major = Q(declared_at__isnull=False, stood_down_at=None)
    is_late = Q(priority=GRAVEST, next_due_at__lte=at)
    calls_here = calls.filter(incident=here).order_by("pk")
    tasks_here = _tasks_due(person, held, at=at).filter(incident=here).order_by("due_at")
    return (
        visible_to_actor(actor)
        .filter(status__in=_OPEN_VALUES, source_system="")
        .annotate(
            is_mine=_as_flag(concerns),
            is_loud=_as_flag(is_major | is_late),
            is_major_now=_as_flag(is_major),
        )
        .filter(Q(is_mine=True) | Q(is_loud=True))
        .annotate(
            is_asked=Exists(asked.filter(run__incident=here)),
            calls=_listed(calls_here, says="says", by="asked_by__name"),
            tasks_due=_listed(tasks_here, says="says", due_at="due_at"),
            leads=Q(owner=person),
        )
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
        .values(
            "pk", "summary", "priority", "next_due_at", "next_due_kind",
            "reassess_reason", "is_asked", "calls", "tasks_due", "leads", "is_mine", "is_loud",
            "is_major_now",
        )[: 2 * MOST]
    )  # fmt: skip


def _asked(person: int) -> QuerySet[Telling]:
    """The tellings of paths that wait and reached this person, who said neither yes nor no yet."""
    answered = Acknowledgement.objects.filter(run=OuterRef("run"), person=person)
    declined = Decline.objects.filter(run=OuterRef("run"), person=person)
    told = Telling.objects.filter(run__state__in=WAITING, told__contains=[{"person": person}])
    return told.exclude(Exists(answered)).exclude(Exists(declined))


def _tasks_due(person: int, held: QuerySet[RoleOnIncident], *, at: datetime) -> QuerySet[Task]:
    by_role = Q(person=None, role__in=held.filter(incident=OuterRef("incident")).values("code"))
    return Task.objects.filter(
        Q(person=person) | by_role,
        done_at=None,
        not_needed_reason="",
        due_at__lte=at + SOON,
    )


def _listed(rows: QuerySet[Any], **columns: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**columns)))


def _as_flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _calls_to(person: int) -> QuerySet[HelpRequest]:
    """Calls for help to a role or team of this person, or to everybody on their incidents."""
    held_there = RoleOnIncident.objects.filter(
        incident=OuterRef("incident"), person=person, closed_at=None
    )
    return (
        HelpRequest.objects.filter(answered_at=None)
        .exclude(asked_by=person)
        .filter(
            Q(asked_of__in=RoleHolder.objects.filter(person=person).values("role"))
            | Q(asked_of__in=Team.objects.filter(members=person).values("code"))
            | Q(asked_of="") & Exists(held_there)
            | Exists(held_there.filter(code=OuterRef("asked_of")))
        )
    )


def _of(row: Any, *, at: datetime) -> Iterator[Item]:
    what: dict[str, Any] = {
        "incident_id": row["pk"],
        "title": row["summary"],
        "priority": row["priority"],
    }
    due = {"due_at": row["next_due_at"], "due_kind": row["next_due_kind"]}
    if row["is_asked"]:
        yield Item(kind="acknowledge", **what, **due)
    elif row["leads"] and row["next_due_at"] and row["next_due_at"] <= at + SOON:
        yield Item(kind="due", **what, **due)
    for call in row["calls"]:
        yield Item(kind="help", says=call["says"], by=call["by"], **what)
    for task in row["tasks_due"]:
        due_at = datetime.fromisoformat(task["due_at"])
        yield Item(kind="task", says=task["says"], due_at=due_at, **what)
    if row["leads"] and row["reassess_reason"]:
        yield Item(kind="reassess", says=row["reassess_reason"], **what)
