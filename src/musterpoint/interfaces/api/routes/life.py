"""Move an incident through its life, from the first acknowledgement to closing and reopening."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from musterpoint.domain.authority import Action
from musterpoint.interfaces.api.bearer import Bearer
from musterpoint.interfaces.api.routes.changing import CHANGED, change
from musterpoint.interfaces.api.shapes.life import (
    AssessBody,
    CloseBody,
    HoldBody,
    MajorBody,
    NothingBody,
    PolicyBody,
    ReasonBody,
    ResolveBody,
    RestrictBody,
    RetypeBody,
    SayBody,
    StandDownBody,
)
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.declare_major import declare_major, stand_down
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.move_to_policy import move_to_policy
from musterpoint.usecases.reopen_incident import reopen_incident
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal

router = Router(tags=["Life of an incident"])


@router.post(
    "/{ref}/acknowledge",
    response=CHANGED,
    auth=Bearer(Action.ACKNOWLEDGE),
    operation_id="acknowledge_incident",
    summary="Acknowledge",
)
def acknowledge(
    request: HttpRequest,
    ref: str,
    body: NothingBody | None = None,  # noqa: ARG001  # read to refuse what it cannot hold
) -> HttpResponse:
    """Answer for it: the acknowledge clock is met and the path stops. Needs no body."""
    return change(request, ref, acknowledge_incident, by_way_of="api")


@router.post(
    "/{ref}/decline",
    response=CHANGED,
    auth=Bearer(Action.ACKNOWLEDGE),
    operation_id="decline_call",
    summary="Decline a call",
)
def decline(request: HttpRequest, ref: str, body: ReasonBody) -> HttpResponse:
    """Say no to the call of a path, and why. When nobody else can answer it moves on at once."""
    return change(request, ref, decline_call, reason=body.reason, by_way_of="api")


@router.post(
    "/{ref}/begin",
    response=CHANGED,
    auth=Bearer(Action.WORK),
    operation_id="begin_work",
    summary="Begin work",
)
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Move an acknowledged incident into progress. Takes no body."""
    return change(request, ref, begin_work)


@router.post(
    "/{ref}/assess",
    response=CHANGED,
    auth=Bearer(Action.ASSESS),
    operation_id="assess_incident",
    summary="Judge impact and urgency",
)
def assess(request: HttpRequest, ref: str, body: AssessBody) -> HttpResponse:
    """The strategy makes the priority of the judgement; clocks and path follow it."""
    return change(
        request,
        ref,
        assess_incident,
        impact=body.impact,
        urgency=body.urgency,
        category=body.category,
        floor_answer=body.floor_answer,
        reason=body.reason or "",
        override_priority=body.override_priority or "",
    )


@router.post(
    "/{ref}/escalate",
    response=CHANGED,
    auth=Bearer(Action.ESCALATE),
    operation_id="escalate_incident",
    summary="Tell the next step now",
)
def escalate(request: HttpRequest, ref: str, body: ReasonBody) -> HttpResponse:
    """Tell the next step of the path that nobody was told of yet."""
    return change(request, ref, escalate_incident, reason=body.reason)


@router.post(
    "/{ref}/hold",
    response=CHANGED,
    auth=Bearer(Action.HOLD),
    operation_id="hold_incident",
    summary="Put on hold",
)
def hold(request: HttpRequest, ref: str, body: HoldBody) -> HttpResponse:
    """Hold it for a reason that the strategy allows; the clocks of that reason stand still."""
    return change(request, ref, hold_incident, reason_code=body.reason, says=body.says or "")


@router.post(
    "/{ref}/resume",
    response=CHANGED,
    auth=Bearer(Action.HOLD),
    operation_id="resume_incident",
    summary="Take off hold",
)
def resume(request: HttpRequest, ref: str, body: SayBody | None = None) -> HttpResponse:
    """The held clocks count on. Needs no body."""
    return change(request, ref, resume_incident, says=(body.says if body else None) or "")


@router.post(
    "/{ref}/resolve",
    response=CHANGED,
    auth=Bearer(Action.RESOLVE),
    operation_id="resolve_incident",
    summary="Resolve",
)
def resolve(request: HttpRequest, ref: str, body: ResolveBody) -> HttpResponse:
    """Say what put it right and when service was back."""
    return change(
        request,
        ref,
        resolve_incident,
        resolution=body.resolution,
        restored_at=body.restored_at,
    )


@router.post(
    "/{ref}/close",
    response=CHANGED,
    auth=Bearer(Action.CLOSE),
    operation_id="close_incident",
    summary="Close",
)
def close(request: HttpRequest, ref: str, body: CloseBody) -> HttpResponse:
    """Refused with 409 until everything the strategy asks is there; ``errors`` names each guard."""
    return change(
        request,
        ref,
        close_incident,
        verified_by=body.verified_by,
        welfare_outcome=body.welfare_outcome or "",
        review_date=body.review_date,
        risk_review=body.risk_review or "",
        risk_review_reason=body.risk_review_reason or "",
    )


@router.post(
    "/{ref}/reopen",
    response=CHANGED,
    auth=Bearer(Action.REOPEN),
    operation_id="reopen_incident",
    summary="Reopen",
)
def reopen(request: HttpRequest, ref: str, body: ReasonBody) -> HttpResponse:
    """Take a resolved or closed incident back into work, within the strategy's window."""
    return change(request, ref, reopen_incident, reason=body.reason)


@router.post(
    "/{ref}/major",
    response=CHANGED,
    auth=Bearer(Action.DECLARE_MAJOR),
    operation_id="declare_major",
    summary="Declare a major incident",
)
def major(request: HttpRequest, ref: str, body: MajorBody) -> HttpResponse:
    """Declare it against the written criteria; the pace of major incidents holds from then on."""
    return change(request, ref, declare_major, criteria=body.criteria, reason=body.reason or "")


@router.post(
    "/{ref}/stand-down",
    response=CHANGED,
    auth=Bearer(Action.DECLARE_MAJOR),
    operation_id="stand_down",
    summary="Stand a major incident down",
)
def end_major(request: HttpRequest, ref: str, body: StandDownBody) -> HttpResponse:
    """Refused with 409 until every written condition is confirmed."""
    return change(request, ref, stand_down, confirmed=body.confirmed, reason=body.reason)


@router.post(
    "/{ref}/retype",
    response=CHANGED,
    auth=Bearer(Action.RETYPE),
    operation_id="retype_incident",
    summary="Say that it is not an incident",
)
def retype(request: HttpRequest, ref: str, body: RetypeBody) -> HttpResponse:
    """Withdraw it as a complaint, a service request or an enquiry. A complaint is logged as one."""
    return change(request, ref, retype_incident, verdict=body.verdict, reason=body.reason)


@router.post(
    "/{ref}/restore",
    response=CHANGED,
    auth=Bearer(Action.RETYPE),
    operation_id="undo_withdrawal",
    summary="Bring a withdrawn incident back",
)
def restore(request: HttpRequest, ref: str, body: ReasonBody) -> HttpResponse:
    """It stands where it stood before it was withdrawn."""
    return change(request, ref, undo_withdrawal, reason=body.reason)


@router.post(
    "/{ref}/restrict",
    response=CHANGED,
    auth=Bearer(Action.RESTRICT),
    operation_id="restrict_incident",
    summary="Restrict who may see it",
)
def restrict(request: HttpRequest, ref: str, body: RestrictBody) -> HttpResponse:
    """Only its responders, its logger, incident managers and the people named may see it."""
    return change(
        request,
        ref,
        restrict_incident,
        restricted=body.restricted,
        people=body.people,
        reason=body.reason,
    )


@router.post(
    "/{ref}/policy",
    response=CHANGED,
    auth=Bearer(Action.MIGRATE_POLICY),
    operation_id="move_to_policy",
    summary="Move to a newer strategy version",
)
def policy(request: HttpRequest, ref: str, body: PolicyBody) -> HttpResponse:
    """Judge it anew under that version; until then it keeps to the one it was logged under."""
    return change(request, ref, move_to_policy, number=body.number, reason=body.reason)
