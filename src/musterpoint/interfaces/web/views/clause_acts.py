"""What is done to clauses besides editing them: add, move, rename, remove, comment, assign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.policies import drafts, queries, remarks
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.clauses import UnknownClause, clause
from musterpoint.domain.policy.pieces import HOLD_ENTRIES, key_of
from musterpoint.domain.policy.shapes import Kind, shape_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.editors import name_of
from musterpoint.interfaces.web.clauses.taking import code_from
from musterpoint.interfaces.web.clauses.wording import Unreadable
from musterpoint.interfaces.web.forms.drafting import AssignForm
from musterpoint.interfaces.web.shown import clause_page
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.arrange_clauses import (
    add_clause,
    move_clause,
    remove_clause,
    rename_clause,
)
from musterpoint.usecases.assign_clause import assign_clause, end_assignment
from musterpoint.usecases.comment_clause import comment_clause, page_of, settle_comment
from musterpoint.usecases.refusals import Refusal


@require_POST
def arrange(request: HttpRequest, number: int) -> HttpResponse:
    """Add, move, rename or remove a clause."""
    asked.actor(request).must(Action.DRAFT_POLICY)
    drafts.draft(number)
    act = ACTS.get(asked.text(request, "act"))
    if act is None:
        raise Http404
    try:
        return act(request, number, asked.text(request, "path"))
    except Refusal as refusal:
        return _refused(request, number, refusal)


def _add(request: HttpRequest, number: int, key: str) -> HttpResponse:
    name = asked.text(request, "name").strip()
    path, value = key, _begun(key, name)
    if text := asked.text(request, "text"):
        value = _written(key, text)
    elif key in HOLD_ENTRIES:
        path = f"{key}.{asked.text(request, 'code').strip() or code_from({'name': name})}"
        value = _begun(path, name)
    add_clause(draft_id=number, path=path, value=value, **_who(request))
    return redirect("web:clause_edit", number=number, path=path)


def _begun(path: str, name: str) -> Plain:
    """Return an empty clause, with its name where it has one."""
    shape = shape_of(path)
    if shape is not None and shape.kind in {Kind.LINE, Kind.WORDS, Kind.CHOICE}:
        return name if "." in path and key_of(path) != "rationale" else ""
    if shape is not None and shape.kind is Kind.LINES:
        return []
    named = shape is not None and any(one.name == "name" for one in shape.inner)
    return {"name": name} if named and name else {}


def _written(path: str, text: str) -> Plain:
    try:
        return wording.from_yaml(name_of(path), wording.plainly(text))
    except Unreadable:
        return wording.plainly(text)


def _move(request: HttpRequest, number: int, path: str) -> HttpResponse:
    down = asked.text(request, "down") == "yes"
    move_clause(draft_id=number, path=path, down=down, **_who(request, why=False))
    return redirect(_next(request, _address(number, path)))


def _rename(request: HttpRequest, number: int, path: str) -> HttpResponse:
    code = asked.text(request, "code").strip()
    followed = rename_clause(draft_id=number, path=path, code=code, **_who(request))
    says = ngettext(
        "Renamed. %(n)d clause that names it followed.",
        "Renamed. %(n)d clauses that name it followed.",
        followed,
    )
    messages.success(request, says % {"n": followed})
    return redirect("web:clause_edit", number=number, path=f"{key_of(path)}.{code}")


def _remove(request: HttpRequest, number: int, path: str) -> HttpResponse:
    seen = asked.text(request, "seen")
    revision = int(seen) if seen.isdecimal() and len(seen) < 9 else None
    remove_clause(draft_id=number, path=path, revision=revision, **_who(request))
    messages.success(request, _("Removed. What it said stays in the history of the draft."))
    return redirect(_next(request, reverse("web:draft_one", args=[number])))


Act = Callable[[HttpRequest, int, str], HttpResponse]
ACTS: dict[str, Act] = {"add": _add, "move": _move, "rename": _rename, "remove": _remove}


@require_POST
def comment(request: HttpRequest) -> HttpResponse:
    """Comment on a clause of a draft or a version, or answer a comment."""
    asked.actor(request).must(Action.COMMENT_POLICY)
    sent = {name: asked.text(request, name) for name in ("draft", "version", "answer_to")}
    numbers = {name: int(text) if text.isdecimal() else None for name, text in sent.items()}
    path, says = asked.text(request, "path"), asked.text(request, "says")
    try:
        made = comment_clause(
            draft_id=numbers["draft"],
            version=numbers["version"],
            answer_to=numbers["answer_to"],
            path=path,
            says=says,
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        return _said_nothing(request, refusal, says)
    row = remarks.comment(made)
    assert row is not None
    place = remarks.Place(draft=row.draft, version=row.version)
    return redirect(f"{page_of(place, path)}#comment-{made}")


@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Resolve a thread, or open it again."""
    asked.actor(request).must(Action.COMMENT_POLICY)
    try:
        row = settle_comment(
            comment_id=number,
            resolved=asked.text(request, "open") != "yes",
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        return _said_nothing(request, refusal, "")
    place = remarks.Place(draft=row.draft, version=row.version)
    return redirect(f"{page_of(place, row.path)}#comments")


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Ask somebody to see to a clause, or end that."""
    path = asked.text(request, "path")
    by, at = asked.actor(request), asked.moment(request)
    by.must(Action.DRAFT_POLICY)
    drafts.draft(number)
    try:
        if "end" in request.POST:
            end_assignment(draft_id=number, path=path, by=by, at=at)
            return redirect(_next(request, _address(number, path)))
        form = AssignForm(request.POST, people=clause_page.writers())
        if form.is_valid():
            said = form.cleaned_data
            assign_clause(
                draft_id=number,
                path=path,
                person_id=said["person"],
                due_on=said["due_on"],
                by=by,
                at=at,
            )
            messages.success(request, _("They see it under My work."))
        else:
            messages.error(request, _("Choose somebody, and a day that is still to come."))
    except Refusal as refusal:
        return _refused(request, number, refusal)
    return redirect(_address(number, path))


@require_safe
def version_comments(request: HttpRequest, version: int, path: str) -> HttpResponse:
    """What people said about a clause of a published version."""
    found = queries.in_force_by_number(version, at=asked.moment(request))
    if found is None:
        raise Http404
    try:
        said = clause(found.strategy, path)
    except UnknownClause:
        raise Http404 from None
    context = {
        "nav": "strategy",
        "version": found,
        "clause": said,
        "place": path,
        "threads": remarks.threads(version_id=found.id, paths=[path]),
    }
    return render(request, "strategy/comments.html", context)


def _who(request: HttpRequest, *, why: bool = True) -> dict[str, Any]:
    who: dict[str, Any] = {"by": asked.actor(request), "at": asked.moment(request)}
    return who | ({"why": asked.text(request, "why")} if why else {})


def _refused(request: HttpRequest, number: int, refusal: Refusal) -> HttpResponse:
    """Say what stands in the way on a page that leads back; what was typed stands there too."""
    typed = [asked.text(request, name) for name in ("name", "code", "text", "why")]
    context = clause_page.frame(request, number) | {
        "refusals": answering.words_of(refusal),
        "typed": [text for text in typed if text],
        "back": _next(request, reverse("web:draft_one", args=[number])),
    }
    status = answering.status_of(refusal)
    return render(request, "strategy/drafts/refused.html", context, status=status)


def _said_nothing(request: HttpRequest, refusal: Refusal, says: str) -> HttpResponse:
    context = {
        "nav": "strategy",
        "refusals": answering.words_of(refusal),
        "typed": [says] if says else [],
        "back": _next(request, reverse("web:drafts")),
    }
    status = answering.status_of(refusal)
    return render(request, "strategy/drafts/refused.html", context, status=status)


def _next(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted.startswith("/") and is_ours else otherwise


def _address(number: int, path: str) -> str:
    if path:
        return reverse("web:clause_edit", args=[number, path])
    return reverse("web:draft_one", args=[number])
