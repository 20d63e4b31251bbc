"""One code that a strategy names, and everything it could have meant."""

from __future__ import annotations

from collections.abc import Collection

Named = tuple[str, str, str, Collection[str]]
"""Where it is named, the code, what it should be, and what there is."""
