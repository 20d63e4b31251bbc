"""Texts that can be taken out of the record later without breaking its chain.

An entry's hash covers a salted digest in place of each text. Whoever takes a text out destroys its
salt and leaves its digest: the chain still holds, and nobody can try words against what is left.
What stands in its place is proven by the entry that says it was taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

Seal = Mapping[str, Any]
"""``{"salt"}`` at first. After texts were taken out ``{"salts", "taken", "instead"}``, by path:
the salts of the texts left, the digests of those taken out, and the salts of what stands instead.
"""

CODES = frozenset({"of", "field", "clause"})
"""Names under which only codes stand; they are hashed as they are."""

_DIGEST_OF_PATH = 32
_SALT = re.compile(r"[0-9a-f]{32}")


def sealed(plain: Any, seal: Seal) -> Any:
    """Return plain JSON with a digest in place of each text, as it is hashed."""
    taken = seal.get("taken", {})
    salts = seal.get("salts")
    salt = seal.get("salt", "")

    def digest(path: str, text: str) -> str:
        if path in taken:
            return str(taken[path])
        own = salts.get(path, "") if salts is not None else salt_of(salt, path)
        return _digest_again(own, text)

    return _each_text(plain, "", digest)


def salt_of(salt: str, path: str) -> str:
    """Return the salt of one text of an entry that is sealed with ``salt``."""
    return sha256(f"{salt}{path}".encode()).hexdigest()[:_DIGEST_OF_PATH]


def digest_of(salt: str, text: str) -> str:
    """Return the digest that stands for ``text`` in what is hashed."""
    return sha256(f"{salt}{text}".encode()).hexdigest()


def texts(plain: Any) -> dict[str, str]:
    """Return the texts of plain JSON by their paths, such as ``/changes/0/new``."""
    found: dict[str, str] = {}

    def keep(path: str, text: str) -> str:
        found[path] = text
        return text

    _each_text(plain, "", keep)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """An entry's data and seal without some texts; ``stated`` are the digests of what stands there.

    The paths and digests belong into the entry that tells of it.
    """

    data: Any
    seal: Seal
    stated: Mapping[str, str]


def take_out(
    plain: Any, seal: Seal, *, without: Callable[[str], str], new_salt: Callable[[], str]
) -> TakenOut | None:
    """Return the entry with ``without`` applied to its texts, or None when none of them changes.

    ``new_salt`` gives 32 random hexadecimal characters.
    """
    before = texts(plain)
    after = {path: without(text) for path, text in before.items()}
    touched = {path for path, text in before.items() if after[path] != text}
    if not touched:
        return None
    was_sealed = texts(sealed(plain, seal))
    old_taken, old_salts = seal.get("taken", {}), seal.get("salts")
    salts = {
        path: (old_salts[path] if old_salts is not None else salt_of(seal["salt"], path))
        for path in before
        if path not in touched and path not in old_taken
    }
    taken = {**old_taken, **{path: was_sealed[path] for path in touched}}
    fresh = {path: new_salt() for path in sorted(touched)}
    return TakenOut(
        data=_each_text(plain, "", lambda path, _text: after[path]),
        seal={"salts": salts, "taken": taken, "instead": {**seal.get("instead", {}), **fresh}},
        stated={path: digest_of(salt, after[path]) for path, salt in fresh.items()},
    )


def misplaced(plain: Any, seal: Seal, stated: Mapping[str, str]) -> str | None:
    """Return the first path at which not the words stand that were said to, or None.

    ``stated`` are the newest digests by path, as the entries that tell of it give them.
    """
    found = texts(plain)
    instead = seal.get("instead", {})
    for path in seal.get("taken", {}):
        there = _digest_again(instead.get(path, ""), found.get(path, ""))
        if stated.get(path) != there:
            return str(path)
    return None


def _digest_again(salt: object, text: str) -> str:
    """Return the digest of a text as it is found; none where letters of it moved into its salt."""
    return digest_of(salt, text) if type(salt) is str and _SALT.fullmatch(salt) else ""


def _each_text(value: Any, path: str, change: Callable[[str, str], str]) -> Any:
    """Return plain JSON with ``change`` applied to each text that is not a code."""
    kind = type(value)
    if kind is str:
        return change(path, value)
    if kind is dict:
        return {
            key: each
            if key in CODES and type(each) is str
            else _each_text(each, f"{path}/{_step(key)}", change)
            for key, each in value.items()
        }
    if kind is list:
        return [_each_text(each, f"{path}/{place}", change) for place, each in enumerate(value)]
    return value


def _step(key: str) -> str:
    """Return a name as one step of a path, as JSON Pointer (RFC 6901) writes it."""
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key
