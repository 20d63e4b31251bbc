"""Write the parts of an incident: roles, tasks, obligations, links, calls for help.

Each write names its part in the record's open entry, so that the ledger adds up to the rows. The
caller holds the incident's lock, which is why the next task position can be read and then used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Q

from musterpoint.apps.incidents.models import (
    Clock,
    HelpRequest,
    Incident,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.operations.record import Record
from musterpoint.domain.policy.document import PlaybookTask

Part = RoleOnIncident | Task | Obligation | Link | HelpRequest
PartT = TypeVar("PartT", RoleOnIncident, Task, Obligation, Link, HelpRequest)

_PLANT = """
WITH roles AS (
    INSERT INTO incidents_roleonincident (incident_id, code, opened_at)
    SELECT %(incident)s, code, opened_at
    FROM jsonb_to_recordset(%(roles)s::jsonb) AS r(code text, opened_at timestamptz)
), tasks AS (
    INSERT INTO incidents_task (incident_id, code, says, role, position, due_at, not_needed_reason)
    SELECT %(incident)s, code, says, role, position, due_at, ''
    FROM jsonb_to_recordset(%(tasks)s::jsonb)
        AS t(code text, says text, role text, position int, due_at timestamptz)
), obligations AS (
    INSERT INTO incidents_obligation (incident_id, code, state, reason, strength, anchor_at,
        anchor_reason, due_at)
    SELECT %(incident)s, code, state, '', strength, anchor_at, '', due_at
    FROM jsonb_to_recordset(%(obligations)s::jsonb)
        AS o(code text, state text, strength text, anchor_at timestamptz, due_at timestamptz)
)
INSERT INTO incidents_clock (incident_id, kind, cycle, target, calendar, events, state, started_at,
    due_at, met_at, breached_at)
SELECT %(incident)s, kind, cycle, make_interval(secs => target), calendar, events, state,
    started_at, due_at, met_at, breached_at
FROM jsonb_to_recordset(%(clocks)s::jsonb) AS c(kind text, cycle int, target float8, calendar text,
    events jsonb, state text, started_at timestamptz, due_at timestamptz, met_at timestamptz,
    breached_at timestamptz)
"""


class NoSuchPart(Exception):
    """The incident has no such role, task, obligation, link or call for help."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"This incident has no {what}.")


def plant(
    record: Record,
    *,
    clocks: Sequence[Clock],
    roles: Sequence[str],
    tasks: Sequence[PlaybookTask],
    obligations: Sequence[Obligation],
) -> None:
    """Insert everything a new incident begins with in one statement, and name it in the entry.

    ``clocks`` and ``obligations`` are rows not yet saved; their ids are not read back. The
    incident's row must exist by the end of the transaction.
    """
    record.clocks, record.duties = list(clocks), list(obligations)
    rows = {
        "roles": [{"code": code, "opened_at": record.at} for code in roles],
        "tasks": [_task(record, task, place) for place, task in enumerate(tasks, start=1)],
        "obligations": [_duty(one) for one in obligations],
        "clocks": [_clock(clock) for clock in clocks],
    }
    for name, label in _LABELS.items():
        for row in rows[name]:
            note_new(record, label.format(**row), row)
    if not any(rows.values()):
        return
    values = {name: json.dumps(kept, default=_text) for name, kept in rows.items()}
    with connection.cursor() as cursor:
        cursor.execute(_PLANT, {"incident": record.incident.pk, **values})


_LABELS = {
    "roles": "role:{code}",
    "tasks": "task:{position}",
    "obligations": "obligation:{code}",
    "clocks": "clock:{kind}:{cycle}",
}


def add_role(record: Record, code: str) -> RoleOnIncident:
    """Open a vacant role."""
    role = RoleOnIncident(incident=record.incident, code=code, opened_at=record.at)
    return _add(record, role)


def add_roles(record: Record, codes: Sequence[str]) -> None:
    """Open several vacant roles in one statement."""
    rows = [RoleOnIncident(incident=record.incident, code=c, opened_at=record.at) for c in codes]
    _note_all(record, RoleOnIncident.objects.bulk_create(rows))


def add_task(
    record: Record, *, says: str, role: str = "", due_at: datetime | None = None, code: str = ""
) -> Task:
    """Add a task after the last one."""
    last = Task.objects.filter(incident=record.incident).aggregate(n=models.Max("position"))["n"]
    task = Task(
        incident=record.incident,
        code=code[:80],
        says=says,
        role=role,
        due_at=due_at,
        position=(last or 0) + 1,
    )
    return _add(record, task)


def add_obligations(record: Record, rows: Sequence[Obligation]) -> None:
    """Add obligations not yet saved in one statement."""
    _note_all(record, Obligation.objects.bulk_create(rows))


def add_link(
    record: Record, *, kind: str, other_id: int | None = None, target: str = "", says: str = ""
) -> Link:
    """Tie the incident to another one or to something outside."""
    link = Link(
        incident=record.incident,
        kind=kind,
        other_id=other_id,
        target=target,
        says=says,
        made_at=record.at,
    )
    return _add(record, link)


def add_help(record: Record, *, says: str, asked_of: str, asked_by: int) -> HelpRequest:
    """Write down a call for help."""
    call = HelpRequest(
        incident=record.incident,
        says=says,
        asked_of=asked_of,
        asked_by_id=asked_by,
        asked_at=record.at,
    )
    return _add(record, call)


def add_missing_tasks(record: Record, tasks: Sequence[PlaybookTask]) -> None:
    """Add those of the playbook's tasks that the incident does not have.

    What is there stays. Time allowed for an added task counts from now.
    """
    there = Task.objects.filter(incident=record.incident).values_list("code", "position")
    codes, last = {code for code, _ in there}, max((place for _, place in there), default=0)
    missing = [task for task in tasks if task.code[:80] not in codes]
    rows = [
        Task(
            incident=record.incident,
            code=task.code[:80],
            says=task.says[:300],
            role=task.role,
            due_at=None if task.within is None else record.at + task.within,
            position=place,
        )
        for place, task in enumerate(missing, start=last + 1)
    ]
    _note_all(record, Task.objects.bulk_create(rows))


def change(record: Record, part: Part, **values: Any) -> None:
    """Set fields of a part (a foreign key by its id), with old and new value in the entry."""
    changed: dict[str, tuple[Any, Any]] = {}
    for name, new in values.items():
        attribute = part._meta.get_field(name).attname  # type: ignore[union-attr]  # never a reverse field
        old = getattr(part, attribute)
        if old != new:
            setattr(part, attribute, new)
            changed[name] = (old, new)
    if changed:
        part.save(update_fields=sorted(changed))
        record.note_child(label_of(part), **changed)


def close_roles(record: Record) -> None:
    """Close every role; who held it stays with the incident."""
    _set_closed(record, [r for r in roles_of(record).values() if r.closed_at is None], record.at)


def reopen_roles(record: Record, *, closed_since: datetime) -> None:
    """Open the roles closed since then again, with the people who still hold them."""
    rows = roles_of(record).values()
    _set_closed(record, [r for r in rows if r.closed_at and r.closed_at >= closed_since], None)


def _set_closed(record: Record, roles: Sequence[RoleOnIncident], at: datetime | None) -> None:
    for role in roles:
        record.note_child(label_of(role), closed_at=(role.closed_at, at))
        role.closed_at = at
    if roles:
        RoleOnIncident.objects.filter(pk__in=[role.pk for role in roles]).update(closed_at=at)


def restrict_to(record: Record, people: Sequence[int]) -> None:
    """Name who may see the incident while it is restricted, in place of those named before."""
    named = record.incident.restricted_to
    before = sorted(named.values_list("pk", flat=True))
    after = sorted(set(people))
    named.set(after)
    record.note_child(ACCESS, people=(before or None, after or None))


def let_in(record: Record, people: Iterable[int]) -> None:
    """Also let these people see the incident while it is restricted."""
    before = record.incident.restricted_to.values_list("pk", flat=True)
    restrict_to(record, sorted({*before, *people}))


def role_of(record: Record, code: str) -> RoleOnIncident:
    """Return the role on this incident, open or closed, or raise NoSuchPart."""
    found = RoleOnIncident.objects.filter(incident=record.incident, code=code).first()
    return _found(found, f"role '{code}'")


def roles_of(record: Record) -> dict[str, RoleOnIncident]:
    """Return the incident's roles by code."""
    return {row.code: row for row in RoleOnIncident.objects.filter(incident=record.incident)}


def task_at(record: Record, position: int) -> Task:
    """Return the task in this place, or raise NoSuchPart."""
    found = Task.objects.filter(incident=record.incident, position=position).first()
    return _found(found, f"task {position}")


def obligation_of(record: Record, code: str) -> Obligation:
    """Return the obligation with this code, or raise NoSuchPart."""
    found = Obligation.objects.filter(incident=record.incident, code=code).first()
    return _found(found, f"obligation '{code}'")


def link_of(record: Record, link_id: int) -> Link:
    """Return a link made on this incident, or raise NoSuchPart."""
    return _found(Link.objects.filter(incident=record.incident, pk=link_id).first(), "such link")


def ends_of_link(link_id: int) -> tuple[int, int | None] | None:
    """Return the incidents at both ends of a link, so that they can be locked in order."""
    return Link.objects.filter(pk=link_id).values_list("incident_id", "other_id").first()


def are_linked(one: int, other: int) -> bool:
    """Return whether a link between two incidents stands, whichever of them it was made on."""
    ends = Q(incident=one, other=other) | Q(incident=other, other=one)
    return Link.objects.filter(ends, undone_at=None).exists()


def merged_into(incident_id: int) -> int | None:
    """Return the incident that this one is merged into, so that both can be locked in order."""
    rows = Incident.objects.filter(pk=incident_id).values_list("merged_into", flat=True)
    return rows.first()


def merge_link_of(record: Record) -> Link:
    """Return the standing link by which the incident was merged, or raise NoSuchPart."""
    links = Link.objects.filter(
        incident=record.incident, kind=Link.Kind.MERGED_INTO, undone_at=None
    )
    return _found(links.order_by("-id").first(), "merge to undo")


def held_by(record: Record, person_id: int | None) -> list[str]:
    """Return the codes of the roles that a person holds on this incident."""
    rows = RoleOnIncident.objects.filter(
        incident=record.incident, person=person_id, person__isnull=False, closed_at=None
    )
    return list(rows.order_by("id").values_list("code", flat=True))


def incident_of_help(help_id: int) -> int | None:
    """Return which incident a call for help belongs to, so that it can be locked first."""
    found = HelpRequest.objects.filter(pk=help_id).values_list("incident", flat=True)
    return found.first()


def help_of(record: Record, help_id: int) -> HelpRequest:
    """Return a call for help of this incident, or raise NoSuchPart."""
    found = HelpRequest.objects.filter(incident=record.incident, pk=help_id).first()
    return _found(found, "such call for help")


def label_of(part: Part) -> str:
    """Return the name of a part in the ledger, such as ``task:3``."""
    if isinstance(part, Task):
        return f"task:{part.position}"
    if isinstance(part, RoleOnIncident):
        return f"role:{part.code}"
    if isinstance(part, Obligation):
        return f"obligation:{part.code}"
    return f"link:{part.pk}" if isinstance(part, Link) else f"help:{part.pk}"


def _add(record: Record, part: PartT) -> PartT:
    part.save(force_insert=True)
    note_new(record, label_of(part), values_of(part))
    return part


def _note_all(record: Record, rows: Sequence[Part]) -> None:
    for row in rows:
        note_new(record, label_of(row), values_of(row))


def values_of(part: models.Model) -> dict[str, Any]:
    """Return the fields of a part as its first entry tells them."""
    return {
        field.name: getattr(part, field.attname)
        for field in part._meta.concrete_fields
        if field.name not in {"id", "incident"}
    }


def note_new(record: Record, of: str, values: Mapping[str, Any]) -> None:
    """Record that there is a new part, field by field."""
    # An empty field adds nothing: a part that the ledger does not fill is empty.
    record.note_child(
        of, **{name: (None, new) for name, new in values.items() if new not in _EMPTY}
    )


ACCESS = "access"
"""The part of the ledger that says who may see a restricted incident."""

_EMPTY: tuple[object, ...] = (None, "", [])


def _found(part: PartT | None, what: str) -> PartT:
    if part is None:
        raise NoSuchPart(what)
    return part


def _task(record: Record, task: PlaybookTask, position: int) -> dict[str, Any]:
    return {
        "code": task.code[:80],
        "says": task.says[:300],
        "role": task.role,
        "position": position,
        "due_at": None if task.within is None else record.incident.logged_at + task.within,
    }


def _duty(duty: Obligation) -> dict[str, Any]:
    names = ("code", "state", "strength", "anchor_at", "due_at")
    return {name: getattr(duty, name) for name in names}


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "kind": str(clock.kind),
        "cycle": clock.cycle,
        "target": int(clock.target.total_seconds()),
        "calendar": clock.calendar,
        "events": clock.events,
        "state": str(clock.state),
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "met_at": clock.met_at,
        "breached_at": clock.breached_at,
    }


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be planted")
