"""What colleagues read while it goes on: briefings and the agent card."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import briefings, card

pages: list[URLPattern] = [
    path("card/", card.page, name="card"),
    path("card/pieces/", card.pieces, name="card_pieces"),
    path("briefings/", briefings.listed, name="briefings"),
    path("briefings/<int:number>/", briefings.one, name="briefing"),
    path("briefings/<int:number>/revise/", briefings.edit, name="briefing_revise"),
    path("incidents/<ref:ref>/briefings/", briefings.in_room, name="room_briefings"),
    path("incidents/<ref:ref>/briefings/new/", briefings.new, name="new_briefing"),
]
