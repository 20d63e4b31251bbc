"""Personal data kept apart: reading, exporting, holding and erasing it."""

from django.urls import URLPattern

pages: list[URLPattern] = []
