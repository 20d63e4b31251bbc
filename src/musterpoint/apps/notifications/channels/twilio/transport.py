"""Twilio's HTTP API: make one message or one call, and say what its answer means.

Twilio has no place for a key that would make a second sending the same as the first. A worker that
dies between the answer and the record of it sends that message again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from requests.auth import HTTPBasicAuth

from musterpoint.apps.notifications.channels import Refused, Taken, Undelivered
from musterpoint.apps.notifications.channels.calling import Answer, Caller, words_of
from musterpoint.apps.notifications.channels.twilio.settings import Account

# Twilio's numbers for what no second try will mend: no such number, not for texts, unsubscribed,
# a country this account may not reach.
LASTING = frozenset(
    {13223, 13224, 13225, 13226, 21201, 21211, 21214, 21215, 21216, 21217, 21219, 21265, 21408,
     21601, 21602, 21604, 21605, 21610, 21612, 21614, 21617, 21635, 21654, 21656, 30450}
)  # fmt: skip


class Twilio:
    """One account, over one kept connection."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._caller = Caller(only_outside=False, auth=HTTPBasicAuth(account.sid, account.token))

    def create(self, what: str, form: Mapping[str, str]) -> Taken:
        """Create one of ``Messages`` or ``Calls``, or raise Undelivered or Refused."""
        account = self._account
        url = f"{account.url}/2010-04-01/Accounts/{account.sid}/{what}.json"
        answer = self._caller.post(url, form)
        said = _said(answer)
        if answer.is_taken:
            return Taken(says="taken by Twilio", provider_id=str(said.get("sid") or ""))
        raise self._judged(answer, said)

    def close(self) -> None:
        """Hang up."""
        self._caller.close()

    def _judged(self, answer: Answer, said: Mapping[str, Any]) -> Undelivered:
        code = said.get("code")
        if not isinstance(code, int):
            return Undelivered(f"Twilio: {self._quiet(words_of(answer))}", wait=answer.wait)
        says = self._quiet(f"Twilio {code}: {' '.join(str(said.get('message', '')).split())[:200]}")
        if code in LASTING and 400 <= answer.status < 500:
            return Refused(says)
        return Undelivered(says, wait=answer.wait)

    def _quiet(self, words: str) -> str:
        return words.replace(self._account.token, "…")


def _said(answer: Answer) -> Mapping[str, Any]:
    try:
        said = json.loads(answer.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
