"""What delivers updates on a channel of its own, by the channel's name in the plan."""

from __future__ import annotations

from musterpoint.apps.communications.operations import channels, notices
from musterpoint.usecases.tell_agent_card import CARD_CHANNELS
from musterpoint.usecases.tell_status_pages import tell_status_pages

OWN_CHANNELS: dict[str, channels.Deliver] = {
    notices.CHANNEL: tell_status_pages,
    **CARD_CHANNELS,
}
channels.DELIVER.update(OWN_CHANNELS)
