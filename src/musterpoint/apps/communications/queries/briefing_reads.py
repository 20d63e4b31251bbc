"""Who has read a briefing as it stands, team by team; and what one agent did about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Briefing, BriefingRead
from musterpoint.apps.communications.queries.briefings import Told
from musterpoint.apps.communications.queries.contact_votes import last_of
from musterpoint.apps.organisation.models import Team
from musterpoint.domain.authority import Role

NO_TEAM = ""
FLOOR = [Role.AGENT, Role.TEAM_LEADER]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What one person did: when they read it as it stands, and their vote that can be undone."""

    read_at: datetime | None = None
    vote: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who is to read a briefing."""

    id: int
    name: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReads:
    """The people of one team; those of no team stand under an empty code."""

    code: str
    name: str
    readers: tuple[Reader, ...]

    @property
    def read(self) -> int:
        """How many have read it."""
        return sum(reader.read_at is not None for reader in self.readers)

    @property
    def unread(self) -> tuple[Reader, ...]:
        """Who has not."""
        return tuple(reader for reader in self.readers if reader.read_at is None)


def mine(
    people: Iterable[int], told: Iterable[Told], *, at: datetime
) -> dict[tuple[int, int], Mine]:
    """Return by person and briefing what they did, where they did anything."""
    briefings = {one.id: one for one in told}
    everybody = list(people)
    if not briefings or not everybody:
        return {}
    rows = BriefingRead.objects.filter(briefing__in=briefings, person__in=everybody)
    reads = {
        (person, briefing): when
        for person, briefing, revision, when in rows.values_list(
            "person_id", "briefing_id", "revision", "read_at"
        )
        if revision == briefings[briefing].revision
    }
    votes = last_of(everybody, {one.incident for one in briefings.values()}, at=at)
    voted = {
        (person, one.id): vote
        for (person, incident), vote in votes.items()
        for one in briefings.values()
        if one.incident == incident
    }
    keys = {*reads, *voted}
    return {key: Mine(read_at=reads.get(key), vote=voted.get(key)) for key in keys}


def by_team(told: Told) -> list[TeamReads]:
    """Return who is to read the briefing and who has, by team; nobody stands twice in one team."""
    rows = BriefingRead.objects.filter(briefing=told.id, revision=told.revision)
    reads = dict(rows.values_list("person_id", "read_at"))
    members: dict[tuple[str, str], list[int]] = {}
    teams = Team.objects.filter(pk__in=told.teams) if told.teams else Team.objects.all()
    names = dict(_readers(told.teams).values_list("pk", "name"))
    links = Team.members.through.objects.filter(team__in=teams, person__in=names)
    for code, name, person in links.values_list("team__code", "team__name", "person_id"):
        members.setdefault((name, code), []).append(person)
    if not told.teams:
        placed = {person for those in members.values() for person in those}
        if alone := [person for person in names if person not in placed]:
            members[("", NO_TEAM)] = alone
    return [
        TeamReads(
            code=code,
            name=name,
            readers=tuple(
                Reader(id=person, name=names[person], read_at=reads.get(person))
                for person in sorted(those, key=lambda one: (names[one], one))
            ),
        )
        for (name, code), those in sorted(members.items(), key=lambda item: (not item[0][1], item))
    ]


def who_read(briefing_id: int, revision: int) -> list[int]:
    """Return the people who have read this revision, in the order in which they did."""
    rows = BriefingRead.objects.filter(briefing=briefing_id, revision=revision)
    return list(rows.order_by("read_at", "id").values_list("person_id", flat=True))


def is_read_by_all(row: Briefing) -> bool:
    """Whether everybody it is for has read it as it stands."""
    people = _readers(row.teams.values_list("pk", flat=True))
    read = BriefingRead.objects.filter(briefing=row, revision=row.revision)
    return not people.exclude(pk__in=read.values("person")).exists()


def in_room(incident_id: int) -> list[Any]:
    """Return the open briefings of an incident, each with how many have read it as it stands."""
    rows = Briefing.objects.filter(incident=incident_id, state=Briefing.State.OPEN)
    read = Count("reads", filter=Q(reads__revision=F("revision")))
    found = rows.annotate(read=read).order_by("-revised_at", "-id")
    return list(found.values("id", "headline", "revision", "revised_at", "read"))


def counts(told: Iterable[Told]) -> dict[int, int]:
    """Return how many people have read each briefing as it stands."""
    briefings = {one.id: one.revision for one in told}
    rows = BriefingRead.objects.filter(briefing__in=briefings)
    found = dict.fromkeys(briefings, 0)
    for briefing, revision in rows.values_list("briefing_id", "revision"):
        found[briefing] += revision == briefings[briefing]
    return found


def _readers(teams: Iterable[int]) -> QuerySet[Person]:
    """Return who is to read: the members of these teams, else whoever talks to customers."""
    people = Person.objects.filter(is_active=True, is_service=False)
    named = list(teams)
    if named:
        return people.filter(teams__in=named).distinct()
    return people.filter(roles__overlap=FLOOR)
