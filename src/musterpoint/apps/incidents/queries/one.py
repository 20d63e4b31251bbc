"""Everything about one incident but its ledger and its escalation, in two statements.

Parts come as frozen rows in the order a page shows them. A link to an incident that the reader may
not see is left out, not blanked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from musterpoint.apps.incidents.models import (
    Clock,
    HelpOffer,
    HelpRequest,
    Incident,
    Link,
    Obligation,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain import gaps as gap_rule
from musterpoint.domain.authority import Actor
from musterpoint.domain.clocks import ClockState
from musterpoint.domain.obligations import CONTRACT


class NotFound(LookupError):
    """There is no such incident, or it is not this person's to see."""

    def __init__(self) -> None:
        super().__init__("There is no incident with this reference that you may see.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """A responder role; vacant while ``person_id`` is None."""

    code: str
    person_id: int | None
    person: str
    opened_at: datetime
    held_since: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One thing to do."""

    position: int
    code: str
    says: str
    role: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str
    not_needed_reason: str
    person_id: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty, what its clock counts from and until when, and how it was settled."""

    code: str
    state: str
    reason: str
    settled_at: datetime | None
    settled_by: str
    strength: str = ""
    anchor_at: datetime | None = None
    anchor_reason: str = ""
    anchor_set_at: datetime | None = None
    anchor_set_by: str = ""
    due_at: datetime | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether its clock counts from a suspicion, and nobody has said from when it should."""
        return self.due_at is not None and self.anchor_set_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A link, seen from this incident. ``here`` is true when this incident made it."""

    id: int
    kind: str
    here: bool
    other_id: int | None
    summary: str
    status: str
    target: str
    says: str
    made_at: datetime

    @property
    def ref(self) -> str:
        """The reference of the other incident, or empty for a link to something outside."""
        return ref_of(self.other_id) if self.other_id else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A colleague who said that they come to help."""

    person_id: int
    person: str
    says: str
    offered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A call for help, who is coming, and the answer to it."""

    id: int
    says: str
    asked_of: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    widened_at: datetime | None
    offers: tuple[Coming, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One incident with its parts, and the strategy version it keeps to."""

    incident: Incident
    version: Version
    clocks: tuple[Clock, ...]
    roles: tuple[RoleHeld, ...]
    tasks: tuple[TaskRow, ...]
    obligations: tuple[Duty, ...]
    links: tuple[Tie, ...]
    help: tuple[Help, ...]
    restricted_to: tuple[tuple[int, str], ...]
    gaps: tuple[str, ...]

    @property
    def owed(self) -> tuple[str, ...]:
        """Return what is still owed to somebody outside: open duties, contract clocks that run."""
        duties = (duty.code for duty in self.obligations if duty.state == "open")
        promised = (clock for clock in self.clocks if clock.kind.startswith(f"{CONTRACT}."))
        return (*duties, *(clock.kind for clock in promised if clock.state in _RUNNING))


def room(actor: Actor, incident_id: int) -> Room:
    """Return one incident with its parts, or raise NotFound."""
    visible = visible_to_actor(actor)
    incident = _with_parts(visible).filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    parts: dict[str, Any] = {name: getattr(incident, f"x_{name}") for name in _PARTS}
    version = policies.get(incident.strategy_id)
    return Room(
        incident=incident,
        version=version,
        clocks=tuple(Clock.objects.filter(incident=incident).order_by("kind", "cycle")),
        roles=_read(RoleHeld, parts["roles"]),
        tasks=_read(TaskRow, parts["tasks"]),
        obligations=_read(Duty, parts["obligations"]),
        links=_ties(parts["links"], incident.pk),
        help=tuple(_help(row) for row in parts["help"]),
        restricted_to=tuple((row["id"], row["name"]) for row in parts["restricted_to"]),
        gaps=missing(incident, version),
    )


def brief(actor: Actor, incident_id: int) -> Incident:
    """Return the incident's row with the names it points to, or raise NotFound. One statement."""
    incident = _named(visible_to_actor(actor)).filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    return incident


def seen_among(actor: Actor, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the references of those of these incidents that ``actor`` may see, by id."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    seen = visible_to_actor(actor).filter(pk__in=wanted).values_list("pk", flat=True)
    return {pk: ref_of(pk) for pk in seen}


def missing(incident: Incident, version: Version) -> tuple[str, ...]:
    """Return the facts that the incident's strategy asks for and nobody has given."""
    facts: dict[str, object] = {
        name: getattr(incident, name) for name in gap_rule.KNOWN_FACTS if name not in _PLACES
    }
    for place in _PLACES:
        facts[place] = getattr(incident, f"{place}_id") or getattr(incident, f"{place}_named")
    return gap_rule.gaps(version.strategy, facts)


_RUNNING = frozenset({ClockState.RUNNING, ClockState.HELD, ClockState.BREACHED})
_PLACES = ("service", "site", "queue", "account")
_PEOPLE = ("logged_by", "acknowledged_by", "resolved_by", "declared_by", "owner")


def _named(among: QuerySet[Incident]) -> QuerySet[Incident]:
    return among.select_related(*_PLACES, *_PEOPLE).defer("search")


def _with_parts(among: QuerySet[Incident]) -> QuerySet[Incident]:
    here = OuterRef("pk")
    seen = among.values("pk")
    ties = Link.objects.filter(
        Q(incident=here) | Q(other=here),
        Q(other=None) | Q(other__in=seen),
        incident__in=seen,
        undone_at=None,
    )
    rows = {
        "roles": RoleOnIncident.objects.filter(incident=here).order_by("opened_at", "pk"),
        "tasks": Task.objects.filter(incident=here).order_by("position", "pk"),
        "obligations": Obligation.objects.filter(incident=here).order_by("pk"),
        "links": ties.order_by("pk"),
        "help": HelpRequest.objects.filter(incident=here)
        .annotate(coming=ArraySubquery(_coming()))
        .order_by("-pk"),
        "restricted_to": Incident.restricted_to.through.objects.filter(incident_id=here),
    }
    arrays = {
        f"x_{name}": ArraySubquery(rows[name].values(row=JSONObject(**columns)))
        for name, columns in _PARTS.items()
    }
    return _named(among).annotate(**arrays)


def _coming() -> QuerySet[HelpOffer, Any]:
    columns = _same("person_id", "says", "offered_at", person="person__name")
    offers = HelpOffer.objects.filter(help=OuterRef("pk")).order_by("pk")
    return offers.values(row=JSONObject(**columns))


def _same(*names: str, **others: str) -> dict[str, F]:
    return {**{name: F(name) for name in names}, **{k: F(v) for k, v in others.items()}}


_PARTS: dict[str, dict[str, F]] = {
    "roles": _same(
        "code", "person_id", "opened_at", "held_since", "closed_at", person="person__name"
    ),
    "tasks": _same(
        "position", "code", "says", "role", "due_at", "done_at", "not_needed_reason",
        "person_id", done_by="done_by__name", person="person__name",
    ),
    "obligations": _same(
        "code", "state", "reason", "settled_at", "strength", "anchor_at", "anchor_reason",
        "anchor_set_at", "due_at", settled_by="settled_by__name",
        anchor_set_by="anchor_set_by__name",
    ),
    "links": _same(
        "id", "kind", "other_id", "incident_id", "target", "says", "made_at",
        there="other__summary", there_status="other__status",
        back="incident__summary", back_status="incident__status",
    ),
    "help": _same(
        "id", "says", "asked_of", "asked_by_id", "asked_at", "answer", "answered_at",
        "widened_at", "coming", asked_by="asked_by__name", answered_by="answered_by__name",
    ),
    "restricted_to": _same(id="person_id", name="person__name"),
}  # fmt: skip

T = TypeVar("T")
_NAMES = frozenset({"person", "done_by", "settled_by", "anchor_set_by", "asked_by", "answered_by"})


def _read(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(kind(**{name: _value(name, value) for name, value in row.items()}) for row in rows)


def _value(name: str, value: Any) -> Any:
    if name in _NAMES:
        return value or ""
    if isinstance(value, str) and name.endswith(("_at", "_since")):
        return datetime.fromisoformat(value)
    return value


def _help(row: dict[str, Any]) -> Help:
    values = {name: _value(name, value) for name, value in row.items() if name != "coming"}
    return Help(**values, offers=_read(Coming, row["coming"]))


def _ties(rows: list[dict[str, Any]], here: int) -> tuple[Tie, ...]:
    found = []
    for row in rows:
        made_here = row["incident_id"] == here
        found.append(
            Tie(
                id=row["id"],
                kind=row["kind"],
                here=made_here,
                other_id=row["other_id"] if made_here else row["incident_id"],
                summary=(row["there"] if made_here else row["back"]) or "",
                status=(row["there_status"] if made_here else row["back_status"]) or "",
                target=row["target"],
                says=row["says"],
                made_at=datetime.fromisoformat(row["made_at"]),
            )
        )
    return tuple(found)
