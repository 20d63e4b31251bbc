"""What was promised to somebody by a time."""

from django.urls import URLPattern

pages: list[URLPattern] = []
