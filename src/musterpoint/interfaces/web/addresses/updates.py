"""Writing, approving, sending and watching updates."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import composer

pages: list[URLPattern] = [
    path("incidents/<ref:ref>/updates/new/", composer.compose, name="update_new"),
    path("incidents/<ref:ref>/updates/preview/", composer.preview, name="update_preview"),
]
