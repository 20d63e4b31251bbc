"""Finds personal data in a text, and takes it out.

Where two kinds claim the same characters the stricter one has them. Taking out is final: what
stands in place of a value is never found again.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator

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
from musterpoint.domain.personal_data.kinds import (
    LABELS,
    TREATMENTS,
    UNASKED_KINDS,
    UNKEPT,
    Kind,
    Span,
    Treatment,
)

TOKEN = re.compile(
    r"\[[^\[\]\n\d]{1,40} V-[0-9A-HJKMNP-TV-Z]{10}\]"
    rf"|\[(?:(?:{'|'.join(LABELS.values())}) removed|card number ending \d{{4}})\]"
)
"""What stands in a text in place of a value: the vault's token, or what the masks leave."""

_BANK = frozenset({Kind.SORT_CODE, Kind.ACCOUNT_NUMBER, Kind.IBAN})
_FINDERS: tuple[tuple[Callable[[str], Iterator[Span]], frozenset[Kind]], ...] = (
    (secrets.passwords, frozenset({Kind.PASSWORD})),
    (cards.security_codes, frozenset({Kind.CARD_SECURITY_CODE})),
    (bank.bank_details, _BANK | {Kind.CARD_NUMBER}),  # an IBAN may hold what looks like a card
    (cards.card_numbers, frozenset({Kind.CARD_NUMBER, Kind.CARD_SECURITY_CODE})),
    (national.papers, frozenset({Kind.PASSPORT_NUMBER, Kind.DRIVING_LICENCE})),
    (national.insurance_numbers, frozenset({Kind.NATIONAL_INSURANCE_NUMBER})),
    (contacts.emails, frozenset({Kind.EMAIL_ADDRESS})),
    (national.health_numbers, frozenset({Kind.NHS_NUMBER})),
    (people.birth_dates, frozenset({Kind.DATE_OF_BIRTH})),
    (contacts.phone_numbers, frozenset({Kind.PHONE_NUMBER})),
    (contacts.homes, frozenset({Kind.ADDRESS, Kind.POSTCODE})),
    (people.names, frozenset({Kind.NAME})),
    (health.health_details, frozenset({Kind.HEALTH})),
)
"""The strictest first: a password that looks like an e-mail address is a password."""


_MAY_HOLD = re.compile(
    r"\d[\W_]{0,4}\d[\W_]{0,4}\d|pass|pw|p/w|memorable|maiden|secur|secret|key|token", re.IGNORECASE
)
"""Every number that is no mere offer has three digits; every secret has one of these words."""


def spans(text: str, *, of: Collection[Kind] = tuple(Kind)) -> tuple[Span, ...]:
    """Return what personal data stands where in a text, in order and never two at one place.

    ``of`` names the kinds that matter; the others are then not looked for.
    """
    folded = fold(text)
    if not _MAY_HOLD.search(folded.text) and UNASKED_KINDS.issuperset(of):
        return ()
    taken = [Span(*found.span(), Kind.NAME) for found in TOKEN.finditer(folded.text)]
    tokens = set(taken)

    def take(found: Iterator[Span]) -> None:
        for span in found:
            place = bisect(taken, span)
            near = taken[max(0, place - 1) : place + 1]
            if span.start < span.end and not any(map(span.overlaps, near)):
                taken.insert(place, span)

    for finder, yields in _FINDERS:
        if not yields.isdisjoint(of):
            take(finder(folded.text))
        if finder is cards.card_numbers:
            for card in [span for span in taken if span.kind is Kind.CARD_NUMBER]:
                take(cards.beside_card(folded.text, card))
    return tuple(
        Span(*folded.typed(span.start, span.end), span.kind)
        for span in taken
        if span.kind in of and span not in tokens
    )


def redacted(text: str, found: Iterable[Span] | None = None) -> str:
    """Return a text with what was found (or all there is) replaced by what it was."""
    return replaced(text, spans(text) if found is None else found, instead_of)


def masked(text: str, *, of: Collection[Kind] = UNKEPT) -> str:
    """Return a text without what may be kept in no form, and with cards by their last digits.

    The last line before anything is kept: what the doors took out is not found here again.
    """
    return redacted(text, spans(text, of=of))


def replaced(text: str, found: Iterable[Span], with_: Callable[[str, Kind], str]) -> str:
    """Return a text in which what was found is replaced, each by what ``with_`` makes of it."""
    pieces, done = [], 0
    for span in found:
        pieces += [text[done : span.start], with_(text[span.start : span.end], span.kind)]
        done = span.end
    return "".join([*pieces, text[done:]])


def instead_of(value: str, kind: Kind) -> str:
    """Return what stands in the text where a value was: a card's last four digits at most."""
    if TREATMENTS[kind] is Treatment.MASK:
        digits = "".join(letter for letter in fold(value).text if letter.isdigit())
        return f"[{LABELS[kind]} ending {digits[-4:]}]"
    return f"[{LABELS[kind]} removed]"
