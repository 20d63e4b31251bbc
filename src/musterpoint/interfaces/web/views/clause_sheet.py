"""Many clauses of a draft on one sheet. Each row is kept by itself: one in dispute stops none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import drafts
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.pieces import code_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.clauses.visual.plan_sheet import Communications
from musterpoint.interfaces.web.clauses.visual.sheets import Authority, Column, Sheet
from musterpoint.interfaces.web.shown import clause_page
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.edit_clause import ClauseChanged, edit_clause
from musterpoint.usecases.refusals import Refusal

if TYPE_CHECKING:
    from musterpoint.apps.policies.models import DraftClause

SHEETS: Mapping[str, Sheet] = {"authority": Authority(), "communications": Communications()}


@dataclass(slots=True)
class Row:
    """One clause on the sheet: what stands in it, from which revision, what stopped its keeping."""

    path: str
    value: Plain
    seen: int
    says: str = ""
    changed: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: int, key: str) -> HttpResponse:
    asked.actor(request).must(Action.DRAFT_POLICY)
    if key not in SHEETS:
        raise Http404
    clauses = [row for row in drafts.clauses(number, key=key) if "." in row.path]
    rows = [Row(row.path, drafts.value_of(row.value), row.revision) for row in clauses]
    if request.method == "POST":
        tree = drafts.tree(number)
        rows = [_kept(request, number, SHEETS[key], row, tree) for row in clauses]
        refused = [row for row in rows if row.says]
        kept = sum(row.changed for row in rows)
        if kept:
            said = ngettext("%(n)d row kept.", "%(n)d rows kept.", kept) % {"n": kept}
            messages.success(request, said)
        if not refused:
            if not kept:
                messages.info(request, _("Nothing was different, so nothing was changed."))
            return redirect("web:clause_sheet", number, key)
    return _page(request, number, key, rows)


def _kept(
    request: HttpRequest, number: int, sheet: Sheet, row: DraftClause, tree: Mapping[str, Plain]
) -> Row:
    """Keep one row where it changed, and return it as it is to be shown."""
    code = code_of(row.path)
    text = asked.text(request, f"seen.{code}")
    if not text.isdecimal() or len(text) > 8:
        return Row(row.path, drafts.value_of(row.value), row.revision)
    seen = int(text)
    base = drafts.value_at(row, seen)
    was = drafts.value_of(row.value) if base is None else base
    taken = sheet.taken(code, was, request.POST, tree)
    if taken.typed:
        return Row(
            row.path, was, seen, says="; ".join(says for _text, says in taken.typed.values())
        )
    if same(taken.value, was):
        return Row(row.path, drafts.value_of(row.value), row.revision)
    try:
        edited = edit_clause(
            draft_id=number,
            path=row.path,
            value=taken.value,
            revision=seen,
            why=asked.text(request, "why"),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except ClauseChanged as clash:
        says = _("%(name)s changed this row meanwhile. Both changes stand here; look, and keep it.")
        return Row(row.path, clash.proposal, clash.revision, says=says % {"name": clash.by})
    except Refusal as refusal:
        return Row(row.path, taken.value, seen, says=" ".join(answering.words_of(refusal)))
    return Row(row.path, edited.value, edited.revision, changed=edited.changed)


def _page(request: HttpRequest, number: int, key: str, rows: Sequence[Row]) -> HttpResponse:
    tree, sheet = drafts.tree(number), SHEETS[key]
    columns = sheet.columns(tree, request.GET.get("with", ""))
    found = drafts.findings_by_clause(drafts.examined(number).findings)
    context: dict[str, Any] = clause_page.frame(request, number) | {
        "key": key,
        "corner": sheet.corner,
        "columns": columns,
        "rows": [_row(row, sheet, tree, columns, found.get(row.path, [])) for row in rows],
        "more": _others(tree, columns) if key == "authority" else [],
        "why": asked.text(request, "why"),
    }
    status = answering.CONFLICT if any(row.says for row in rows) else 200
    return render(request, "strategy/visual/sheet.html", context, status=status)


def _row(
    row: Row, sheet: Sheet, tree: Mapping[str, Plain], columns: Sequence[Column],
    found: Sequence[Finding],
) -> dict[str, Any]:  # fmt: skip
    code = code_of(row.path)
    cells = sheet.cells(code, row.value, tree, columns)
    placed = [
        replace(cell, findings=_beside(column.code, row.path, found))
        for cell, column in zip(cells, columns, strict=True)
    ]
    beside = {one for cell in placed for one in cell.findings}
    return {
        "path": row.path,
        "code": code,
        "name": sheet.name(code, tree),
        "seen": row.seen,
        "says": row.says,
        "cells": placed,
        "findings": [one for one in found if one not in beside],
    }


def _beside(column: str, path: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in found if f"{one.path}.".startswith(f"{path}.{column}."))


def _others(tree: Mapping[str, Plain], columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return the roles that have no column yet."""
    roles = tree.get("roles")
    known = {column.code for column in columns}
    names = roles.items() if isinstance(roles, dict) else ()
    return [
        (code, str(one.get("name") or code) if isinstance(one, dict) else code)
        for code, one in names
        if code not in known
    ]
