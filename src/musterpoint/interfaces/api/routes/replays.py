"""Replays of the past under a strategy: ask for one, and read how far it is or what it came to."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.jobs import queries as jobs
from musterpoint.domain.authority import Action
from musterpoint.domain.job_kinds import JobKind
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.shapes.replays import ReplayBody, ReplaySaid
from musterpoint.usecases.ask_replay import ask_replay

router = Router(tags=["Strategy"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.post(
    "",
    response={201: ReplaySaid},
    auth=Bearer(Action.TEST_POLICY),
    operation_id="ask_replay",
    summary="Replay the past under a strategy",
)
def ask(request: HttpRequest, body: ReplayBody) -> HttpResponse:
    """Queue it; a worker runs it. Ask its address until ``state`` is done, failed or cancelled."""
    job = ask_replay(
        policy=body.policy,
        against=body.against,
        since=body.since,
        until=body.until,
        by=actor_of(request),
        at=clock.now(),
    )
    return answer(_said(job), status=201, location=_url(job.pk))


@router.get(
    "/{int:number}",
    response={200: ReplaySaid},
    auth=Bearer(Action.TEST_POLICY),
    operation_id="read_replay",
    summary="Read a replay",
)
def read(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """How far it is; once it is done, ``result`` holds every figure."""
    try:
        job = jobs.get(number, for_=actor_of(request))
    except jobs.NoSuchJob:
        raise Http404 from None
    if job.kind != JobKind.REPLAY:
        raise Http404
    return answer(_said(job))


def _said(job: Any) -> dict[str, Any]:
    return {
        "number": job.pk,
        "state": job.state,
        "done": job.done_units,
        "of": job.all_units,
        "says": job.says,
        "policy": job.arguments["policy"],
        "against": job.arguments["against"],
        "asked_at": job.asked_at,
        "ended_at": job.ended_at,
        "result": job.result,
        "url": _url(job.pk),
    }


def _url(number: int) -> str:
    return f"{ROOT}/replays/{number}"
