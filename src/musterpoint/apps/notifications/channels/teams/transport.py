"""Post to the webhook of a workflow in Microsoft Teams."""

from __future__ import annotations

import re
from datetime import timedelta

from musterpoint.apps.notifications.channels import Taken, Undelivered, web_address
from musterpoint.apps.notifications.channels.calling import Caller, judged, words_of
from musterpoint.apps.notifications.channels.teams import wording
from musterpoint.apps.notifications.models import Message

LASTING = frozenset({400, 401, 403, 404, 410, 413})
JSON = {"Content-Type": "application/json; charset=utf-8"}
# Older webhooks answer 200 and put what went wrong into words.
_FAILED = re.compile(r"HTTP error (\d{3})")
PAUSE = timedelta(seconds=30)


class Teams:
    """Posts to whichever webhook a message is addressed to."""

    def __init__(self) -> None:
        self._caller = Caller(only_outside=True)

    def send(self, message: Message) -> Taken:
        """Post one message, or raise Undelivered or Refused."""
        url = web_address.of(message)
        answer = self._caller.post(url, wording.compose(message), headers=JSON)
        if not answer.is_taken:
            raise judged(answer, f"Teams: {words_of(answer)}", lasting=LASTING)
        failed = _FAILED.search(answer.text)
        if failed is not None:
            raise Undelivered(f"Teams: {words_of(answer)}", wait=answer.wait or PAUSE)
        return Taken(says="taken by Teams")

    def close(self) -> None:
        """Hang up."""
        self._caller.close()
