"""The promise ledger: what was promised to whom by when, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.communications.queries import promises as known
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, incident_id
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.shapes import promises as shapes
from musterpoint.usecases.make_promise import confirm_promise, decline_promise, make_promise
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.settle_promise import (
    break_promise,
    keep_promise,
    let_go_promise,
    move_promise,
)

router = Router(tags=["Promises"])

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
MOST = 200
_SAME = (
    *("says", "whom", "state", "due_at", "found_in", "source", "found_at", "made_at"),
    *("reminded_at", "broken_at", "moved", "settled_at", "why"),
)


class PromisesQuery(BaseModel):
    """Which promises."""

    state: Literal["owed", "offered", "settled"] = Field("owed")
    mine: bool = Field(False, description="Only those that the caller owes or wrote.")


@router.get(
    "/promises",
    response={200: shapes.PromiseList},
    auth=Bearer(),
    operation_id="list_promises",
    summary="List promises",
)
def list_(request: HttpRequest, asked: Query[PromisesQuery]) -> HttpResponse:
    """What is owed, that due first first; or what was found and waits to be confirmed."""
    actor = actor_of(request)
    mine = actor.person_id if asked.mine else None
    if asked.state == "offered":
        rows = known.offered(actor, found_by=mine, limit=MOST)
    elif asked.state == "settled":
        rows = known.settled(actor, limit=MOST)
    else:
        rows = known.standing(actor, owner=mine, limit=MOST)
    return answer({"items": [_said(row) for row in rows]})


@router.post(
    "/promises",
    response={201: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="make_promise",
    summary="Write a promise down",
)
def make(request: HttpRequest, body: shapes.PromiseBody) -> HttpResponse:
    """Its owner is reminded before; who leads hears when it is not kept."""
    made = make_promise(
        **_call(request),
        says=body.says,
        whom=body.whom,
        due_at=body.due_at,
        owner_id=body.owner,
        incident_id=_incident(body.incident),
    )
    return _shown(request, made, status=201)


@router.get(
    "/promises/{int:promise_id}",
    response={200: shapes.PromiseSaid},
    auth=Bearer(),
    operation_id="read_promise",
    summary="Read one promise",
)
def read(request: HttpRequest, promise_id: Path[RowId]) -> HttpResponse:
    """To whom, by when, who keeps it, and what became of it."""
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/confirm",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="confirm_promise",
    summary="Confirm what was found",
)
def confirm(
    request: HttpRequest, promise_id: Path[RowId], body: shapes.ConfirmBody
) -> HttpResponse:
    """It is a promise, to this person by this time; from now on it is a clock."""
    how: dict[str, Any] = {"whom": body.whom, "due_at": body.due_at, "owner_id": body.owner}
    confirm_promise(**_call(request), promise_id=promise_id, **how)
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/decline",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="decline_promise",
    summary="Say that it is no promise",
)
def decline(request: HttpRequest, promise_id: Path[RowId]) -> HttpResponse:
    """What was found in a text promises nothing. Takes no body."""
    decline_promise(**_call(request), promise_id=promise_id)
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/keep",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="keep_promise",
    summary="Say that it was kept",
)
def keep(
    request: HttpRequest, promise_id: Path[RowId], body: shapes.KeptBody | None = None
) -> HttpResponse:
    """In time or late. Needs no body."""
    says = (body.says if body else None) or ""
    keep_promise(**_call(request), promise_id=promise_id, says=says)
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/move",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="move_promise",
    summary="Move it",
)
def move(
    request: HttpRequest, promise_id: Path[RowId], body: shapes.PromiseMoveBody
) -> HttpResponse:
    """To another time, perhaps another owner; whoever waits was told."""
    how: dict[str, Any] = {"due_at": body.due_at, "why": body.why, "owner_id": body.owner}
    move_promise(**_call(request), promise_id=promise_id, **how)
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/break",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="break_promise",
    summary="Say that it is not kept",
)
def break_(request: HttpRequest, promise_id: Path[RowId], body: shapes.WhyBody) -> HttpResponse:
    """Not in time, and why; it is still owed."""
    break_promise(**_call(request), promise_id=promise_id, why=body.why)
    return _shown(request, promise_id)


@router.post(
    "/promises/{int:promise_id}/let-go",
    response={200: shapes.PromiseSaid},
    auth=Bearer(Action.NOTE),
    operation_id="let_go_promise",
    summary="Let it go",
)
def let_go(request: HttpRequest, promise_id: Path[RowId], body: shapes.WhyBody) -> HttpResponse:
    """Nobody waits for it any more, and why."""
    let_go_promise(**_call(request), promise_id=promise_id, why=body.why)
    return _shown(request, promise_id)


def _call(request: HttpRequest) -> dict[str, Any]:
    at: datetime = clock.now()
    return {"by": actor_of(request), "at": at}


def _shown(request: HttpRequest, pk: int, *, status: int = 200) -> HttpResponse:
    said = _said(known.one(actor_of(request), pk))
    return answer(said, status=status, location=said["url"] if status == 201 else "")


def _said(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": f"{ROOT}/promises/{row.pk}",
        **{name: getattr(row, name) for name in _SAME},
        "owner": None if row.owner is None else {"id": row.owner.pk, "name": row.owner.name},
        "incident": None if row.incident is None else row.incident.ref,
    }


def _incident(ref: str | None) -> int | None:
    if ref is None:
        return None
    try:
        return incident_id(ref)
    except Http404:
        says = "Give a reference such as INC-000123."
        raise Refusal(Problem(field="incident", says=says)) from None
