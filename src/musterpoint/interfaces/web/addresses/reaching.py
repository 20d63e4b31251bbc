"""How people are reached: their ways, the channels, what could not be delivered, trying a path."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import reach, reach_browser

pages: list[URLPattern] = [
    path("push-worker.js", reach_browser.worker, name="push_worker"),
    path("reach/", reach.page, name="reach"),
    path("reach/add/", reach.add, name="reach_add"),
    path("reach/browser/", reach.browser, name="reach_browser"),
    path("reach/order/", reach.order, name="reach_order"),
    path("reach/quiet/", reach.quiet, name="reach_quiet"),
    path("reach/way/<int:number>/", reach.way, name="reach_way"),
]
