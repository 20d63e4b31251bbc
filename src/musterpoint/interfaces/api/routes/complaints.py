"""Complaints: logged beside or without an incident, acknowledged, closed with an outcome."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from musterpoint.apps.complaints import queries as complaints
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import complaint_id, complaint_url, incident_id
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of, caller_of
from musterpoint.interfaces.api.shapes import also_said
from musterpoint.interfaces.api.shapes.other import ComplaintBody, OutcomeBody
from musterpoint.usecases.log_complaint import (
    acknowledge_complaint,
    close_complaint,
    log_complaint,
)
from musterpoint.usecases.refusals import Problem, Refusal

router = Router(tags=["Complaints"])
SAME_NAME = (
    "ref", "summary", "complainant", "received_at", "logged_at", "acknowledge_due_at",
    "acknowledged_at", "answer_due_at", "closed_at", "outcome",
)  # fmt: skip


@router.get(
    "",
    response={200: also_said.ComplaintList},
    auth=Bearer(),
    operation_id="list_complaints",
    summary="List open complaints",
)
def list_(request: HttpRequest) -> HttpResponse:
    """Open complaints, that due first first."""
    caller = caller_of(request)
    rows = complaints.open_now(caller.person)
    seen = incidents.seen_among(caller.actor, [row.incident_id for row in rows])
    return answer({"items": [_complaint(row, seen) for row in rows]})


@router.post(
    "",
    response={201: also_said.ComplaintSaid},
    auth=Bearer(Action.COMPLAIN),
    operation_id="log_complaint",
    summary="Log a complaint",
)
def log(request: HttpRequest, body: ComplaintBody) -> HttpResponse:
    """It gets a clock of its own, whatever becomes of the incident it is linked to."""
    complaint = log_complaint(
        summary=body.summary,
        complainant=body.complainant or "",
        received_at=body.received_at,
        incident_id=_incident(body.incident) if body.incident else None,
        by=actor_of(request),
        at=clock.now(),
    )
    return answer(_known(request, complaint), status=201, location=complaint_url(complaint.ref))


@router.get(
    "/{ref}",
    response={200: also_said.ComplaintSaid},
    auth=Bearer(),
    operation_id="read_complaint",
    summary="Read one complaint",
)
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """One complaint, open or closed."""
    return _shown(request, complaint_id(ref))


@router.post(
    "/{ref}/acknowledge",
    response={200: also_said.ComplaintSaid},
    auth=Bearer(Action.COMPLAIN),
    operation_id="acknowledge_complaint",
    summary="Acknowledge a complaint",
)
def acknowledge(request: HttpRequest, ref: str) -> HttpResponse:
    """The complainant was told that it arrived. Takes no body."""
    pk = complaint_id(ref)
    acknowledge_complaint(complaint_id=pk, by=actor_of(request), at=clock.now())
    return _shown(request, pk)


@router.post(
    "/{ref}/close",
    response={200: also_said.ComplaintSaid},
    auth=Bearer(Action.COMPLAIN),
    operation_id="close_complaint",
    summary="Close a complaint",
)
def close(request: HttpRequest, ref: str, body: OutcomeBody) -> HttpResponse:
    """Close it with its outcome; the incident it is linked to is not touched."""
    pk = complaint_id(ref)
    close_complaint(complaint_id=pk, outcome=body.outcome, by=actor_of(request), at=clock.now())
    return _shown(request, pk)


def _shown(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = complaints.visible_to(caller_of(request).person).filter(pk=pk).first()
    if complaint is None:
        raise Http404
    return answer(_known(request, complaint))


def _known(request: HttpRequest, complaint: Any) -> dict[str, Any]:
    return _complaint(complaint, incidents.seen_among(actor_of(request), [complaint.incident_id]))


def _complaint(row: Any, seen: dict[int, str]) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in SAME_NAME},
        "incident": seen.get(row.incident_id),
        "url": complaint_url(row.ref),
    }


def _incident(ref: str) -> int:
    try:
        return incident_id(ref)
    except Http404:
        says = "Give a reference such as INC-000123."
        raise Refusal(Problem(field="incident", says=says)) from None
