"""Faults on purpose: the product's own processes under load, and what they promised looked at."""
