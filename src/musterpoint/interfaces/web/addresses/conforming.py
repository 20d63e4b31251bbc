"""Proof of conformity: coverage, alignment, the document, the evidence pack."""

from django.urls import URLPattern, URLResolver, path

from musterpoint.interfaces.web.views import conforming, duties, papers, records

pages: list[URLPattern | URLResolver] = [
    path("strategy/conformity/", conforming.page, name="conformity"),
    path("strategy/alignment/", conforming.alignment, name="alignment"),
    path("strategy/alignment.csv", conforming.alignment_as_csv, name="alignment_csv"),
    path("strategy/exercises/", records.held, name="exercises"),
    path("strategy/exercises/action/<int:number>/", records.done, name="exercise_action"),
    path("strategy/training/", records.learnt, name="training"),
    path("strategy/training/withdraw/<int:number>/", records.withdrawn, name="training_withdraw"),
    path("strategy/duties/", duties.page, name="duties"),
    path("strategy/duties/<slug:code>/", duties.confirm, name="confirm_duty"),
    path("strategy/documents/", papers.page, name="papers"),
]
