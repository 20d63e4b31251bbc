"""The board of facts of an incident."""

from django.urls import URLPattern

pages: list[URLPattern] = []
