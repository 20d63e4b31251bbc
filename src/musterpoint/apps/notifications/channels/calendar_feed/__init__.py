"""Calendars of others, read from their addresses. Whom they mean is decided elsewhere."""

from musterpoint.apps.notifications.channels.calendar_feed.reading import Unreadable, read
from musterpoint.apps.notifications.channels.calendar_feed.transport import Fetched, fetch

__all__ = ["Fetched", "Unreadable", "fetch", "read"]
