"""Rotas: who answers now, turns, overrides, swaps, absence."""

from django.urls import URLPattern

pages: list[URLPattern] = []
