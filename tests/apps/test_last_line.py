"""What the doors let through by mistake is still kept in no entry and sent in no message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter, queue

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CARD = "card 4111 1111 1111 1111 cvv 123"
SAFE = "card [card number ending 1111] cvv [card security code removed]"


def test_an_entry_is_masked_before_it_is_chained() -> None:
    draft = ledger.Draft(kind="note", at=AT, actor="x", data={"says": CARD, "in": [{CARD: 1}]})
    ledger.append(stream="incident:1", drafts=[draft], recorded_at=AT)

    assert Entry.objects.get().data == {"says": SAFE, "in": [{SAFE: 1}]}


def test_a_message_carries_no_card_and_may_carry_a_code_to_sign_in() -> None:
    words = "Your verification code is 402917."
    queue(
        [Letter(key="k", stream="s", channel="email", subject=CARD, body=words, address="a@b.c")],
        at=AT,
    )

    message = Message.objects.get()
    assert (message.subject, message.body) == (SAFE, words)
