"""Trying a strategy before it is trusted: replay, scenarios, rating the same cases."""

from django.urls import URLPattern, URLResolver

from musterpoint.interfaces.web.addresses import replays

pages: list[URLPattern | URLResolver] = [
    *replays.pages,
]
