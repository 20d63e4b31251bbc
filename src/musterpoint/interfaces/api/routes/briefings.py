"""Briefings over the API: issue, revise, end, read, remind; and what customers tell agents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.communications.queries import briefing_reads, contact_votes
from musterpoint.apps.communications.queries import briefings as queries
from musterpoint.apps.communications.queries.briefings import Told
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.domain.briefings import Line, Part
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, incident_id, incident_url, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.shapes import briefings as shapes
from musterpoint.usecases.brief_colleagues import end_briefing, issue_briefing, revise_briefing
from musterpoint.usecases.hear_customers import hear_customer, undo_hearing
from musterpoint.usecases.read_briefing import read_briefing, remind_unread

on_incidents = Router(tags=["Briefings"])
router = Router(tags=["Briefings"])

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
MOST = 100
_SAID = (
    *("headline", "state", "revision", "issued_at", "revised_at", "revised_by"),
    *("ended_at", "ended_why"),
)


@on_incidents.get(
    "/{ref}/briefings",
    response={200: shapes.BriefingList},
    auth=Bearer(),
    operation_id="list_briefings",
    summary="List the briefings of an incident",
)
def of_incident(request: HttpRequest, ref: str) -> HttpResponse:
    """The newest hundred, ended ones too."""
    actor, at = actor_of(request), clock.now()
    row = incidents.brief(actor, incident_id(ref))
    found = queries.newest(actor, at=at, limit=MOST, incident=row.pk)
    return answer({"items": [_said(told) for told in found]})


@on_incidents.post(
    "/{ref}/briefings",
    response={201: shapes.BriefingSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="issue_briefing",
    summary="Brief colleagues",
)
def issue(request: HttpRequest, ref: str, body: shapes.BriefingBody) -> HttpResponse:
    """It stands on every agent's card at once. A fact that nobody verified is refused (422)."""
    at = clock.now()
    pk = issue_briefing(
        incident_id=incident_id(ref),
        by=actor_of(request),
        at=at,
        seen_version=seen_version(request),
        **_words(body),
    )
    return _shown(request, pk, at=at, status=201)


@on_incidents.get(
    "/{ref}/heard",
    response={200: shapes.HeardSaid},
    auth=Bearer(),
    operation_id="read_heard",
    summary="Read how many customers told us",
)
def heard(request: HttpRequest, ref: str) -> HttpResponse:
    """A lower bound of how many are affected."""
    row = incidents.brief(actor_of(request), incident_id(ref))
    return answer(_heard(row.pk))


@on_incidents.post(
    "/{ref}/heard",
    response={201: shapes.VoteSaid},
    auth=Bearer(Action.VOTE),
    operation_id="hear_customer",
    summary="Count that a customer just told you",
)
def hear(request: HttpRequest, ref: str) -> HttpResponse:
    """One customer at a time: the next one 20 seconds later (409 before)."""
    pk = incident_id(ref)
    vote = hear_customer(incident_id=pk, by=actor_of(request), at=clock.now())
    url = f"{incident_url(ref)}/heard/{vote.pk}"
    return answer({"url": url, "heard": _heard(pk)}, status=201, location=url)


@on_incidents.delete(
    "/{ref}/heard/{int:vote}",
    response={200: shapes.HeardSaid},
    auth=Bearer(Action.VOTE),
    operation_id="undo_hearing",
    summary="Take back a customer you counted",
)
def undo(request: HttpRequest, ref: str, vote: Path[Number]) -> HttpResponse:
    """Only your own, within ten minutes (409 after)."""
    actor = actor_of(request)
    row = incidents.brief(actor, incident_id(ref))
    undo_hearing(vote_id=vote, by=actor, at=clock.now())
    return answer(_heard(row.pk))


@router.get(
    "",
    response={200: shapes.BriefingList},
    auth=Bearer(),
    operation_id="read_card",
    summary="Read your agent card",
)
def card(request: HttpRequest) -> HttpResponse:
    """Every open briefing that is for you, gravest first."""
    found = queries.for_actor(queries.open_now(at=clock.now()), actor_of(request))
    return answer({"items": [_said(told) for told in found]})


@router.get(
    "/{int:number}",
    response={200: shapes.BriefingSaid},
    auth=Bearer(),
    operation_id="read_one_briefing",
    summary="Read one briefing",
)
def read_one(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """As it stands. Reading it here does not say that a person has read it."""
    return _shown(request, number, at=clock.now())


@router.put(
    "/{int:number}",
    response={200: shapes.BriefingSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="revise_briefing",
    summary="Revise a briefing",
)
def revise(request: HttpRequest, number: Path[Number], body: shapes.ReviseBody) -> HttpResponse:
    """Everybody is asked to read it again. 409 when somebody revised it meanwhile."""
    at = clock.now()
    revise_briefing(
        briefing_id=number,
        by=actor_of(request),
        at=at,
        seen_revision=body.revision,
        **_words(body),
    )
    return _shown(request, number, at=at)


@router.post(
    "/{int:number}/end",
    response={200: shapes.BriefingSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="end_briefing",
    summary="End a briefing",
)
def end(request: HttpRequest, number: Path[Number], body: shapes.EndBody) -> HttpResponse:
    """It leaves the card for good."""
    at = clock.now()
    end_briefing(briefing_id=number, why=body.why, by=actor_of(request), at=at)
    return _shown(request, number, at=at)


@router.get(
    "/{int:number}/reads",
    response={200: shapes.ReadsSaid},
    auth=Bearer(),
    operation_id="read_receipts",
    summary="Read who has read a briefing",
)
def reads(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """Team by team, and by name who has not."""
    told = queries.one(actor_of(request), number, at=clock.now())
    return answer(_reads(told))


@router.post(
    "/{int:number}/reads",
    response={200: shapes.ReadsSaid},
    auth=Bearer(),
    operation_id="read_briefing",
    summary="Say that you have read a briefing",
)
def read(request: HttpRequest, number: Path[Number], body: shapes.ReadBody) -> HttpResponse:
    """For the revision that stands; 409 when it was revised meanwhile."""
    actor, at = actor_of(request), clock.now()
    read_briefing(briefing_id=number, revision=body.revision, by=actor, at=at)
    return answer(_reads(queries.one(actor, number, at=at)))


@router.post(
    "/{int:number}/remind",
    response={200: shapes.RemindedSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="remind_unread",
    summary="Remind who has not read it",
)
def remind(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """Once in five minutes (409 before)."""
    told = remind_unread(briefing_id=number, by=actor_of(request), at=clock.now())
    return answer({"told": told})


def _words(body: shapes.BriefingBody) -> dict[str, Any]:
    lines = [Line(part=Part(line.part), says=line.says, fact=line.fact) for line in body.lines]
    return {"headline": body.headline, "lines": lines, "teams": body.teams}


def _shown(request: HttpRequest, number: int, *, at: datetime, status: int = 200) -> HttpResponse:
    said = _said(queries.one(actor_of(request), number, at=at))
    return answer(said, status=status, location=said["url"] if status == 201 else "")


def _said(told: Told) -> dict[str, Any]:
    return {
        "number": told.id,
        "url": f"{ROOT}/briefings/{told.id}",
        "incident": told.ref,
        **{name: getattr(told, name) for name in _SAID},
        "teams": list(told.team_codes),
        "lines": [
            {"part": line.part, "says": line.says, "fact": line.fact, "no_more": line.no_more}
            for line in told.lines
        ],
    }


def _reads(told: Told) -> dict[str, Any]:
    items = [
        {
            "team": team.code,
            "name": team.name,
            "read": team.read,
            "all": len(team.readers),
            "unread": [reader.name for reader in team.unread],
        }
        for team in briefing_reads.by_team(told)
    ]
    return {"revision": told.revision, "items": items}


def _heard(incident: int) -> dict[str, int]:
    found = contact_votes.heard(incident, at=clock.now())
    return {
        "lately": found.lately,
        "people_lately": found.people_lately,
        "in_all": found.in_all,
    }
