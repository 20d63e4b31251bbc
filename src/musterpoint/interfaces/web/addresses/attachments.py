"""Files that hang on an incident."""

from django.urls import URLPattern, path

from musterpoint.interfaces.web.views import attachments

pages: list[URLPattern] = [
    path("incidents/<ref:ref>/files/", attachments.page, name="attachments"),
    path("incidents/<ref:ref>/files/<int:number>/", attachments.download, name="attachment"),
    path("incidents/<ref:ref>/files/<int:number>/mail/", attachments.mail, name="attached_mail"),
]
