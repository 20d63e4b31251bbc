"""Replaying the past under a strategy: asking, the result, the incidents that differ."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import replays, replays_rows

pages: list[URLPattern] = [
    path("strategy/replays/", replays.listed, name="replays"),
    path("strategy/replays/<int:number>/", replays.one, name="replay"),
    path("strategy/replays/<int:number>/incidents/", replays_rows.listed, name="replay_rows"),
    path("strategy/replays/<int:number>/incidents.csv", replays_rows.exported, name="replay_csv"),
    path(
        "strategy/replays/<int:number>/incidents/<ref:ref>/",
        replays_rows.one,
        name="replay_incident",
    ),
]
