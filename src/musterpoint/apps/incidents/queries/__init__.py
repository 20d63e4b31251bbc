"""Reads of incidents, each behind the gate."""

from musterpoint.apps.incidents.queries.alike import Alike, alike, similar
from musterpoint.apps.incidents.queries.gate import seen_by, visible_to, visible_to_actor
from musterpoint.apps.incidents.queries.one import NotFound, Room, brief, room, seen_among
from musterpoint.apps.incidents.queries.page import (
    BadCursor,
    Filters,
    Order,
    Page,
    Row,
    open_sums,
    page,
)

__all__ = [
    "Alike",
    "BadCursor",
    "Filters",
    "NotFound",
    "Order",
    "Page",
    "Room",
    "Row",
    "alike",
    "brief",
    "open_sums",
    "page",
    "room",
    "seen_among",
    "seen_by",
    "similar",
    "visible_to",
    "visible_to_actor",
]
