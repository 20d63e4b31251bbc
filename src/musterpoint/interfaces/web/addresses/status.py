"""Status pages: for the public, for a client account, for machines, and setting them up."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import setup_status, setup_work, status_public, subscribing

PRIVATE = "status/private/<str:secret>/"
STAFF = "status/of/<slug:page>/"
pages: list[URLPattern] = [
    path("status/", status_public.home, name="status"),
    path("status/history/", status_public.history, name="status_history"),
    path("status/history.atom", status_public.feed, name="status_feed"),
    path("status/incidents/<slug:code>/", status_public.notice, name="status_notice"),
    path("status/api/v2/<path:name>.json", status_public.document, name="status_document"),
    path("status/subscribe/", subscribing.ask, name="status_subscribe"),
    path("status/subscription/<str:token>/", subscribing.own, name="status_subscription"),
    path(f"{PRIVATE}subscribe/", subscribing.ask, name="status_private_subscribe"),
    path(PRIVATE, status_public.home, name="status_private"),
    path(f"{PRIVATE}history/", status_public.history, name="status_private_history"),
    path(f"{PRIVATE}history.atom", status_public.feed, name="status_private_feed"),
    path(f"{PRIVATE}incidents/<slug:code>/", status_public.notice, name="status_private_notice"),
    path(
        f"{PRIVATE}api/v2/<path:name>.json", status_public.document, name="status_private_document"
    ),
    path(STAFF, status_public.of_home, name="status_of"),
    path(f"{STAFF}history/", status_public.of_history, name="status_of_history"),
    path(f"{STAFF}incidents/<slug:code>/", status_public.of_notice, name="status_of_notice"),
    path("setup/status/", setup_status.overview, name="setup_status"),
    path("setup/status/<slug:code>/", setup_status.one, name="setup_status_one"),
    path("setup/status/<slug:code>/planned/", setup_work.new, name="setup_work_new"),
    path("setup/status/<slug:code>/planned/<slug:work>/", setup_work.one, name="setup_work"),
]
