"""Slack, by the incoming webhook of one of its channels."""

from musterpoint.apps.notifications.channels.slack.settings import read_address
from musterpoint.apps.notifications.channels.slack.transport import Slack

NOT_SET_UP = "Slack needs no setting: add the address of an incoming webhook."


def open_channel() -> Slack:
    """Return the way to post to Slack; every address brings its own key."""
    return Slack()


__all__ = ["NOT_SET_UP", "Slack", "open_channel", "read_address"]
