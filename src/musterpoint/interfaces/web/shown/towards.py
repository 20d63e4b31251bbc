"""Entries on the way to words that are sent: to whom they go, and which of them are shown small."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web.shown import labels

_LOUD = frozenset({"correction_begun", "update_sent_back"})
# What comes before the sending of an update, or follows it: a step, beside an entry of its own.
STEPS = frozenset({
    "update_drafted", "update_reworded", "update_asked", "update_approved", "update_abandoned",
    "delivery_marked",
})  # fmt: skip
KINDS = STEPS | _LOUD


def subject(data: Mapping[str, Any], strategy: Strategy) -> str:
    """Return to whom the words go, and by which channel where one is named."""
    code, channel = str(data.get("audience") or ""), str(data.get("channel") or "")
    named = strategy.audiences.get(code)
    parts = (named.name if named else code, str(labels.CHANNEL.get(channel, channel)))
    return ", ".join(part for part in parts if part)
