"""Every address of the product, by the door that answers it."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from musterpoint.project import static

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<str:asked_version>/<path:name>", static.serve),
    path("accounts/", include("allauth.urls")),
    path("", include("musterpoint.interfaces.web.health_urls")),
    path("", include("musterpoint.interfaces.api.urls")),
    path("", include("musterpoint.interfaces.web.urls")),
]
