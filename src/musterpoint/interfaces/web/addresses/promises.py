"""What was promised to somebody by a time."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import promises

pages: list[URLPattern] = [
    path("promises/", promises.page, name="promises"),
]
