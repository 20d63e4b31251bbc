"""A stream may be begun by several at the same instant; every entry finds its place."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.ledger.models import Entry, Head
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at

STREAM = "person:5"


def append(kind: str) -> None:
    draft = ledger.Draft(kind=kind, at=at(0), actor="person:1", data={"changes": []})
    ledger.append(stream=STREAM, drafts=[draft], recorded_at=at(0))


@pytest.mark.django_db(transaction=True)
def test_two_first_entries_at_the_same_instant_both_find_their_place() -> None:
    wrote_first = threading.Event()
    troubles: list[Exception] = []

    def second() -> None:
        wrote_first.wait(10)
        try:
            with transaction.atomic():
                append("second")
        except Exception as trouble:  # noqa: BLE001  # reported by the test's own thread
            troubles.append(trouble)
        finally:
            connection.close()

    waiting = threading.Thread(target=second)
    waiting.start()
    with transaction.atomic():
        append("first")
        wrote_first.set()
        waiting.join(0.5)
        assert waiting.is_alive()  # it waits for this transaction, which is not committed
    waiting.join(10)

    assert troubles == []
    assert list(Entry.objects.order_by("seq").values_list("kind", "seq")) == [
        ("first", 1),
        ("second", 2),
    ]
    assert verify_ledger(stream=STREAM).bad is None


@pytest.mark.django_db
def test_appending_nothing_begins_no_stream() -> None:
    ledger.append(stream=STREAM, drafts=[], recorded_at=at(0))

    assert not Head.objects.exists()
