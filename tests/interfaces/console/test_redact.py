"""`redact` answers every line with a line and points into the line as it was read."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def _redact(raw: bytes, *options: str) -> list[str]:
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        call_command("redact", *options, stdout=said)
    return said.getvalue().split("\n")[:-1]


def _said(raw: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _redact(raw, "--json")]


def test_each_line_is_answered_with_its_text_and_where_what_was_found() -> None:
    (said,) = _said("Card 4111 1111 1111 1111 – CVV 123\r\n".encode())

    assert said == {
        "text": "Card [card number ending 1111] – CVV [card security code removed]",
        "spans": [
            {"start": 5, "end": 24, "kind": "card_number", "treatment": "mask"},
            {"start": 31, "end": 34, "kind": "card_security_code", "treatment": "never"},
        ],
    }


def test_without_json_only_the_text_is_said() -> None:
    assert _redact(b"call 07700 900123\nnothing here") == [
        "call [phone number removed]",
        "nothing here",
    ]


def test_an_empty_line_is_a_line() -> None:
    assert [each["text"] for each in _said(b"\n\nend")] == ["", "", "end"]


def test_only_a_line_feed_ends_a_text() -> None:
    assert len(_said("one\u2028two\x0bthree\x85four\rfive".encode())) == 1


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_odd_input_is_answered_all_the_same(raw: bytes) -> None:
    lines = raw.count(b"\n") + (not raw.endswith(b"\n") and raw != b"")

    assert len(_said(raw)) == lines
