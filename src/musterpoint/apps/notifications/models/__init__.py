"""What is remembered of telling people: messages, and the ways in which people are reached."""

from musterpoint.apps.notifications.models.message import Attempt, Message, Receipt
from musterpoint.apps.notifications.models.method import ContactMethod, Preference, QuietHours

__all__ = ["Attempt", "ContactMethod", "Message", "Preference", "QuietHours", "Receipt"]
