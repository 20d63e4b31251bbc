"""From draft to in force: consultation, approval, publishing, reading receipts."""

from django.urls import URLPattern, URLResolver

pages: list[URLPattern | URLResolver] = []
