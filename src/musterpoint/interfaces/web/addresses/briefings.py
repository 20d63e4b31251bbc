"""What colleagues read while it goes on: briefings and the agent card."""

from django.urls import URLPattern

pages: list[URLPattern] = []
