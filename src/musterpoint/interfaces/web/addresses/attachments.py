"""Files beside an incident."""

from django.urls import URLPattern

pages: list[URLPattern] = []
