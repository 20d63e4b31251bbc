"""Drafts of the strategy: begin one, see how far it is, read a part of it, look for words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.policies import drafts, queries, remarks
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parts import PARTS, DocumentPart
from musterpoint.domain.policy.pieces import cut, key_of
from musterpoint.domain.policy.searching import search
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.drafting import StartForm
from musterpoint.interfaces.web.shown import drafts as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.start_draft import (
    start_draft,
    start_from_shipped,
    start_from_version,
)

if TYPE_CHECKING:
    from musterpoint.apps.policies.models import StrategyDraft

MOST_HITS = 60
MOST_EDITS = 12


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All drafts, and three ways to begin one."""
    by = asked.actor(request)
    at = asked.moment(request)
    version = queries.in_force(at=at).number
    form = StartForm(asked.sent(request), request.FILES or None, version=version)
    status = 200
    if request.method == "POST":
        by.must(Action.DRAFT_POLICY)
        status = answering.INVALID
        if form.is_valid():
            try:
                pk = _started(form, version, request)
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
            else:
                messages.success(
                    request, _("A draft was begun. Nothing is in force before it is published.")
                )
                return redirect("web:draft_one", number=pk)
    may_write = asked.allowed(request, Action.DRAFT_POLICY)
    rows = Paginator(drafts.listed(), 50).get_page(request.GET.get("page"))
    context = {
        "nav": "strategy",
        "drafts": [shown.head(row, may_write=may_write) for row in rows],
        "page": rows,
        "form": form if may_write else None,
    }
    return render(request, "strategy/drafts/list.html", context, status=status)


def _started(form: StartForm, version: int, request: HttpRequest) -> int:
    said = form.cleaned_data
    told: dict[str, Any] = {
        "title": said["title"],
        "note": said["note"],
        "by": asked.actor(request),
        "at": asked.moment(request),
    }
    if said["begin"] == "in_force":
        return start_from_version(number=version, **told)
    if said["begin"] == "shipped":
        return start_from_shipped(**told)
    return start_draft(text=said["text"], **told)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """How far a draft is, part by part."""
    draft = drafts.draft(number)
    rows = drafts.clauses(number)
    tree, examined = drafts.tree_of(rows), drafts.examined(number)
    parts = shown.parts(number, tree, examined.findings)
    context = _page(request, draft) | {
        "parts": parts,
        "done": sum(part["state"] == "done" for part in parts),
        "elsewhere": shown.elsewhere(examined.findings),
        "is_readable": examined.strategy is not None or not _shape_errors(examined.findings),
        "others": [
            shown.clause_row(row, tree, []) for row in rows if shown.part_of(row.path) is None
        ],
        "changes": shown.changes(drafts.edits(number)[:MOST_EDITS]),
    }
    return render(request, "strategy/drafts/one.html", context)


def _shape_errors(findings: Any) -> bool:
    return any(found.severity == "error" for found in findings)


@require_safe
def part(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """The clauses of one part."""
    draft = drafts.draft(number)
    found = _part(part)
    rows = drafts.clauses(number)
    tree, examined = drafts.tree_of(rows), drafts.examined(number)
    own = [one for one in examined.findings if key_of(one.path) in found.keys]
    context = _page(request, draft) | {
        "part": found,
        "part_title": _(found.title),
        "keys": shown.keys(number, found, rows, tree, own),
        "parts": [{"code": one.code, "number": one.number, "title": _(one.title)} for one in PARTS],
        "threads": remarks.threads(draft_id=number, paths=[found.code]),
        "place": found.code,
    }
    return render(request, "strategy/drafts/part.html", context)


def _part(code: str) -> DocumentPart:
    for one in PARTS:
        if one.code == code:
            return one
    raise Http404


@require_safe
def text(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001 - a page has a request
    """The whole draft as a file."""
    name = f"strategy-draft-{number}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        drafts.draft_text(number), content_type="application/yaml; charset=utf-8", headers=headers
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Clauses that hold some words: of a draft, of a version, or of what is in force."""
    words = request.GET.get("q", "")[:200]
    draft, version = request.GET.get("draft", ""), request.GET.get("version", "")
    context: dict[str, Any] = {"nav": "strategy", "q": words, "draft": None}
    if draft.isdecimal():
        row = drafts.draft(int(draft))
        tree = drafts.tree(row.pk)
        context |= _page(request, row)
    else:
        context["version"] = found = _version(request, version)
        tree = dump(found.strategy)
    hits = search(cut(tree), words)
    context["hits"] = [
        {"path": hit.path, "title": hit.title, "around": hit.around,
         "number": shown.number_in(tree, hit.path), "label": shown.key_label(key_of(hit.path))}
        for hit in hits[:MOST_HITS]
    ]  # fmt: skip
    context["more"] = max(0, len(hits) - MOST_HITS)
    return render(request, "strategy/drafts/search.html", context)


def _version(request: HttpRequest, number: str) -> queries.Version:
    at = asked.moment(request)
    if not number.isdecimal():
        return queries.in_force(at=at)
    found = queries.in_force_by_number(int(number), at=at)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, draft: StrategyDraft) -> dict[str, Any]:
    may_write = asked.allowed(request, Action.DRAFT_POLICY)
    return {"nav": "strategy", "draft": shown.head(draft, may_write=may_write)}
