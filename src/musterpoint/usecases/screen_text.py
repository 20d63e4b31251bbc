"""Screen what somebody typed before anything keeps it.

What may be kept nowhere is taken out, a card keeps its last digits, numbers that name a person go
to the vault with a token in their place. What is only offered goes there when it was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey
from musterpoint.domain.authority import Actor
from musterpoint.domain.personal_data import (
    UNASKED_KINDS,
    UNKEPT,
    Kind,
    Span,
    instead_of,
    replaced,
    spans,
)
from musterpoint.domain.vault.kinds import kind_of, plain_form
from musterpoint.domain.vault.tokens import written
from musterpoint.usecases.keep_apart import Guarded, keep_apart, place_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The texts as they may be kept, what was taken out of them, and what the vault now holds."""

    texts: tuple[str, ...]
    removed: tuple[Kind, ...] = ()
    moved: tuple[Kind, ...] = ()
    tokens: tuple[str, ...] = field(default=(), repr=False)


def screen_text(
    texts: Sequence[str], *, apart: bool = False, by: Actor | None, at: datetime
) -> Screened:
    """Return ``texts`` as they may be kept; ``apart`` moves what is only offered as well.

    Without anybody who could answer for it, or without a master key, nothing goes to the vault
    and everything that is found is taken out: a text is never refused, and never kept as it was.
    """
    wanted = frozenset(Kind) if apart else UNASKED_KINDS
    found = [spans(text, of=wanted) for text in texts]
    kinds = tuple(dict.fromkeys(span.kind for each in found for span in each))
    values = [
        Guarded(kind=span.kind, value=text[span.start : span.end])
        for text, each in zip(texts, found, strict=True)
        for span in each
        if span.kind not in UNKEPT
    ]
    tokens = _kept(values, by=by, at=at) if by is not None and values else []
    if not tokens:
        cleaned = [
            replaced(text, each, instead_of) for text, each in zip(texts, found, strict=True)
        ]
        return Screened(texts=tuple(cleaned), removed=kinds)
    return Screened(
        texts=tuple(_with_tokens(texts, found, tokens)),
        removed=tuple(kind for kind in kinds if kind in UNKEPT),
        moved=tuple(kind for kind in kinds if kind not in UNKEPT),
        tokens=tuple(tokens),
    )


def place_screened(tokens: Sequence[str], *, stream: str, by: Actor, at: datetime) -> None:
    """Note where the tokens of a screened text ended up, once that exists."""
    place_tokens(tokens, stream=stream, by=by, at=at)


def _kept(values: Sequence[Guarded], *, by: Actor, at: datetime) -> list[str]:
    """Keep each value once, however often and in whatever spelling the texts hold it."""
    known = {(one.kind, plain_form(one.value)): one for one in reversed(values)}
    try:
        with transaction.atomic():
            tokens = keep_apart([*known.values()], stream="", by=by, at=at)
    except (NoMasterKey, CannotOpen):
        return []
    token_of = dict(zip(known, tokens, strict=True))
    return [token_of[one.kind, plain_form(one.value)] for one in values]


def _with_tokens(
    texts: Sequence[str], found: Sequence[tuple[Span, ...]], tokens: Sequence[str]
) -> list[str]:
    """Return the texts with a token for each value that was kept, in the order they were kept."""
    left = iter(tokens)

    def stands_for(value: str, kind: Kind) -> str:
        if kind in UNKEPT:
            return instead_of(value, kind)
        return written(kind_of(kind).label, next(left))

    return [replaced(text, each, stands_for) for text, each in zip(texts, found, strict=True)]
