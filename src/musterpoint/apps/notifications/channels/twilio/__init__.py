"""Twilio carries text messages and calls; both channels share its account and its answers."""

from musterpoint.apps.notifications.channels.twilio.settings import Account, for_calls, for_texts
from musterpoint.apps.notifications.channels.twilio.transport import Twilio

__all__ = ["Account", "Twilio", "for_calls", "for_texts"]
