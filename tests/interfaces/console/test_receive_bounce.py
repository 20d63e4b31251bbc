"""The command behind a mail server's pipe: it takes reports in and never makes a mail bounce."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from musterpoint.apps.notifications.models import Receipt
from tests.apps.notifications.reports import AUTO_REPLY, FAILED, report

pytestmark = pytest.mark.django_db


def _receive(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    said = io.StringIO()
    call_command("receive_bounce", stdout=said, stderr=said)
    return said.getvalue().strip()


def test_a_report_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _receive(report(FAILED), monkeypatch)

    assert said.startswith("failed: 550 5.1.1")
    assert Receipt.objects.get().state == "failed"


def test_what_is_no_report_is_ignored_without_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _receive(AUTO_REPLY, monkeypatch) == "ignored: It is an automatic reply."
    assert not Receipt.objects.exists()


def test_without_the_database_the_mail_server_keeps_the_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away), pytest.raises(SystemExit) as ended:
        _receive(report(FAILED), monkeypatch)

    assert ended.value.code == 75
