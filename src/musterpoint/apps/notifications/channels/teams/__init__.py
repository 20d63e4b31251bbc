"""Microsoft Teams, by the webhook of a workflow (or an incoming webhook) of one of its channels."""

from musterpoint.apps.notifications.channels.teams.settings import read_address
from musterpoint.apps.notifications.channels.teams.transport import Teams

NOT_SET_UP = "Teams needs no setting: add the address of a workflow's webhook."


def open_channel() -> Teams:
    """Return the way to post to Teams; every address brings its own key."""
    return Teams()


__all__ = ["NOT_SET_UP", "Teams", "open_channel", "read_address"]
