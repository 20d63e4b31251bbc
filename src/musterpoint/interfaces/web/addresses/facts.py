"""The board of facts of an incident."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import facts

pages: list[URLPattern] = [
    path("incidents/<ref:ref>/facts/", facts.board, name="fact_board"),
]
