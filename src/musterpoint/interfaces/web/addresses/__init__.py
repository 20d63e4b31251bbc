"""Addresses of pages, grouped by what they are for. An incident stands in them by its reference."""

from django.urls import register_converter

from musterpoint.interfaces.web.converters import RefConverter

register_converter(RefConverter, "ref")
