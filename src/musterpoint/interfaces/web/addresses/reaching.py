"""How people are reached: their ways, the channels, what could not be delivered, trying a path."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import reach_browser

pages: list[URLPattern] = [
    path("push-worker.js", reach_browser.worker, name="push_worker"),
]
