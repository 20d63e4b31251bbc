"""Personal data kept apart: one value with a reason, one person, legal holds."""

from django.urls import URLPattern, path, register_converter

from musterpoint.interfaces.web.converters import PersonRefConverter, TokenConverter
from musterpoint.interfaces.web.views import vault

register_converter(TokenConverter, "token")
register_converter(PersonRefConverter, "person")

pages: list[URLPattern] = [
    path("vault/", vault.overview, name="vault"),
    path("vault/<token:token>/", vault.value, name="vault_value"),
    path("vault/<person:ref>/", vault.person, name="vault_person"),
    path("vault/<person:ref>/file/<int:number>/", vault.file, name="vault_file"),
]
