"""Where a page of a list ended, as an opaque text that a client hands back."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

LARGEST_ID = 2**63 - 1


class BadCursor(ValueError):
    """The text is not a cursor that a list here gave out."""

    def __init__(self) -> None:
        super().__init__("This is not a cursor of this list. Begin again without one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The sorting key of the last row shown: an instant (None sorts last) and the row's id."""

    at: datetime | None
    id: int

    def written(self) -> str:
        """Return the cursor as text for an address."""
        at = self.at.isoformat() if self.at else ""
        text = json.dumps([at, self.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Return the cursor ``text`` stands for, or raise BadCursor."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            at, pk = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            instant = datetime.fromisoformat(at) if at else None
            if instant is not None and instant.tzinfo is not None:
                instant = instant.astimezone(UTC)  # no calendar has the far ends of all zones
        except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
            raise BadCursor from None
        fits = type(pk) is int and 0 <= pk <= LARGEST_ID
        if not fits or (instant is not None and instant.tzinfo is None):
            raise BadCursor
        return cls(at=instant, id=pk)
