"""Finding words in a strategy: every clause that holds all of them, what is named so first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from musterpoint.domain.policy.pieces import Piece
from musterpoint.domain.policy.tree import Plain

AROUND = 60
_NAMES = ("name", "asks", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause that was found, what it is called, and the words around the first one found."""

    path: str
    title: str
    around: str
    in_title: bool


def title_of(piece: Piece) -> str:
    """Return what a clause is called in itself; nothing when it has no name."""
    if not isinstance(piece.value, dict):
        return ""
    return next((str(piece.value[key]) for key in _NAMES if piece.value.get(key)), "")


def search(pieces: Iterable[Piece], query: str) -> tuple[Hit, ...]:
    """Return the clauses with every word of ``query``, those named so first, else in order."""
    wanted = query.casefold().split()
    if not wanted:
        return ()
    hits = [hit for piece in pieces if (hit := _hit(piece, wanted)) is not None]
    return tuple(sorted(hits, key=lambda hit: not hit.in_title))


def _hit(piece: Piece, wanted: list[str]) -> Hit | None:
    title = title_of(piece)
    named = f"{piece.path} {title}".casefold()
    texts = list(_texts(piece.value))
    whole = " ".join((named, *(text.casefold() for text in texts)))
    if not all(word in whole for word in wanted):
        return None
    return Hit(
        path=piece.path,
        title=title,
        around=_around(texts, wanted),
        in_title=all(word in named for word in wanted),
    )


def _around(texts: list[str], wanted: list[str]) -> str:
    for text in texts:
        low = text.casefold()
        place = next((low.find(word) for word in wanted if word in low), -1)
        if place < 0:
            continue
        start, end = max(0, place - AROUND), place + 2 * AROUND
        before, after = "…" if start else "", "…" if end < len(text) else ""
        return f"{before}{text[start:end].strip()}{after}"
    return ""


def _texts(value: Plain) -> Iterator[str]:
    """Yield every text of a clause, the keys of its entries too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item)
            if isinstance(item, dict):
                yield key
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
