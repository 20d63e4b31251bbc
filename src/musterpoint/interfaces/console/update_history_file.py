"""Opens the history of a status page: JSON lines, a list, or an API's answer, packed or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from musterpoint.domain.update_history import History, UnreadableHistory, read
from musterpoint.interfaces.console.screened_cells import screened_cells

GZIP = b"\x1f\x8b"
HOLDERS = ("incidents", "scheduled_maintenances", "items")
ONE = "incident"
"""Under which a status page's call about one incident holds it."""


class UnreadableFile(Exception):
    """The file is no history; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of the file by its line or place: what it tells, or why it is left out."""

    place: int
    history: History | None
    says: str = ""


def rows(path: Path) -> list[Row]:
    """Return every entry of the file at ``path``, or raise UnreadableFile."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw.startswith(GZIP) else raw).decode("utf-8-sig")
    except (OSError, EOFError, gzip.BadGzipFile) as trouble:
        raise UnreadableFile(f"{path}: {trouble}") from None
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path} is not UTF-8 text.") from None
    if not text.strip():
        raise UnreadableFile(f"{path} is empty.")
    whole = _whole(text)
    found = list(_listed(whole) if whole is not None else _lines(text))
    if found and all(row.history is None for row in found):
        first = found[0]
        raise UnreadableFile(
            f"{path}: nothing in it can be read. Entry {first.place}: {first.says}."
        )
    return found


def _whole(text: str) -> list[Any] | None:
    """Return the entries of a text that is one JSON document, or None when it is lines."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        held = [each for name in HOLDERS for each in document.get(name) or []]
        return held or [document.get(ONE, document)]
    return None


def _listed(entries: list[Any]) -> Iterator[Row]:
    for place, entry in enumerate(entries, 1):
        yield _row(place, entry)


def _lines(text: str) -> Iterator[Row]:
    for place, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            yield Row(place=place, history=None, says="this line is not JSON")
            continue
        yield _row(place, entry)


def _row(place: int, entry: object) -> Row:
    try:
        return Row(place=place, history=screened(read(entry)))
    except UnreadableHistory as refusal:
        return Row(place=place, history=None, says=str(refusal))


def screened(told: History) -> History:
    """Return a history whose words hold no number that names a person."""
    title, *words = screened_cells([told.title, *(one.says for one in told.updates)])
    updates = (replace(one, says=says) for one, says in zip(told.updates, words, strict=True))
    return replace(told, title=title, updates=tuple(updates))
