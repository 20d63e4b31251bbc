"""What the log says of an address that is a secret."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings

from musterpoint.project.hidden_addresses import HideSecrets


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/consultation/4.nonce~signed/", "/consultation/…/"),
        ("/answer/abc:def/", "/answer/…/"),
        ("/receipts/twilio/answer/abc/?x=1", "/receipts/twilio/answer/…/?x=1"),
        ("/calendars/secret.ics", "/calendars/…"),
        ("/incidents/INC-000001/", "/incidents/INC-000001/"),
    ],
)
def test_the_secret_of_a_signed_link_is_not_logged(path: str, said: str) -> None:
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Gone", path), None)

    assert HideSecrets().filter(record)
    assert record.getMessage() == f"Gone: {said}"


def test_what_is_written_to_the_console_passes_through_it() -> None:
    logged: Any = settings.LOGGING
    assert logged["handlers"]["console"]["filters"] == ["secrets"]
