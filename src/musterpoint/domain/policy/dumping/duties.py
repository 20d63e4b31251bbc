"""Obligations and contracts as a plain tree: their days in force stand under one key."""

from __future__ import annotations

from musterpoint.domain.policy.dumping.entries import Tree, entry
from musterpoint.domain.policy.duties import Contract, Obligation
from musterpoint.domain.policy.reading.duties import IN_FORCE, NOT_YET
from musterpoint.domain.policy.tree import Plain

_DAYS = ("in_force_from", "in_force_to", "not_yet")
_FIRST = ("name", "says", "notify", "within", "reference")


def obligation(one: Obligation) -> Tree:
    """Return ``one``; whether it is confirmed is always said."""
    tree = entry(one, without=_DAYS)
    first = {key: tree.pop(key) for key in _FIRST if key in tree}
    return {**first, "confirmed": one.confirmed, **tree, **_in_force(one, not_yet=one.not_yet)}


def contract(one: Contract) -> Tree:
    return {**entry(one, without=_DAYS), **_in_force(one)}


def _in_force(one: Obligation | Contract, *, not_yet: bool = False) -> Tree:
    if not_yet:
        return {IN_FORCE: NOT_YET}
    days: dict[str, Plain] = {
        key: day.isoformat()
        for key, day in (("from", one.in_force_from), ("to", one.in_force_to))
        if day is not None
    }
    return {IN_FORCE: days} if days else {}
