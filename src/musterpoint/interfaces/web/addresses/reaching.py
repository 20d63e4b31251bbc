"""How people are reached: their ways, the channels, what could not be delivered, trying a path."""

from django.urls import URLPattern

pages: list[URLPattern] = []
