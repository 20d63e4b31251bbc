"""Log lines without card numbers, their codes and passwords, tracebacks included."""

from __future__ import annotations

import logging

from musterpoint.domain.personal_data import masked


class Masked(logging.Formatter):
    """Formats as asked for, then masks the whole line: a log is read by many and kept for long."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
