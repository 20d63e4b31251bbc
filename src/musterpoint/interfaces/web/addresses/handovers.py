"""Handovers, the shift log, calls for help."""

from django.urls import URLPattern

pages: list[URLPattern] = []
