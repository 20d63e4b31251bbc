"""Writing a strategy: drafts, their clauses, the editors of its parts."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []
