"""Trying a strategy before it is trusted: replay, scenarios, rating the same cases."""

from django.urls import URLPattern, URLResolver, path

from musterpoint.interfaces.web.addresses import replays
from musterpoint.interfaces.web.views import ratings, scenarios

pages: list[URLPattern | URLResolver] = [
    *replays.pages,
    path("strategy/scenarios/", scenarios.library, name="scenarios"),
    path("strategy/scenarios/<str:code>/", scenarios.one, name="scenario"),
    path("strategy/ratings/", ratings.listed, name="ratings"),
    path("strategy/ratings/<int:number>/", ratings.one, name="rating"),
]
