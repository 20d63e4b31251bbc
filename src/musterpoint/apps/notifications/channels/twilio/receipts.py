"""What Twilio's receipts mean, in the words of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT_STATES = {
    "accepted": "taken",
    "scheduled": "taken",
    "queued": "taken",
    "sending": "taken",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
# A call that somebody or something picked up was delivered; whether a person heard it, only the
# key they press can say.
CALL_STATES = {
    "queued": "taken",
    "initiated": "taken",
    "ringing": "sent",
    "in-progress": "delivered",
    "completed": "delivered",
    "busy": "failed",
    "no-answer": "failed",
    "failed": "failed",
    "canceled": "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message or call."""

    channel: str
    provider_id: str
    state: str
    says: str


def read(form: Mapping[str, str]) -> Receipt | None:
    """Return what a form says, or None for a state that means nothing to the outbox."""
    if form.get("CallSid"):
        return _receipt("voice", form["CallSid"], form.get("CallStatus", ""), CALL_STATES, form)
    sid = form.get("MessageSid") or form.get("SmsSid") or ""
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    return _receipt("sms", sid, status, TEXT_STATES, form)


def _receipt(
    channel: str, sid: str, status: str, states: Mapping[str, str], form: Mapping[str, str]
) -> Receipt | None:
    state = states.get(status.lower())
    if state is None or not sid:
        return None
    code = form.get("ErrorCode", "")
    says = f"Twilio: {status}" + (f", error {code}" if code not in {"", "0"} else "")
    return Receipt(channel=channel, provider_id=sid, state=state, says=says[:200])
