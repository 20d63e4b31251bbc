"""Status pages: for the public, for a client account, for machines, and setting them up."""

from django.urls import URLPattern

pages: list[URLPattern] = []
