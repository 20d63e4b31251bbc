"""What there is to choose from for a field: codes of the draft itself, or of the product."""

from __future__ import annotations

from collections.abc import Mapping

from musterpoint.domain.authority import Role
from musterpoint.domain.channels import CHANNELS
from musterpoint.domain.policy.pointers import points_to
from musterpoint.domain.policy.shapes import Kind, Shape
from musterpoint.domain.policy.tree import Plain
from musterpoint.domain.verdicts import VerdictKind

Offer = list[tuple[str, str]]
_NAMES = ("name", "says", "asks", "duty")
_ACCOUNT_ROLES: Offer = [(role.value, role.value.replace("_", " ").capitalize()) for role in Role]
_VERDICTS: Offer = [(one.value, one.value.replace("_", " ").capitalize()) for one in VerdictKind]
_CHANNELS: Offer = [(code, code.replace("_", " ").capitalize()) for code in CHANNELS]


def offer_for(shape: Shape, at: tuple[str, ...], tree: Mapping[str, Plain]) -> Offer | None:
    """Return what may be chosen, or None where anything may be written."""
    if shape.options:
        return [(one, one.replace("_", " ").capitalize()) for one in shape.options]
    if shape.kind not in {Kind.LINE, Kind.LINES, Kind.TICKS}:
        return None
    key = points_to(".".join(at))
    if key:
        return entries_of(tree, key) or None
    if at[0] == "communications" and at[-1] == "groups":
        return _groups(tree) or None
    return _ours(at)


def _ours(at: tuple[str, ...]) -> Offer | None:
    if (at[0], at[-1]) in {("roles", "held_by"), ("agreement", "acknowledged_by")}:
        return _ACCOUNT_ROLES
    if (at[0], at[-1]) == ("triage", "verdict"):
        return _VERDICTS
    return _CHANNELS if (at[0], at[-1]) == ("paths", "by") else None


def entries_of(tree: Mapping[str, Plain], key: str) -> Offer:
    """Return the codes of a part, each with its name."""
    found = tree.get(key)
    if not isinstance(found, dict):
        return []
    return [(code, _named(code, one)) for code, one in found.items()]


def _named(code: str, one: Plain) -> str:
    words = [str(one[key]) for key in _NAMES if one.get(key)] if isinstance(one, dict) else []
    if not words:
        return code
    short = words[0] if len(words[0]) <= 60 else f"{words[0][:57]}…"
    return f"{code} · {short}" if len(code) <= 3 else short


def _groups(tree: Mapping[str, Plain]) -> Offer:
    categories = tree.get("categories")
    rows = categories.values() if isinstance(categories, dict) else ()
    found = [str(one["group"]) for one in rows if isinstance(one, dict) and one.get("group")]
    return [(group, group) for group in dict.fromkeys(found)]
