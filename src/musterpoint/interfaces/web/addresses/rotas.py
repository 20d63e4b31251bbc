"""Rotas: who answers now, turns, overrides, swaps, absence."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import my_turns, rota, rota_calendars, rota_layers, rotas

pages: list[URLPattern] = [
    path("rotas/", rotas.listed, name="rotas"),
    path("rotas/<slug:code>/", rota.page, name="rota"),
    path("rotas/<slug:code>/layers/", rota_layers.edit, name="rota_layers"),
    path("rotas/<slug:code>/calendars/", rota_calendars.page, name="rota_calendars"),
    path("new-rota/", rota_layers.new, name="rota_new"),
    path("my-turns/", my_turns.page, name="my_turns"),
]
