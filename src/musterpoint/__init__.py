"""Musterpoint: the incident command centre of a contact centre."""
