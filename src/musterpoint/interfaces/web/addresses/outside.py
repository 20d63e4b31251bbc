"""What outside services call, with keys of their own in place of a sign-in."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import receipts_email

pages: list[URLPattern] = [
    path("receipts/email/<str:key>/", receipts_email.receive, name="receipts_email"),
]
