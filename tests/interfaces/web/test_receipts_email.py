"""The door for reports of mail servers: the key opens it, and what is no report is no error."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.notifications.models import Receipt
from tests.apps.notifications.reports import AUTO_REPLY, FAILED, report

pytestmark = pytest.mark.django_db
KEY = "a-long-random-text"


def _post(raw: bytes, *, key: str = KEY) -> tuple[int, str]:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(f"/receipts/email/{key}/", raw, content_type="message/rfc822")
    return answer.status_code, answer.content.decode()


def test_a_report_is_taken_in(settings: Any) -> None:
    settings.RECEIPTS_KEY = KEY

    assert _post(report(FAILED)) == (204, "")
    assert Receipt.objects.get().state == "failed"


def test_what_is_no_report_is_not_to_be_sent_again(settings: Any) -> None:
    settings.RECEIPTS_KEY = KEY

    assert _post(AUTO_REPLY) == (202, "It is an automatic reply.")
    assert _post(b"\x00\xff" * 5000)[0] == 202
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("known", ["", "another-key"])
def test_without_the_key_there_is_nothing_here(settings: Any, known: str) -> None:
    settings.RECEIPTS_KEY = known

    assert _post(report(FAILED))[0] == 404
    assert _post(report(FAILED), key="-")[0] == 404
    assert not Receipt.objects.exists()


def test_it_is_no_page(settings: Any, client: Client) -> None:
    settings.RECEIPTS_KEY = KEY

    assert client.get(f"/receipts/email/{KEY}/").status_code == 405
