"""What stands around a clause that is edited: its number, history, comments, who sees to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.policies import drafts, remarks
from musterpoint.domain.authority import Action, may
from musterpoint.domain.policy.pieces import HOLD_ENTRIES, code_of, key_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.editors import name_of
from musterpoint.interfaces.web.forms.drafting import AssignForm
from musterpoint.interfaces.web.shown import drafts as shown
from musterpoint.usecases.edit_clause import ClauseChanged

if TYPE_CHECKING:
    from musterpoint.apps.policies.models import DraftClause

MOST_EDITS = 10


def frame(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return what every page of a draft has."""
    may_write = asked.allowed(request, Action.DRAFT_POLICY)
    return {"nav": "strategy", "draft": shown.head(drafts.draft(number), may_write=may_write)}


def around(request: HttpRequest, row: DraftClause, tree: Mapping[str, Plain]) -> dict[str, Any]:
    """Return everything on a clause's page but the form."""
    path, part = row.path, shown.part_of(row.path)
    rows = drafts.clauses(row.draft_id, key=key_of(path))
    places = [one.path for one in rows]
    place = places.index(path) if path in places else 0
    given = remarks.assignments(row.draft_id).get(path)
    return frame(request, row.draft_id) | {
        "path": path,
        "code": code_of(path) if key_of(path) in HOLD_ENTRIES else "",
        "title": shown.title(path, drafts.value_of(row.value)),
        "number": shown.number_in(tree, path),
        "key_label": shown.key_label(key_of(path)),
        "part": part and {"code": part.code, "number": part.number, "title": _(part.title)},
        "row": row,
        "previous": _link(row.draft_id, places[place - 1]) if place else "",
        "next": _link(row.draft_id, places[place + 1]) if place + 1 < len(places) else "",
        "changes": shown.changes(drafts.history(row.draft_id, path, limit=MOST_EDITS)),
        "threads": remarks.threads(draft_id=row.draft_id, paths=[path]),
        "place": path,
        "assigned": given,
        "assign_form": AssignForm(people=writers()),
    }


def writers() -> list[tuple[str, str]]:
    """Return who may write the strategy, by name."""
    people = [one for one in directory.people().values() if may(one.roles, Action.DRAFT_POLICY)]
    return [(str(one.id), one.name) for one in sorted(people, key=lambda one: one.name)]


def conflict(clash: ClauseChanged) -> dict[str, Any]:
    """Return both texts and what stood before: each field in dispute, and the whole."""
    name = name_of(clash.path)
    return {
        "by": clash.by,
        "fields": [
            {
                "path": field or clash.path,
                "base": _at(clash.base, field),
                "theirs": _at(clash.theirs, field),
                "yours": _at(clash.yours, field),
            }
            for field in clash.clashes
        ],
        "base": wording.as_yaml(name, clash.base),
        "theirs": wording.as_yaml(name, clash.theirs),
        "yours": wording.as_yaml(name, clash.yours),
    }


def _at(value: Plain, field: str) -> str:
    """Return what stands at a dotted place of a clause, as text."""
    path = field.removesuffix("(order)").strip()
    name = path.rpartition(".")[2]
    for key in path.split(".") if path else ():
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return wording.as_yaml(name or "all", value)
    return str(value)


def _link(number: int, path: str) -> str:
    return reverse("web:clause_edit", args=[number, path])
