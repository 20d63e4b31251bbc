"""Proof of conformity: coverage, the document, the evidence pack."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []
