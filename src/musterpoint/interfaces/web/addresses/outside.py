"""What outside services call, with keys of their own in place of a sign-in."""

from django.urls import URLPattern

pages: list[URLPattern] = []
