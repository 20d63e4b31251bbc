"""The addresses of the pages. An incident stands in them by its reference."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from musterpoint.interfaces.web.addresses import handovers, outside, reaching, rotas
from musterpoint.interfaces.web.converters import RefConverter
from musterpoint.interfaces.web.views import (
    answer,
    board,
    complaints,
    do,
    drafts,
    incidents,
    log,
    my_work,
    notices,
    parts,
    pulse,
    room,
    setup_centre,
    setup_people,
    strategy,
    timeline,
)

register_converter(RefConverter, "ref")

in_a_room: list[URLPattern | URLResolver] = [
    path("", room.room, name="room"),
    path("pieces/", room.pieces, name="pieces"),
    path("do/<slug:verb>/", do.do, name="do"),
    path("note/", parts.note, name="note"),
    path("role/", parts.role, name="role"),
    path("task/", parts.task, name="task"),
    path("new-task/", parts.new_task, name="add_task"),
    path("gap/", parts.fill_gap, name="fill_gap"),
    path("obligation/", parts.settle, name="settle"),
    path("answer/", parts.answer, name="answer_help"),
    path("come/", parts.come, name="come_to_help"),
    path("unlink/", parts.unlink, name="unlink"),
    path("timeline/print/", timeline.printed, name="timeline_print"),
    path("timeline.<slug:form>", timeline.exported, name="timeline_export"),
]
pages: list[URLPattern | URLResolver] = [
    path("", board.page, name="board"),
    path("board/pieces/", board.pieces, name="board_pieces"),
    path("strip/", board.strip, name="strip"),
    path("pulse/", pulse.page, name="pulse"),
    path("wallboard/", board.wallboard, name="wallboard"),
    path("wallboard/pieces/", board.wallboard_pieces, name="wallboard_pieces"),
    path("my-work/", my_work.page, name="my_work"),
    path("my-work/pieces/", my_work.pieces, name="my_work_pieces"),
    path("notices/", notices.page, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("incidents/", incidents.listed, name="incidents"),
    path("incidents/new/", log.log, name="log"),
    path("incidents/new/suggestions/", log.suggestions, name="log_suggestions"),
    path("incidents/<ref:ref>/", include(in_a_room)),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    path("strategy/", strategy.read, name="strategy"),
    path("strategy/<int:version>/clause/<str:clause>/", strategy.one_clause, name="clause"),
    path("complaints/", complaints.listed, name="complaints"),
    path("complaints/new/", complaints.log, name="log_complaint"),
    path("complaints/<int:number>/", complaints.one, name="complaint"),
    path("setup/people/", setup_people.listed, name="setup_people"),
    path("setup/people/<int:number>/", setup_people.one, name="setup_person"),
    path("setup/centre/", setup_centre.overview, name="setup_centre"),
    path("setup/centre/name/", setup_centre.name, name="setup_name"),
    path("setup/centre/role/<slug:code>/", setup_centre.role, name="setup_role"),
    path("setup/centre/<slug:kind>/", setup_centre.new, name="setup_new"),
    path("setup/centre/<slug:kind>/<slug:code>/", setup_centre.one, name="setup_one"),
    path("answer/<str:token>/", answer.answer, name="answer"),
    *rotas.pages,
    *reaching.pages,
    *handovers.pages,
    *outside.pages,
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((pages, "web")))]
