"""The board of facts of an incident: claim, verify, withdraw, contradict."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries.facts import Seen
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id, incident_url, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.reading import LARGEST_COUNT
from musterpoint.interfaces.api.shapes import facts as shapes
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.note_contradiction import note_contradiction, settle_contradiction
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.withdraw_fact import Instead, withdraw_fact

router = Router(tags=["Facts"])

Number = Annotated[int, Field(ge=1, le=LARGEST_COUNT)]
_OF_FACT = ("number", "says", "about", "source", "estimate_of", "state", "good_until")
_OF_PEOPLE = (
    *("claimed_by", "verified_by", "verified_how"),
    *("withdrawn_at", "withdrawn_by", "withdrawn_why", "replaced_by"),
)


@router.get(
    "/{ref}/facts",
    response={200: shapes.FactList},
    auth=Bearer(),
    operation_id="list_facts",
    summary="Read the board of facts",
)
def list_(request: HttpRequest, ref: str) -> HttpResponse:
    """Every fact in the order it was claimed, withdrawn ones too."""
    row, at = incidents.brief(actor_of(request), incident_id(ref)), clock.now()
    found = boards.shown(row.pk)
    items = [_said(ref, one, at=at) for one in found.facts]
    return answer({"items": items, "twice": found.twice}, version=row.version)


@router.post(
    "/{ref}/facts",
    response={201: shapes.FactSaid},
    auth=Bearer(Action.CLAIM_FACT),
    operation_id="claim_fact",
    summary="Claim a fact",
)
def claim(request: HttpRequest, ref: str, body: shapes.ClaimBody) -> HttpResponse:
    """Put a statement on the board; it is a claim until a person verifies it."""
    number = claim_fact(
        **_call(request, ref),
        says=body.says,
        about=body.about,
        source=body.source,
        estimate_of=body.estimate_of or "",
    )
    return _shown(request, ref, number, status=201)


@router.get(
    "/{ref}/facts/{int:number}",
    response={200: shapes.FactSaid},
    auth=Bearer(),
    operation_id="read_fact",
    summary="Read one fact",
)
def read(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """Its state, and who said, checked or withdrew it."""
    return _shown(request, ref, number)


@router.post(
    "/{ref}/facts/{int:number}/verify",
    response={200: shapes.FactSaid},
    auth=Bearer(Action.VERIFY_FACT),
    operation_id="verify_fact",
    summary="Verify a fact",
)
def verify(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.VerifyBody
) -> HttpResponse:
    """For the first time or again. 409 while a verified fact contradicts it."""
    call = _call(request, ref) | {"how": body.how, "good_until": body.good_until}
    verify_fact(**call, number=number)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/facts/{int:number}/withdraw",
    response={200: shapes.FactSaid},
    auth=Bearer(Action.VERIFY_FACT),
    operation_id="withdraw_fact",
    summary="Withdraw a fact",
)
def withdraw(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.WithdrawBody
) -> HttpResponse:
    """For good. Every update that was sent with it is wrong from now on."""
    instead = None
    if body.instead is not None:
        instead = Instead(
            says=body.instead.says,
            source=body.instead.source,
            estimate_of=body.instead.estimate_of or "",
        )
    withdraw_fact(**_call(request, ref), number=number, why=body.why, instead=instead)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/facts/{int:number}/contradict",
    response={200: shapes.FactSaid},
    auth=Bearer(Action.CLAIM_FACT),
    operation_id="note_contradiction",
    summary="Note a contradiction",
)
def contradict(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.AgainstBody
) -> HttpResponse:
    """Say that it and another fact cannot both be true."""
    note_contradiction(**_call(request, ref), number=number, other=body.other)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/facts/{int:number}/agree",
    response={200: shapes.FactSaid},
    auth=Bearer(Action.VERIFY_FACT),
    operation_id="settle_contradiction",
    summary="Say why both of two facts hold",
)
def agree(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.AgreeBody
) -> HttpResponse:
    """Whether or not somebody noted that they contradict each other."""
    settle_contradiction(**_call(request, ref), number=number, other=body.other, why=body.why)
    return _shown(request, ref, number)


def _call(request: HttpRequest, ref: str) -> dict[str, Any]:
    return {
        "incident_id": incident_id(ref),
        "by": actor_of(request),
        "at": clock.now(),
        "seen_version": seen_version(request),
    }


def _shown(request: HttpRequest, ref: str, number: int, *, status: int = 200) -> HttpResponse:
    row = incidents.brief(actor_of(request), incident_id(ref))
    found = boards.shown(row.pk).get(number)
    if found is None:
        raise Http404
    location = _url(ref, number) if status == 201 else ""
    said = _said(ref, found, at=clock.now())
    return answer(said, status=status, version=row.version, location=location)


def _said(ref: str, one: Seen, *, at: datetime) -> dict[str, Any]:
    fact = one.fact
    return {
        "url": _url(ref, fact.number),
        **{name: getattr(fact, name) for name in _OF_FACT},
        **{name: getattr(one, name) for name in _OF_PEOPLE},
        "claimed_at": fact.claimed_at,
        "verified_at": fact.verified_at,
        "needs_check": fact.needs_check(at=at),
        "contradicts": sorted(fact.contradicts),
    }


def _url(ref: str, number: int) -> str:
    return f"{incident_url(ref)}/facts/{number}"
