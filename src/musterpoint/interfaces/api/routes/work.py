"""Work an incident with colleagues: notes, updates, tasks, roles, duties, links, merges, help."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.routes.changing import CHANGED, change, require_seen, shown
from musterpoint.interfaces.api.shapes.duties import AnchorBody
from musterpoint.interfaces.api.shapes.life import ReasonBody, SayBody
from musterpoint.interfaces.api.shapes.work import (
    AnswerBody,
    DutyBody,
    HelpBody,
    HolderBody,
    LinkBody,
    MergeBody,
    NoteBody,
    OpenRoleBody,
    TaskBody,
)
from musterpoint.usecases.add_note import NoteKind, add_note
from musterpoint.usecases.anchor_obligation import anchor_obligation
from musterpoint.usecases.ask_help import answer_help, ask_help
from musterpoint.usecases.link_incident import link_incident, undo_link
from musterpoint.usecases.merge_incident import merge_incident, undo_merge
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.settle_obligation import settle_obligation
from musterpoint.usecases.swarm_help import offer_help
from musterpoint.usecases.work_roles import assign_role, open_role, release_role, take_role
from musterpoint.usecases.work_tasks import add_task, drop_task, finish_task, reopen_task

router = Router(tags=["Work on an incident"])

Position = Annotated[int, Field(ge=1, le=32_767)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


@router.post(
    "/{ref}/notes",
    response=CHANGED,
    auth=Bearer(Action.NOTE),
    operation_id="add_note",
    summary="Add a note",
)
def note(request: HttpRequest, ref: str, body: NoteBody) -> HttpResponse:
    """Add words to the timeline, also after the end."""
    return change(request, ref, add_note, says=body.says, kind=body.kind or NoteKind.NOTE)


@router.post(
    "/{ref}/tasks",
    response=CHANGED,
    auth=Bearer(),
    operation_id="add_task",
    summary="Add a task",
)
def task(request: HttpRequest, ref: str, body: TaskBody) -> HttpResponse:
    """Add something to do after the last task."""
    return change(request, ref, add_task, says=body.says, role=body.role or "", due_at=body.due_at)


@router.post(
    "/{ref}/tasks/{int:position}/finish",
    response=CHANGED,
    auth=Bearer(),
    operation_id="finish_task",
    summary="Finish a task",
)
def finish(
    request: HttpRequest, ref: str, position: Path[Position], body: SayBody | None = None
) -> HttpResponse:
    """Mark it as done. Needs no body."""
    says = (body.says if body else None) or ""
    return change(request, ref, finish_task, position=position, says=says)


@router.post(
    "/{ref}/tasks/{int:position}/reopen",
    response=CHANGED,
    auth=Bearer(),
    operation_id="reopen_task",
    summary="Take a task back",
)
def take_back(
    request: HttpRequest, ref: str, position: Path[Position], body: ReasonBody
) -> HttpResponse:
    """Take back that it is done or dropped."""
    return change(request, ref, reopen_task, position=position, reason=body.reason)


@router.post(
    "/{ref}/tasks/{int:position}/drop",
    response=CHANGED,
    auth=Bearer(),
    operation_id="drop_task",
    summary="Drop a task",
)
def drop(
    request: HttpRequest, ref: str, position: Path[Position], body: ReasonBody
) -> HttpResponse:
    """Say why it is not needed here."""
    return change(request, ref, drop_task, position=position, reason=body.reason)


@router.post(
    "/{ref}/roles",
    response=CHANGED,
    auth=Bearer(Action.WORK),
    operation_id="open_role",
    summary="Open a role",
)
def open_(request: HttpRequest, ref: str, body: OpenRoleBody) -> HttpResponse:
    """Open a responder role that is needed now; it is vacant until somebody takes it."""
    return change(request, ref, open_role, role=body.role, reason=body.reason or "")


@router.put(
    "/{ref}/roles/{role}",
    response=CHANGED,
    auth=Bearer(),
    operation_id="hold_role",
    summary="Take or assign a role",
)
def hold_role(request: HttpRequest, ref: str, role: str, body: HolderBody) -> HttpResponse:
    """Give the role to a person, or take it oneself when nobody is named."""
    if body.person is None:
        return change(request, ref, take_role, role=role)
    return change(
        request, ref, assign_role, role=role, person_id=body.person, reason=body.reason or ""
    )


@router.delete(
    "/{ref}/roles/{role}",
    response=CHANGED,
    auth=Bearer(),
    operation_id="release_role",
    summary="Release a role",
)
def release(request: HttpRequest, ref: str, role: str) -> HttpResponse:
    """It is vacant again while the incident is worked, and closed once that is resolved."""
    return change(request, ref, release_role, role=role)


@router.put(
    "/{ref}/obligations/{code}",
    response=CHANGED,
    auth=Bearer(Action.SETTLE),
    operation_id="settle_obligation",
    summary="Settle an obligation",
)
def settle(request: HttpRequest, ref: str, code: str, body: DutyBody) -> HttpResponse:
    """Say that it is done, not applicable, or open again, and why."""
    return change(request, ref, settle_obligation, code=code, state=body.state, reason=body.reason)


@router.put(
    "/{ref}/obligations/{code}/anchor",
    response=CHANGED,
    auth=Bearer(Action.SETTLE),
    operation_id="anchor_obligation",
    summary="Set what a duty's time counts from",
)
def anchor(request: HttpRequest, ref: str, code: str, body: AnchorBody) -> HttpResponse:
    """Say from when it counts, and how that is known; it is provisional until then."""
    values = {"anchor_at": body.anchor_at, "reason": body.reason}
    return change(request, ref, anchor_obligation, code=code, **values)


@router.post(
    "/{ref}/links",
    response=CHANGED,
    auth=Bearer(),
    operation_id="link_incident",
    summary="Link",
)
def link(request: HttpRequest, ref: str, body: LinkBody) -> HttpResponse:
    """Tie it to another incident or to something outside."""
    return change(
        request,
        ref,
        link_incident,
        other_id=_incident("other", body.other) if body.other else None,
        target=body.target or "",
        says=body.says or "",
    )


@router.delete(
    "/{ref}/links/{int:link_id}",
    response=CHANGED,
    auth=Bearer(),
    operation_id="undo_link",
    summary="Undo a link",
)
def unlink(request: HttpRequest, ref: str, link_id: Path[RowId]) -> HttpResponse:
    """Its row stays, marked as undone."""
    at, actor, pk = clock.now(), actor_of(request), incident_id(ref)
    require_seen(request, incidents.brief(actor, pk).version)
    undo_link(incident_id=pk, link_id=link_id, by=actor, at=at)
    return shown(actor, pk, at=at, was_changed=True)


@router.post(
    "/{ref}/merge",
    response=CHANGED,
    auth=Bearer(Action.MERGE),
    operation_id="merge_incident",
    summary="Merge into another",
)
def merge(request: HttpRequest, ref: str, body: MergeBody) -> HttpResponse:
    """Say that it is the same as another one; nothing is lost, and it can be undone."""
    into = _incident("into", body.into)
    return change(request, ref, merge_incident, into_id=into, reason=body.reason)


@router.post(
    "/{ref}/unmerge",
    response=CHANGED,
    auth=Bearer(Action.MERGE),
    operation_id="undo_merge",
    summary="Undo a merge",
)
def unmerge(request: HttpRequest, ref: str, body: ReasonBody) -> HttpResponse:
    """It stands as it stood before."""
    return change(request, ref, undo_merge, reason=body.reason)


@router.post(
    "/{ref}/help",
    response=CHANGED,
    auth=Bearer(Action.ASK_HELP),
    operation_id="ask_help",
    summary="Ask for help",
)
def ask(request: HttpRequest, ref: str, body: HelpBody) -> HttpResponse:
    """Ask a role, a team, or everybody who works on it."""
    return change(request, ref, ask_help, says=body.says, asked_of=body.asked_of or "")


@router.post(
    "/{ref}/help/{int:help_id}",
    response=CHANGED,
    auth=Bearer(Action.NOTE),
    operation_id="answer_help",
    summary="Answer a call for help",
)
def answer_(request: HttpRequest, ref: str, help_id: Path[RowId], body: AnswerBody) -> HttpResponse:
    """Answer; whoever asked is told."""
    at, actor, pk = clock.now(), actor_of(request), incident_id(ref)
    room = incidents.room(actor, pk)
    require_seen(request, room.incident.version)
    if help_id not in {call.id for call in room.help}:
        raise Http404
    answer_help(help_id=help_id, answer=body.answer, by=actor, at=at)
    return shown(actor, pk, at=at, was_changed=True)


@router.post(
    "/{ref}/help/{int:help_id}/coming",
    response=CHANGED,
    auth=Bearer(Action.NOTE),
    operation_id="offer_help",
    summary="Say that one is coming",
)
def coming(
    request: HttpRequest, ref: str, help_id: Path[RowId], body: SayBody | None = None
) -> HttpResponse:
    """Come to help before or beside the answer; whoever asked is told. Needs no body."""
    at, actor, pk = clock.now(), actor_of(request), incident_id(ref)
    room = incidents.room(actor, pk)
    require_seen(request, room.incident.version)
    if help_id not in {call.id for call in room.help}:
        raise Http404
    offer_help(help_id=help_id, says=(body.says if body else None) or "", by=actor, at=at)
    return shown(actor, pk, at=at, was_changed=True)


def _incident(field: str, ref: str) -> int:
    try:
        return incident_id(ref)
    except Http404:
        raise Refusal(Problem(field=field, says="Give a reference such as INC-000123.")) from None
