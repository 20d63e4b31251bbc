"""Note on the tested ways themselves what became of the weekly test messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.models.message import PROOF


def proved(messages: Iterable[Message], *, at: datetime) -> None:
    """Note that those of the messages which are tests arrived."""
    _tested(messages, proved_at=at)


def disproved(messages: Iterable[Message], *, at: datetime) -> None:
    """Note that those of the messages which are tests failed for good."""
    _tested(messages, proof_failed_at=at)


def _tested(messages: Iterable[Message], **when: datetime) -> None:
    ids = [one.method_id for one in messages if one.purpose == PROOF and one.method_id]
    if ids:
        ContactMethod.objects.filter(pk__in=ids).update(**when)
