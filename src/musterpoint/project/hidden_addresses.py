"""Keeps the secret of a signed link out of the log: whoever reads the log could act by it."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"(/(?:consultation|answer|calendars|status/private|status/subscription)/)[^/\s?\"']+"
)


class HideSecrets(logging.Filter):
    """Lets every record pass, with … in place of what a signed link holds."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        if isinstance(record.msg, str):
            record.msg = _hidden(record.msg)
        return True


def _hidden(value: object) -> object:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
