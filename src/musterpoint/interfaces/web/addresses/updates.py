"""Writing, approving, sending and watching updates."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import (
    composer,
    setup_audiences,
    update_languages,
    updates,
)

pages: list[URLPattern] = [
    path("incidents/<ref:ref>/updates/", updates.listed, name="updates"),
    path("incidents/<ref:ref>/updates/new/", composer.compose, name="update_new"),
    path("incidents/<ref:ref>/updates/preview/", composer.preview, name="update_preview"),
    path("incidents/<ref:ref>/updates/<int:number>/", updates.one, name="update"),
    path("incidents/<ref:ref>/updates/<int:number>/edit/", composer.edit, name="update_edit"),
    path(
        "incidents/<ref:ref>/updates/<int:number>/languages/",
        update_languages.page,
        name="update_languages",
    ),
    path("setup/audiences/", setup_audiences.overview, name="setup_audiences"),
    path("setup/audiences/<slug:code>/", setup_audiences.one, name="setup_audience"),
]
