"""Finds personal data in a text, and takes it out.

Where two kinds claim the same characters the stricter one has them. Taking out is final: what
stands in place of a value is never found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from musterpoint.domain.personal_data import (
    bank,
    cards,
    contacts,
    health,
    national,
    people,
    secrets,
)
from musterpoint.domain.personal_data.folding import fold
from musterpoint.domain.personal_data.kinds import LABELS, Kind, Span, Treatment

TOKEN = re.compile(
    rf"\[(?:(?:{'|'.join(LABELS.values())}) (?:V-[0-9A-HJKMNP-TV-Z]{{10}}|removed)|"
    rf"card number ending \d{{4}})\]"
)
"""What stands in a text in place of a value: the vault's token, or what the masks leave."""

_FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    secrets.passwords,
    cards.security_codes,
    bank.bank_details,
    cards.card_numbers,
    national.papers,
    national.insurance_numbers,
    contacts.emails,
    national.health_numbers,
    people.birth_dates,
    contacts.phone_numbers,
    contacts.homes,
    people.names,
    health.health_details,
)
"""The strictest first: a password that looks like an e-mail address is a password."""


def spans(text: str) -> tuple[Span, ...]:
    """Return what personal data stands where in a text, in order and never two at one place."""
    folded = fold(text)
    taken: list[Span] = []

    def take(found: Iterator[Span]) -> None:
        for span in found:
            if span.start < span.end and not any(map(span.overlaps, [*taken, *tokens])):
                taken.append(span)

    tokens = [Span(*found.span(), Kind.NAME) for found in TOKEN.finditer(folded.text)]
    for finder in _FINDERS:
        take(finder(folded.text))
        if finder is cards.card_numbers:
            for card in [span for span in taken if span.kind is Kind.CARD_NUMBER]:
                take(cards.beside_card(folded.text, card))
    return tuple(sorted(Span(*folded.typed(span.start, span.end), span.kind) for span in taken))


def redacted(text: str, found: tuple[Span, ...] | None = None) -> str:
    """Return a text with what was found (or all there is) replaced by what it was."""
    pieces, done = [], 0
    for span in spans(text) if found is None else found:
        pieces += [text[done : span.start], instead_of(text[span.start : span.end], span.kind)]
        done = span.end
    return "".join([*pieces, text[done:]])


def instead_of(value: str, kind: Kind) -> str:
    """Return what stands in the text where a value was: a card's last four digits at most."""
    if Treatment.MASK is Span(0, 1, kind).treatment:
        digits = "".join(letter for letter in fold(value).text if letter.isdigit())
        return f"[{LABELS[kind]} ending {digits[-4:]}]"
    return f"[{LABELS[kind]} removed]"
