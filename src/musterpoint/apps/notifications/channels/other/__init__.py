"""Other services, by an address that the library Apprise reads (``tgram://…``, ``ntfys://…``)."""

from musterpoint.apps.notifications.channels.other.settings import read_address
from musterpoint.apps.notifications.channels.other.transport import Other

NOT_SET_UP = "Other services need no setting: add an address of one."


def open_channel() -> Other:
    """Return the way to other services; every address brings its own key."""
    return Other()


__all__ = ["NOT_SET_UP", "Other", "open_channel", "read_address"]
