"""Every address of the product, by the door that answers it."""

from importlib.util import find_spec

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from musterpoint.project import static


def _door(module: str) -> list[URLResolver]:
    return [path("", include(module))] if find_spec(module) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<str:asked_version>/<path:name>", static.serve),
    path("accounts/", include("allauth.urls")),
    *_door("musterpoint.interfaces.web.health_urls"),
    *_door("musterpoint.interfaces.api.urls"),
    *_door("musterpoint.interfaces.web.urls"),
]
