"""The outside heartbeat: a call to an address that raises the alarm when the calls stop."""

from musterpoint.apps.notifications.channels.heartbeat.transport import ping

__all__ = ["ping"]
