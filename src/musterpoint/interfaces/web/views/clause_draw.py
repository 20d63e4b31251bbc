"""The drawing of a clause as it stands in a form that nobody has kept yet. Writes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from musterpoint.apps.policies import drafts
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.clauses.choosing import editor_for
from musterpoint.interfaces.web.clauses.visual.drawing import Draws


@require_POST
def draw(request: HttpRequest, number: int, path: str) -> HttpResponse:
    asked.actor(request).must(Action.DRAFT_POLICY)
    row = drafts.clause(number, path)
    was = drafts.value_of(row.value)
    editor = editor_for(path, was)
    if not isinstance(editor, Draws):
        raise Http404
    tree = drafts.tree(number)
    value = editor.taken(path, was, request.POST, tree).value
    return HttpResponse(editor.drawing(path, value, tree))
