"""Writing a strategy: drafts, their clauses, the editors of its parts."""

from django.urls import URLPattern, URLResolver, path, register_converter

from musterpoint.interfaces.web.converters import PartConverter
from musterpoint.interfaces.web.views import (
    clause_acts,
    clause_draw,
    clause_edit,
    clause_sheet,
    draft_read,
    strategy_drafts,
)

register_converter(PartConverter, "part")

pages: list[URLPattern | URLResolver] = [
    path("strategy/drafts/", strategy_drafts.listed, name="drafts"),
    path("strategy/search/", strategy_drafts.find, name="strategy_search"),
    path("strategy/comment/", clause_acts.comment, name="comment"),
    path("strategy/comment/<int:number>/", clause_acts.settle, name="comment_settle"),
    path(
        "strategy/<int:version>/comments/<path:path>/",
        clause_acts.version_comments,
        name="version_comments",
    ),
    path("strategy/drafts/<int:number>/", strategy_drafts.one, name="draft_one"),
    path("strategy/drafts/<int:number>/text/", strategy_drafts.text, name="draft_text"),
    path("strategy/drafts/<int:number>/arrange/", clause_acts.arrange, name="clause_arrange"),
    path("strategy/drafts/<int:number>/assign/", clause_acts.assign, name="clause_assign"),
    path("strategy/drafts/<int:number>/<part:part>/", strategy_drafts.part, name="draft_part"),
    path("strategy/drafts/<int:number>/clause/<path:path>/", clause_edit.edit, name="clause_edit"),
    path("strategy/drafts/<int:number>/draw/<path:path>/", clause_draw.draw, name="clause_draw"),
    path("strategy/drafts/<int:number>/sheet/<slug:key>/", clause_sheet.sheet, name="clause_sheet"),
    path("strategy/drafts/<int:number>/read/", draft_read.read, name="draft_read"),
]
