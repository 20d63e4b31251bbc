"""From draft to in force: consultation, approval, publishing, reading receipts."""

from django.urls import URLPattern, URLResolver, path

from musterpoint.interfaces.web.views import (
    agreement,
    comparison,
    consultation,
    outside_consultation,
    versions,
)

pages: list[URLPattern | URLResolver] = [
    path("strategy/versions/", versions.listed, name="versions"),
    path("strategy/versions/<int:number>/", versions.one, name="version_one"),
    path("strategy/versions/<int:number>/readers.csv", versions.readers, name="version_readers"),
    path("strategy/compare/", comparison.page, name="compare"),
    path("strategy/drafts/<int:number>/progress/", agreement.page, name="draft_agreement"),
    path(
        "strategy/drafts/<int:number>/consultation/", consultation.page, name="draft_consultation"
    ),
    path("consultation/<str:token>/", outside_consultation.page, name="outside_consultation"),
]
