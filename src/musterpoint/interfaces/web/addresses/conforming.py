"""Proof of conformity: coverage, alignment, the document, the evidence pack."""

from django.urls import URLPattern, URLResolver, path

from musterpoint.interfaces.web.views import conforming, papers

pages: list[URLPattern | URLResolver] = [
    path("strategy/conformity/", conforming.page, name="conformity"),
    path("strategy/alignment/", conforming.alignment, name="alignment"),
    path("strategy/alignment.csv", conforming.alignment_as_csv, name="alignment_csv"),
    path("strategy/documents/", papers.page, name="papers"),
]
