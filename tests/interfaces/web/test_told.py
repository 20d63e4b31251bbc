"""What became of each message stands on the incident's page, in words that are true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.interfaces.web.shown.told import told
from tests.factories import at

ANN = Person(name="Ann Lee")


def message(**facts: Any) -> Message:
    defaults = {"key": "k", "recipient": ANN, "channel": "sms", "created_at": at(0)}
    said = {"address": "+441632960001", "receipt": "", "waits_because": "", "settled_says": ""}
    return Message(**{**defaults, **said, **facts})


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ({"state": "queued"}, "waiting", "waiting"),
        ({"state": "sent", "receipt": "taken"}, "sent", "handed over"),
        ({"state": "sent", "receipt": "sent"}, "sent", "on its way"),
        ({"state": "sent", "receipt": "delivered"}, "delivered", "delivered"),
        ({"state": "sent", "receipt": "read"}, "seen", "seen"),
        ({"state": "dead"}, "failed", "failed"),
        ({"state": "superseded"}, "waiting", "not needed any more"),
        ({"state": "held"}, "failed", "not sent: the channel is not set up"),
        ({"state": "sent", "channel": "in_product"}, "sent", "in their notices"),
        ({"state": "sent", "channel": "in_product", "read_at": at(1)}, "seen", "seen"),
        (
            {"state": "dead", "settled_at": at(1), "settled_says": "Phoned"},
            "waiting",
            "failed; settled: Phoned",
        ),
        (
            {"state": "queued", "retry_at": at(10)},
            "waiting",
            "failed, tried again at 12:10",
        ),
        (
            {"state": "queued", "send_at": at(42), "waits_because": "throttled"},
            "waiting",
            "waits until 12:42: throttled",
        ),
        (
            {"state": "queued", "send_at": at(2)},
            "waiting",
            "waits until 12:02: later than the first way",
        ),
        (
            {"state": "bundled", "bundled_into": message(state="sent", receipt="delivered")},
            "delivered",
            "delivered, with other notices",
        ),
    ],
)
def test_the_fate_of_a_message_is_said(facts: dict[str, Any], state: str, words: str) -> None:
    (line,) = told([message(**facts)])

    assert line["name"] == "Ann Lee"
    assert (line["state"], line["state_label"]) == (state, words)


def test_the_address_of_a_teams_way_is_not_shown() -> None:
    method = ContactMethod(holder="team:tech", channel="slack", address="https://hooks/secret")

    (line,) = told([message(recipient=None, method=method, address=method.address, state="sent")])
    assert (line["name"], line["channel"]) == ("tech", "text message")


def test_the_newest_message_of_each_channel_stands_for_all() -> None:
    lines = told(
        [
            message(state="queued", created_at=at(5)),
            message(state="sent", receipt="delivered"),
            message(state="sent", channel="email", created_at=at(0) - timedelta(hours=1)),
        ]
    )

    assert [(line["channel"], line["times"]) for line in lines] == [
        ("text message", 2),
        ("e-mail", 1),
    ]
