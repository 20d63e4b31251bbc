"""A strategy text in pieces: what one person edits at a time.

A piece is one entry of a part that holds entries (``paths.technology``), or a whole top-level key
(``matrix``). Cutting and joining loses nothing, not even the order, and asks for nothing to be
right: the text may be unfinished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musterpoint.domain.policy.tree import Plain

_ENTRIES = """
audiences authority calendars categories communications contracts exercises goals hold_reasons
impact levers mapping measures obligations overrides paths playbooks priorities rationale
resources retention reviews risks roles services targets templates training triage urgency
"""
LONGEST_CODE = 120
HOLD_ENTRIES = frozenset(_ENTRIES.split())
"""The top-level keys whose entries are edited one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece: where it stands, such as ``paths.technology``, and what stands there."""

    path: str
    value: Plain


def cut(tree: Mapping[str, Plain]) -> tuple[Piece, ...]:
    """Return the pieces of ``tree`` in its order.

    A part that is empty, or has a code that no address could hold, is one piece.
    """
    found: list[Piece] = []
    for key, value in tree.items():
        if key in HOLD_ENTRIES and isinstance(value, dict) and value and all(map(_fits, value)):
            found += (Piece(path=f"{key}.{code}", value=one) for code, one in value.items())
        else:
            found.append(Piece(path=_written(key), value=value))
    return tuple(found)


def join(pieces: Iterable[Piece]) -> dict[str, Plain]:
    """Return the tree that ``pieces`` make; an entry goes where its part began."""
    tree: dict[str, Plain] = {}
    for piece in pieces:
        key, dot, code = piece.path.partition(".")
        if not dot:
            tree.setdefault(_read(key), piece.value)
            continue
        entries = tree.setdefault(key, {})
        if isinstance(entries, dict):
            tree[key] = {**entries, code: piece.value}
        else:
            tree[key] = {code: piece.value}
    return tree


def key_of(path: str) -> str:
    """Return the top-level key that a piece belongs to."""
    return _read(path.partition(".")[0])


def code_of(path: str) -> str:
    """Return the code of the entry; nothing for a piece that is a whole key."""
    return path.partition(".")[2]


def piece_of(path: str) -> str:
    """Return the path of the piece that a dotted ``path``, as a finding gives it, falls into."""
    key, _dot, rest = path.partition(".")
    return f"{key}.{rest.partition('.')[0]}" if key in HOLD_ENTRIES and rest else key


def _fits(code: str) -> bool:
    return code.isprintable() and "/" not in code and 0 < len(code) <= LONGEST_CODE


def _written(key: str) -> str:
    """Return a top-level key without a dot, which would read as an entry."""
    return key.replace("%", "%25").replace(".", "%2E")


def _read(key: str) -> str:
    return key.replace("%2E", ".").replace("%25", "%")
