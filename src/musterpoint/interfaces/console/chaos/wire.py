"""PostgreSQL's wire protocol, as far as a proxy must read it to know where a commit is.

Nothing is changed on its way: messages are cut apart, looked at, and passed on as they came.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

IDLE = b"I"
_STATEMENTS = (b"Q", b"P")
_READY = b"Z"
_HEAD = 5
_WRITES = re.compile(
    rb"\s*(?:WITH\b.*?\b)?(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE(?=\s+\S+\s+(?:AS\s+\w+\s+)?SET\b))"
    rb"\s+\"?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
_COMMIT = re.compile(rb"\s*(COMMIT|END)\b", re.IGNORECASE)
_BEGIN = re.compile(rb"\s*(BEGIN|START TRANSACTION)\b", re.IGNORECASE)


class Cutter:
    """Cuts a stream into messages. The first one a client sends has no letter."""

    def __init__(self, *, lettered: bool) -> None:
        self._left = b""
        self._lettered = lettered

    def feed(self, data: bytes) -> list[bytes]:
        """Return the messages that are complete now."""
        self._left += data
        found: list[bytes] = []
        while (size := self._size()) and len(self._left) >= size:
            found.append(self._left[:size])
            self._left = self._left[size:]
            self._lettered = True
        return found

    def _size(self) -> int:
        letter = 1 if self._lettered else 0
        if len(self._left) < letter + 4:
            return 0
        return letter + int(struct.unpack_from("!I", self._left, letter)[0])


@dataclass(slots=True)
class Talk:
    """Where a connection stands: in a transaction or not, and what it writes to first."""

    state: bytes = IDLE
    table: str = ""

    def sent(self, message: bytes) -> bool:
        """Look at what the client sends; return whether it makes what was written last."""
        said = statement(message)
        if said is None:
            return False
        if _COMMIT.match(said):
            return bool(self.table)
        if _BEGIN.match(said):
            self.table = ""
            return False
        found = _WRITES.match(said)
        if found and (self.state == IDLE or not self.table):
            self.table = found[1].decode()
        return bool(found) and self.state == IDLE

    def answered(self, message: bytes) -> bool:
        """Look at what the server answers; return whether the statement is done with."""
        if message[:1] != _READY:
            return False
        self.state = message[_HEAD : _HEAD + 1]
        return True


def statement(message: bytes) -> bytes | None:
    """Return the words of a statement, or None when the message is something else."""
    if message[:1] not in _STATEMENTS:
        return None
    words = message[_HEAD:].rstrip(b"\0")
    return words.partition(b"\0")[2] if message[:1] == b"P" else words
