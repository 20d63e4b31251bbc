"""Salts for the texts of entries: random, and never used twice."""

from __future__ import annotations

import secrets

BYTES = 16


def new_salt() -> str:
    """Return 32 random hexadecimal characters."""
    return secrets.token_hex(BYTES)
