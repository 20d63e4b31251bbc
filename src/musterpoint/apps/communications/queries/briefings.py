"""Read briefings: those that are open now, whole, with what each of their lines is worth.

What is about an incident that somebody may not see, or for other teams, is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from musterpoint.apps.communications.models import Briefing, BriefingLine, Update
from musterpoint.apps.communications.queries.facts import as_value
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.queries import seen_by, visible_to_actor
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.authority import Actor
from musterpoint.domain.briefings import Part, why_not

MOST_OPEN = 60
OVER = ("closed", "withdrawn")
WRONG = "Part of this was wrong. A correction is on its way."


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line as it stands; ``no_more`` says why it may not be said any longer."""

    part: Part
    says: str
    fact: int | None
    no_more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One briefing, whole. ``teams`` are ids; none of them means it is for everybody."""

    id: int
    incident: int
    ref: str
    priority: str
    is_major: bool
    restricted: bool
    is_over: bool
    number: int
    headline: str
    state: str
    revision: int
    teams: frozenset[int]
    team_codes: tuple[str, ...]
    team_names: tuple[str, ...]
    issued_at: datetime
    revised_at: datetime
    revised_by: str
    reminded_at: datetime | None
    ended_at: datetime | None
    ended_why: str
    lines: tuple[ToldLine, ...]

    def of(self, part: Part) -> tuple[ToldLine, ...]:
        """Return the lines that answer one of the five questions."""
        return tuple(line for line in self.lines if line.part is part)


def open_now(*, at: datetime) -> list[Told]:
    """Return every open briefing of an incident that is not over, gravest first."""
    rows = Briefing.objects.filter(state=Briefing.State.OPEN).exclude(incident__status__in=OVER)
    told = [_told(row, at=at) for row in _whole(rows.order_by("-revised_at", "-id"))[:MOST_OPEN]]
    return sorted(told, key=lambda one: (one.priority or "P9", not one.is_major))


def for_actor(told: Iterable[Told], actor: Actor) -> list[Told]:
    """Return those that are for this person: of their teams, and about what they may see."""
    found = list(told)
    return found if actor.person_id is None else for_many(found, [actor])[actor.person_id]


def for_many(told: Sequence[Told], actors: Sequence[Actor]) -> dict[int, list[Told]]:
    """Return for each of these people, by id, the briefings that are for them."""
    teams = teams_of([one.person_id for one in actors if one.person_id is not None])
    hidden = {one.incident for one in told if one.restricted}
    seen = seen_by(actors, hidden) if hidden else {}
    nothing: frozenset[int] = frozenset()
    return {
        pk: [
            one
            for one in told
            if is_for(one, teams=teams.get(pk, nothing), seen=seen.get(pk, nothing))
        ]
        for actor in actors
        if (pk := actor.person_id) is not None
    }


def is_for(told: Told, *, teams: Collection[int], seen: Collection[int]) -> bool:
    """Whether somebody of these teams, who may see these restricted incidents, is to read it."""
    is_visible = not told.restricted or told.incident in seen
    return is_visible and (not told.teams or not told.teams.isdisjoint(teams))


def teams_of(people: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the teams of each of these people."""
    found: dict[int, set[int]] = {}
    rows = Team.members.through.objects.filter(person_id__in=list(people))
    for person, team in rows.values_list("person_id", "team_id"):
        found.setdefault(person, set()).add(team)
    return {person: frozenset(teams) for person, teams in found.items()}


def one(actor: Actor, briefing_id: int, *, at: datetime) -> Told:
    """Return one briefing, open or ended, that this person may see, or raise NoSuchBriefing."""
    row = _whole(_visible(actor).filter(pk=briefing_id)).first()
    if row is None:
        raise NoSuchBriefing
    return _told(row, at=at)


def newest(actor: Actor, *, at: datetime, limit: int, incident: int | None = None) -> list[Told]:
    """Return the newest briefings this person may see, of one incident when named."""
    rows = _visible(actor)
    if incident is not None:
        rows = rows.filter(incident=incident)
    return [_told(row, at=at) for row in _whole(rows.order_by("-issued_at", "-id"))[:limit]]


def _visible(actor: Actor) -> QuerySet[Briefing]:
    return Briefing.objects.filter(incident__in=visible_to_actor(actor))


def _whole(rows: QuerySet[Briefing]) -> QuerySet[Briefing]:
    return (
        rows.select_related("incident", "revised_by", "update")
        .defer("incident__search", "incident__nature")
        .prefetch_related("teams", "lines__fact")
    )


def _told(row: Briefing, *, at: datetime) -> Told:
    incident, teams = row.incident, sorted(row.teams.all(), key=lambda team: team.name)
    return Told(
        id=row.pk,
        incident=incident.pk,
        ref=incident.ref,
        priority=incident.priority or "",
        is_major=incident.is_major,
        restricted=incident.restricted,
        is_over=incident.status in OVER,
        number=row.number,
        headline=row.headline,
        state=str(row.state),
        revision=row.revision,
        teams=frozenset(team.pk for team in teams),
        team_codes=tuple(team.code for team in teams),
        team_names=tuple(team.name for team in teams),
        issued_at=row.issued_at,
        revised_at=row.revised_at,
        revised_by=row.revised_by.name if row.revised_by else "",
        reminded_at=row.reminded_at,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
        lines=tuple(_line(row, line, at) for line in sorted(row.lines.all(), key=_position)),
    )


def _position(line: BriefingLine) -> int:
    return line.position


def _line(row: Briefing, line: BriefingLine, at: datetime) -> ToldLine:
    fact = line.fact
    no_more = why_not(as_value(fact), at) if fact else ""
    if row.update is not None and row.update.state == Update.State.WRONG:
        no_more = no_more or ("" if line.part == Part.NEVER else WRONG)
    return ToldLine(
        part=Part(line.part),
        says=line.says,
        fact=fact.number if fact else None,
        no_more=no_more,
    )
