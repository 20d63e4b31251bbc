"""Plain words: the glossary, and checking a text."""

from django.urls import URLPattern

pages: list[URLPattern] = []
