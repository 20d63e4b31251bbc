"""Writing, approving, sending and watching updates."""

from django.urls import URLPattern

pages: list[URLPattern] = []
