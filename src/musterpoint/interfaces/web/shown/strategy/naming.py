"""What pages call the roles, people and clauses of a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from musterpoint.domain.policy.document import Strategy, Tell, TellKind
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.spans import span_text

PART_TITLES = {part.code: part.title for part in PARTS}


def role_name(strategy: Strategy, code: str) -> str:
    rule = strategy.roles.get(code)
    return rule.name if rule else words(code)


def role_names(strategy: Strategy, codes: Iterable[str]) -> str:
    return ", ".join(role_name(strategy, code) for code in codes)


def told_name(strategy: Strategy, tell: Tell) -> str:
    """Return whom a step tells, in words."""
    if tell.kind is TellKind.ROTA:
        return _("rota %(name)s") % {"name": tell.who.replace("_", " ")}
    if tell.kind is TellKind.CONTACT:
        return _("outside contact %(name)s") % {"name": tell.who.replace("_", " ")}
    return role_name(strategy, tell.who)


def words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def listed(codes: Iterable[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)


def length(span: timedelta | None) -> str:
    """Return a length of time in hours at most, as working time is said; nothing for none."""
    return "" if span is None else span_text(span, largest="h")


def days(span: timedelta | None) -> str:
    """Return a length of time in days and less; nothing for none."""
    return "" if span is None else span_text(span)


def title_of(strategy: Strategy, path: str) -> str:
    """Return what a clause is called, from its name alone and without writing the text out."""
    key, _dot, rest = path.partition(".")
    if not rest:
        return PART_TITLES.get(key, words(key))
    code, _dot, inner = rest.partition(".")
    name = name_of(strategy, key, code)
    return f"{words(key)}: {name}{', ' if inner else ''}{inner.replace('.', ' ').replace('_', ' ')}"


def name_of(strategy: Strategy, key: str, code: str) -> str:
    """Return the name of an entry of a part; its code as words when it has none."""
    held = getattr(strategy, key, None)
    one = held.get(code) if isinstance(held, Mapping) else None
    return getattr(one, "name", "") or words(code)
