"""The console as a Django application, so that its commands are found."""

from django.apps import AppConfig


class Console(AppConfig):
    name = "musterpoint.interfaces.console"
    label = "console"
