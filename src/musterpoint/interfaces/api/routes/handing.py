"""Handovers offered and settled item by item; the shift log."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.incidents.queries import handing
from musterpoint.apps.incidents.queries.handing import Whole
from musterpoint.apps.incidents.queries.shift_log import Asked, Line, shift_log
from musterpoint.domain.authority import Action
from musterpoint.domain.handover import ACCEPT_WITHIN
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, incident_id, next_url
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.query import number, words
from musterpoint.interfaces.api.reading import Instant
from musterpoint.interfaces.api.shapes import handing as shapes
from musterpoint.usecases.accept_handover import accept_items, decline_items
from musterpoint.usecases.offer_handover import hand_over, withdraw_handover
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.write_shift_note import write_shift_note

router = Router(tags=["Handing over"])

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
MOST = 200
_SAME = ("form", "kind", "state", "made_at", "offered_at", "due_at", "settled_at")
_ITEM = ("number", "kind", "part", "says", "due_at", "state", "settled_at", "reason")


class HandoversQuery(BaseModel):
    """Which handovers."""

    state: Literal["", "offered", "settled", "withdrawn", "lapsed", "draft"] = Field("")


class LogQuery(BaseModel):
    """Which lines of the log."""

    q: Annotated[str, AfterValidator(words)] = Field("", max_length=500, description="Words.")
    since: Instant | None = Field(None, description="From this instant on.")
    until: Instant | None = Field(None, description="Before this instant.")
    cursor: Annotated[str, AfterValidator(words)] = Field("", max_length=200)
    limit: Annotated[int, BeforeValidator(number)] = Field(50, ge=1, le=200)


@router.get(
    "/handovers",
    response={200: shapes.HandoverList},
    auth=Bearer(),
    operation_id="list_handovers",
    summary="List handovers",
)
def list_(request: HttpRequest, asked: Query[HandoversQuery]) -> HttpResponse:
    """Those given by or offered to the caller, newest first; managers and auditors see all."""
    among = handing.visible(actor_of(request))
    if asked.state:
        among = among.filter(state=asked.state)
    return answer({"items": [_head(row) for row in handing.listed(among, limit=MOST)]})


@router.post(
    "/handovers",
    response={201: shapes.HandoverSaid},
    auth=Bearer(Action.NOTE),
    operation_id="offer_handover",
    summary="Offer a handover",
)
def offer(request: HttpRequest, body: shapes.HandoverBody) -> HttpResponse:
    """Written from how things stand now and offered at once; nothing passes until accepted."""
    wait = timedelta(minutes=body.within_minutes) if body.within_minutes else ACCEPT_WITHIN
    texts = {_incident(ref): text for ref, text in (body.summaries or {}).items()}
    made = hand_over(
        receiver_id=body.receiver,
        incident_ids=None if body.incidents is None else [_incident(r) for r in body.incidents],
        form=body.form,
        summaries=texts,
        within=wait,
        by=actor_of(request),
        at=clock.now(),
    )
    return _shown(request, made, status=201)


@router.get(
    "/handovers/{int:handover_id}",
    response={200: shapes.HandoverSaid},
    auth=Bearer(),
    operation_id="read_handover",
    summary="Read one handover",
)
def read(request: HttpRequest, handover_id: Path[RowId]) -> HttpResponse:
    """Its sheets and items, and what became of each."""
    return _shown(request, handover_id)


@router.post(
    "/handovers/{int:handover_id}/accept",
    response={200: shapes.HandoverSaid},
    auth=Bearer(Action.NOTE),
    operation_id="accept_handover",
    summary="Accept items",
)
def accept(request: HttpRequest, handover_id: Path[RowId], body: shapes.AcceptBody) -> HttpResponse:
    """Take these items over. What somebody else took meanwhile is settled as gone."""
    how: dict[str, Any] = {"by": actor_of(request), "at": clock.now()}
    accept_items(handover_id=handover_id, numbers=body.items, **how)
    return _shown(request, handover_id)


@router.post(
    "/handovers/{int:handover_id}/decline",
    response={200: shapes.HandoverSaid},
    auth=Bearer(Action.NOTE),
    operation_id="decline_handover",
    summary="Decline items",
)
def decline(
    request: HttpRequest, handover_id: Path[RowId], body: shapes.DeclineBody
) -> HttpResponse:
    """They stay with the giver, who is told why."""
    how: dict[str, Any] = {"by": actor_of(request), "at": clock.now()}
    decline_items(handover_id=handover_id, numbers=body.items, reason=body.reason, **how)
    return _shown(request, handover_id)


@router.post(
    "/handovers/{int:handover_id}/withdraw",
    response={200: shapes.HandoverSaid},
    auth=Bearer(Action.NOTE),
    operation_id="withdraw_handover",
    summary="Withdraw an offer",
)
def withdraw(request: HttpRequest, handover_id: Path[RowId]) -> HttpResponse:
    """What was accepted has passed; the rest stays with the giver. Takes no body."""
    withdraw_handover(handover_id=handover_id, by=actor_of(request), at=clock.now())
    return _shown(request, handover_id)


@router.get(
    "/shift-log",
    response={200: shapes.LogPageSaid},
    auth=Bearer(),
    operation_id="read_shift_log",
    summary="Read the shift log",
)
def log(request: HttpRequest, asked: Query[LogQuery]) -> HttpResponse:
    """Accepted handovers and notes, newest first; follow ``next`` until it is null."""
    wanted = Asked(q=asked.q, since=asked.since, until=asked.until)
    page = shift_log(actor_of(request), wanted, cursor=asked.cursor, limit=asked.limit)
    people = {pk for line in page.lines for pk in (_author(line), line.to) if pk}
    names = accounts.names(people)
    return answer(
        {
            "items": [_line(line, names) for line in page.lines],
            "next": next_url(request, cursor=page.next) if page.next else None,
            "next_cursor": page.next,
        }
    )


@router.post(
    "/shift-log",
    response={201: shapes.LogPageSaid},
    auth=Bearer(Action.NOTE),
    operation_id="write_shift_note",
    summary="Write a note of the shift",
)
def write(request: HttpRequest, body: shapes.ShiftNoteBody) -> HttpResponse:
    """A note that belongs to no incident; it cannot be taken back. Answers with that line."""
    actor, at = actor_of(request), clock.now()
    write_shift_note(says=body.says, by=actor, at=at)
    page = shift_log(actor, Asked(since=at), limit=1)
    names = {actor.person_id or 0: actor.name}
    items = [_line(line, names) for line in page.lines]
    return answer(
        {"items": items, "next": None, "next_cursor": None}, status=201, location=request.path
    )


def _shown(request: HttpRequest, pk: int, *, status: int = 200) -> HttpResponse:
    whole = handing.whole(actor_of(request), pk)
    return answer(_whole(whole), status=status, location=_url(pk) if status == 201 else "")


def _whole(whole: Whole) -> dict[str, Any]:
    return {
        **_head(whole.row),
        "sheets": [
            {
                "incident": one.incident.ref,
                "state": one.row.state,
                "summary": one.row.summary,
            }
            for one in whole.sheets
        ],
        "items": [
            {
                "incident": one.incident.ref,
                **{name: getattr(item, name) for name in _ITEM},
            }
            for one in whole.sheets
            for item in one.items
        ],
        "hidden": whole.hidden,
    }


def _head(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": _url(row.pk),
        "giver": _person(row.giver),
        "receiver": _person(row.receiver),
        **{name: getattr(row, name) for name in _SAME},
    }


def _line(line: Line, names: dict[int, str]) -> dict[str, Any]:
    return {
        "source": str(line.source),
        "kind": line.kind,
        "at": line.at,
        "says": line.says,
        "by": _named(_author(line), names),
        "to": _named(line.to, names),
        "incident": line.ref or None,
        "handover": line.handover,
    }


def _author(line: Line) -> int | None:
    kind, _sep, key = line.actor.partition(":")
    return int(key) if kind == "person" and key.isdigit() else None


def _named(pk: int | None, names: dict[int, str]) -> dict[str, Any] | None:
    return {"id": pk, "name": names.get(pk, "")} if pk else None


def _person(person: Any) -> dict[str, Any] | None:
    return None if person is None else {"id": person.pk, "name": person.name}


def _url(pk: int) -> str:
    return f"{ROOT}/handovers/{pk}"


def _incident(ref: str) -> int:
    try:
        return incident_id(ref)
    except Http404:
        says = "Give references such as INC-000123."
        raise Refusal(Problem(field="incidents", says=says)) from None
