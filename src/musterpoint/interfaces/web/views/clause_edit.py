"""Edit one clause: as a form, as a picture or as text. What was typed never gets lost.

A draft may be wrong, so whatever can be read is kept and its findings stand beside the fields. Two
people in one field see both texts and what stood before, and decide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import drafts
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.choosing import EDITORS, editor_for
from musterpoint.interfaces.web.clauses.editors import (
    AS_FORM,
    AS_TEXT,
    Editing,
    name_of,
)
from musterpoint.interfaces.web.shown import clause_page
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.drafting import ClauseGone
from musterpoint.usecases.edit_clause import ClauseChanged, edit_clause
from musterpoint.usecases.refusals import Refusal

if TYPE_CHECKING:
    from musterpoint.apps.policies.models import DraftClause


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the page shows: the value in the form, from which revision, and what was refused."""

    value: Plain
    seen: int
    status: int = 200
    why: str = ""
    more: str = ""
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    conflict: dict[str, Any] | None = None
    sent: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """Show a clause with its findings, and keep what is sent."""
    if request.method == "POST":
        asked.actor(request).must(Action.DRAFT_POLICY)
        return _sent(request, number, path)
    row = drafts.clause(number, path)
    answer = Answer(value=drafts.value_of(row.value), seen=row.revision)
    return _page(request, row, answer)


def _sent(request: HttpRequest, number: int, path: str) -> HttpResponse:
    drafts.draft(number)
    try:
        row = drafts.clause(number, path)
    except drafts.NoSuchClause:
        return _gone(request, number, path, None)
    answer = _read(request, row)
    if answer.typed or "more" in request.POST or "again" in request.POST:
        return _page(request, row, answer)
    try:
        edited = edit_clause(
            draft_id=number,
            path=path,
            value=answer.value,
            revision=answer.seen,
            why=answer.why,
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except ClauseGone as gone:
        return _gone(request, number, path, gone.yours)
    except ClauseChanged as clash:
        return _page(request, drafts.clause(number, path), _conflict(answer, clash))
    except Refusal as refusal:
        answer.refusals = answering.words_of(refusal)
        answer.status = answering.status_of(refusal)
        return _page(request, row, answer)
    if edited.merged:
        messages.success(request, _("Kept, together with what somebody else changed meanwhile."))
    elif edited.changed:
        messages.success(request, _("Kept."))
    else:
        messages.info(request, _("Nothing was different, so nothing was changed."))
    wanted = request.GET.get("as", "")
    return redirect(
        _address(number, path) + (f"?as={wanted}" if wanted in ("form", "text") else "")
    )


def _read(request: HttpRequest, row: DraftClause) -> Answer:
    """Return what was sent as a value, from the revision that the form was filled with."""
    seen = asked.text(request, "seen")
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else row.revision
    base = drafts.value_at(row, revision)
    was = drafts.value_of(row.value) if base is None else base
    editor = editor_for(row.path, was, wanted=request.GET.get("as", ""))
    taken = editor.taken(row.path, was, request.POST, drafts.tree(row.draft_id))
    return Answer(
        value=taken.value,
        seen=revision,
        status=answering.INVALID if taken.typed else 200,
        why=asked.text(request, "why"),
        more=asked.text(request, "more"),
        typed=taken.typed,
        sent=True,
    )


def _conflict(answer: Answer, clash: ClauseChanged) -> Answer:
    """Return the form filled with what both meant, and both texts beside it."""
    return Answer(
        value=clash.proposal,
        seen=clash.revision,
        status=answering.CONFLICT,
        why=answer.why,
        conflict=clause_page.conflict(clash),
        sent=True,
    )


def _page(request: HttpRequest, row: DraftClause, answer: Answer) -> HttpResponse:
    tree = drafts.tree(row.draft_id)
    wanted = request.GET.get("as", "")
    editor = editor_for(row.path, answer.value, wanted=wanted)
    mine = drafts.findings_by_clause(drafts.examined(row.draft_id).findings).get(row.path, [])
    editing = Editing(
        draft_id=row.draft_id,
        path=row.path,
        value=answer.value,
        tree=tree,
        findings=mine,
        typed=answer.typed,
        more=answer.more,
    )
    has_form = AS_FORM.fits(row.path, answer.value)
    context = clause_page.around(request, row, tree) | {
        "answer": answer,
        "editor": editor.shown(editing),
        "editor_template": editor.template,
        "as_text": editor is AS_TEXT,
        "as_form": editor is AS_FORM,
        "has_picture": row.path.partition(".")[0] in EDITORS,
        "has_form": has_form,
        "all_findings": mine,
    }
    return render(request, "strategy/drafts/clause.html", context, status=answer.status)


def _gone(request: HttpRequest, number: int, path: str, yours: Any) -> HttpResponse:
    """Say that the clause is gone; what was typed stands there to be put back."""
    if yours is None:
        editor = editor_for(path, {}, wanted=request.GET.get("as", ""))
        yours = editor.taken(path, {}, request.POST, {}).value
    context = clause_page.frame(request, number) | {
        "path": path,
        "yours": wording.as_yaml(name_of(path), yours),
    }
    return render(request, "strategy/drafts/gone.html", context, status=answering.CONFLICT)


def _address(number: int, path: str) -> str:
    return reverse("web:clause_edit", args=[number, path])
