"""How people are reached: their ways, the channels, what could not be delivered, trying a path."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import (
    reach,
    reach_browser,
    setup_channels,
    setup_reach,
    trying,
    undelivered,
)

pages: list[URLPattern] = [
    path("paths/<slug:code>/simulate/", trying.page, name="try_path"),
    path("push-worker.js", reach_browser.worker, name="push_worker"),
    path("reach/", reach.page, name="reach"),
    path("reach/add/", reach.add, name="reach_add"),
    path("reach/browser/", reach.browser, name="reach_browser"),
    path("reach/order/", reach.order, name="reach_order"),
    path("reach/quiet/", reach.quiet, name="reach_quiet"),
    path("reach/way/<int:number>/", reach.way, name="reach_way"),
    path("setup/channels/", setup_channels.page, name="setup_channels"),
    path("setup/reach/", setup_reach.overview, name="setup_reach"),
    path("setup/reach/<slug:kind>/<slug:code>/", setup_reach.one, name="setup_reach_one"),
    path(
        "setup/reach/<slug:kind>/<slug:code>/way/<int:number>/",
        setup_reach.way,
        name="setup_reach_way",
    ),
    path("setup/undelivered/", undelivered.listed, name="undelivered"),
    path("setup/undelivered/<int:number>/", undelivered.one, name="undelivered_one"),
]
