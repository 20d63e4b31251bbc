"""A log line says what happened and not what somebody typed."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings

from musterpoint.project.masked_log import Masked


def test_a_line_and_its_traceback_are_masked() -> None:
    try:
        raise ValueError("cvv 123 and password: hunter2")
    except ValueError:
        record = logging.LogRecord(
            "x", 40, "", 1, "refused %s", ("card 4111 1111 1111 1111",), sys.exc_info()
        )

    said = Masked("{message}", style="{").format(record)

    assert said.startswith("refused card [card number ending 1111]")
    assert said.endswith("cvv [card security code removed] and password: [password removed]")


def test_what_is_written_to_the_console_passes_through_it() -> None:
    logged: Any = settings.LOGGING
    assert logged["handlers"]["console"]["formatter"] == "plain"
    assert logged["formatters"]["plain"]["()"] == "musterpoint.project.masked_log.Masked"
