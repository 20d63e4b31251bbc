"""Reads of incidents, each behind the gate."""

from musterpoint.apps.incidents.queries.gate import visible_to, visible_to_actor

__all__ = ["visible_to", "visible_to_actor"]
