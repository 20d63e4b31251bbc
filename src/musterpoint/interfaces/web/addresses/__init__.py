"""Addresses of pages, grouped by what they are for."""
