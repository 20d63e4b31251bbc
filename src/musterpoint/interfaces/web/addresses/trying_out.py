"""Trying a strategy before it is trusted: replay, scenarios, rating the same cases."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []
