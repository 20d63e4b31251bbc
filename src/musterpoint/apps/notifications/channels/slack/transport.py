"""Post to an incoming webhook of Slack."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Taken, web_address
from musterpoint.apps.notifications.channels.calling import Caller, judged, words_of
from musterpoint.apps.notifications.channels.slack import wording
from musterpoint.apps.notifications.models import Message

# invalid_payload, invalid_token and action_prohibited, no_service, channel_is_archived
LASTING = frozenset({400, 403, 404, 410})
JSON = {"Content-Type": "application/json; charset=utf-8"}


class Slack:
    """Posts to whichever webhook a message is addressed to."""

    def __init__(self) -> None:
        self._caller = Caller(only_outside=True)

    def send(self, message: Message) -> Taken:
        """Post one message, or raise Undelivered or Refused."""
        url = web_address.of(message)
        answer = self._caller.post(url, wording.compose(message), headers=JSON)
        if answer.is_taken:
            return Taken(says="taken by Slack")
        raise judged(answer, f"Slack: {words_of(answer)}", lasting=LASTING)

    def close(self) -> None:
        """Hang up."""
        self._caller.close()
