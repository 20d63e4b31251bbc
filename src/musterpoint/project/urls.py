"""Every address of the product, by the door that answers it."""

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import TemplateView

from musterpoint.project import static

# Without a mail server nobody can be sent a link: an administrator shows one instead.
_forgotten = TemplateView.as_view(template_name="account/ask_for_link.html")

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<str:asked_version>/<path:name>", static.serve),
    *([] if settings.EMAIL_CONFIGURED else [path("accounts/password/reset/", _forgotten)]),
    path("accounts/", include("allauth.urls")),
    path("", include("musterpoint.interfaces.web.health_urls")),
    path("", include("musterpoint.interfaces.api.urls")),
    path("", include("musterpoint.interfaces.web.urls")),
]
