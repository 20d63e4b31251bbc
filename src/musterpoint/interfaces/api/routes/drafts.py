"""Drafts of the strategy: list, begin, read, change clause by clause, comment."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.policies import drafts, remarks
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.findings import errors
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, seen_version
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.problems import STALE, BadQuery, problem
from musterpoint.interfaces.api.routes.policies import findings_of
from musterpoint.interfaces.api.shapes import also_said
from musterpoint.interfaces.api.shapes import drafts as shapes
from musterpoint.usecases.arrange_clauses import add_clause, remove_clause
from musterpoint.usecases.comment_clause import comment_clause
from musterpoint.usecases.edit_clause import ClauseChanged, edit_clause
from musterpoint.usecases.start_draft import start_draft, start_from_shipped, start_from_version

router = Router(tags=["Strategy"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
ClausePath = Annotated[str, Field(min_length=1, max_length=200)]


class FormatQuery(BaseModel):
    """As what to read a draft."""

    format: Literal["json", "yaml"] = "json"


@router.get(
    "",
    response={200: shapes.DraftList},
    auth=Bearer(),
    operation_id="list_drafts",
    summary="List drafts of the strategy",
)
def list_(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """All drafts, the ones changed last first."""
    return answer({"items": [_draft(row) for row in drafts.listed()]})


@router.post(
    "",
    response={201: shapes.DraftWhole},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="start_draft",
    summary="Begin a draft of the strategy",
)
def start(request: HttpRequest, body: shapes.DraftBody) -> HttpResponse:
    """From a text, finished or not; from a published version; or from what ships."""
    told: dict[str, Any] = {
        "title": body.title or "",
        "note": body.note or "",
        "by": actor_of(request),
        "at": clock.now(),
    }
    if body.text is not None:
        number = start_draft(text=body.text, **told)
    elif body.version is not None:
        number = start_from_version(number=body.version, **told)
    else:
        number = start_from_shipped(**told)
    return answer(_whole(number), status=201, location=_url(number))


@router.get(
    "/{int:number}",
    response={200: shapes.DraftWhole},
    auth=Bearer(),
    operation_id="read_draft",
    summary="Read a draft of the strategy",
)
def read(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    number: Path[Number],
    asked: Query[FormatQuery],
) -> HttpResponse:
    """Its clauses and their revisions; ``format=yaml`` gives the text as it stands."""
    if asked.format == "yaml":
        return HttpResponse(drafts.draft_text(number), content_type="application/yaml")
    return answer(_whole(number))


@router.get(
    "/{int:number}/findings",
    response={200: also_said.Checked},
    auth=Bearer(),
    operation_id="check_draft",
    summary="Check a draft of the strategy",
)
def check(request: HttpRequest, number: Path[Number]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Every finding with its dotted path, and its line in the draft's text."""
    found = drafts.examined(number).findings
    return answer({"ok": not errors(found), "findings": findings_of(found)})


@router.post(
    "/{int:number}/clauses",
    response={201: shapes.ClauseSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="add_clause",
    summary="Add a clause to a draft",
)
def add(request: HttpRequest, number: Path[Number], body: shapes.NewClauseBody) -> HttpResponse:
    """Behind the last one of its kind."""
    add_clause(
        draft_id=number,
        path=body.path,
        value=body.value,
        why=body.why or "",
        by=actor_of(request),
        at=clock.now(),
    )
    row = drafts.clause(number, body.path)
    there = f"{_url(number)}/clauses/{body.path}"
    return answer(_clause(row), status=201, version=row.revision, location=there)


@router.get(
    "/{int:number}/clauses/{path:path}",
    response={200: shapes.ClauseSaid},
    auth=Bearer(),
    operation_id="read_clause",
    summary="Read a clause of a draft",
)
def read_clause(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    number: Path[Number],
    path: Path[ClausePath],
) -> HttpResponse:
    """What it says, with its revision as the ETag."""
    row = drafts.clause(number, path)
    return answer(_clause(row), version=row.revision)


@router.put(
    "/{int:number}/clauses/{path:path}",
    response={200: shapes.ClauseSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="edit_clause",
    summary="Change a clause of a draft",
)
def edit(
    request: HttpRequest, number: Path[Number], path: Path[ClausePath], body: shapes.ClauseBody
) -> HttpResponse:
    """If-Match must name the revision that was read. Changes of other fields are merged."""
    seen = seen_version(request)
    if seen is None:
        raise BadQuery("If-Match", 'Send the ETag of the clause as you last read it, such as "3".')
    try:
        edited = edit_clause(
            draft_id=number,
            path=path,
            value=body.value,
            revision=seen,
            why=body.why or "",
            by=actor_of(request),
            at=clock.now(),
        )
    except ClauseChanged as clash:
        return _both(clash)
    row = drafts.clause(number, path)
    return answer(_clause(row) | {"merged": edited.merged}, version=row.revision)


@router.delete(
    "/{int:number}/clauses/{path:path}",
    response={204: None},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="remove_clause",
    summary="Remove a clause of a draft",
)
def remove(request: HttpRequest, number: Path[Number], path: Path[ClausePath]) -> HttpResponse:
    """What it said stays in the history. With If-Match only while nobody changed it."""
    remove_clause(
        draft_id=number,
        path=path,
        revision=seen_version(request),
        by=actor_of(request),
        at=clock.now(),
    )
    return nothing()


@router.get(
    "/{int:number}/comments",
    response={200: shapes.CommentList},
    auth=Bearer(),
    operation_id="list_comments",
    summary="List comments on a draft",
)
def comments(request: HttpRequest, number: Path[Number]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Threads in order, each with its answers."""
    drafts.draft(number)
    found = [
        _comment(one)
        for thread in remarks.threads(draft_id=number)
        for one in (thread.first, *thread.answers)
    ]
    return answer({"items": found})


@router.post(
    "/{int:number}/comments",
    response={201: shapes.CommentSaid},
    auth=Bearer(Action.COMMENT_POLICY),
    operation_id="comment_draft",
    summary="Comment on a draft",
)
def comment(request: HttpRequest, number: Path[Number], body: shapes.CommentBody) -> HttpResponse:
    """On a clause or a part; ``answer_to`` answers a comment on the same one."""
    made = comment_clause(
        draft_id=number,
        path=body.path,
        says=body.says,
        answer_to=body.answer_to,
        by=actor_of(request),
        at=clock.now(),
    )
    there = f"{_url(number)}/comments"
    return answer(_comment(remarks.comment(made)), status=201, location=there)


def _both(clash: ClauseChanged) -> HttpResponse:
    """Return the refusal with both texts, so that nothing is lost on the way."""
    return problem(
        STALE,
        str(clash),
        [{"field": each.field, "says": each.says} for each in clash.errors],
        base=clash.base,
        theirs=clash.theirs,
        yours=clash.yours,
        proposal=clash.proposal,
        clashes=list(clash.clashes),
        revision=clash.revision,
    )


def _whole(number: int) -> dict[str, Any]:
    heads = [_head(row) for row in drafts.clauses(number)]
    return _draft(drafts.draft(number)) | {"clauses": heads}


def _draft(row: Any) -> dict[str, Any]:
    names = ("title", "state", "note", "errors", "warnings", "digest", "created_at", "changed_at")
    return {
        "number": row.pk,
        "url": _url(row.pk),
        "based_on": row.based_on.number if row.based_on else None,
        **{name: getattr(row, name) for name in names},
    }


def _head(row: Any) -> dict[str, Any]:
    return {"path": row.path, "revision": row.revision, "edited_at": row.edited_at}


def _clause(row: Any) -> dict[str, Any]:
    return _head(row) | {"value": drafts.value_of(row.value), "merged": False}


def _comment(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "path": row.path,
        "says": row.says,
        "at": row.at,
        "by": row.by_id,
        "answer_to": row.answer_to_id,
        "resolved_at": row.resolved_at,
    }


def _url(number: int) -> str:
    return f"{ROOT}/drafts/{number}"
