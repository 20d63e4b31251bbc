"""Jargon into plain English without losing a number, a unit, a code or a “not”.

``protected`` finds what must survive, ``kept`` says what did not, ``jargon`` marks words that an
audience does not know, and ``suggestions`` makes plain sentences that ``kept`` agrees with.
"""

from musterpoint.domain.plain_words.jargon import Marked, jargon
from musterpoint.domain.plain_words.keeping import Lost, kept
from musterpoint.domain.plain_words.readability import Figures, figures
from musterpoint.domain.plain_words.suggesting import (
    NotThere,
    Suggestion,
    WouldChange,
    accept,
    suggestions,
)
from musterpoint.domain.plain_words.terms import Area, Term
from musterpoint.domain.plain_words.tokens import Kind, Token, protected

__all__ = [
    "Area",
    "Figures",
    "Kind",
    "Lost",
    "Marked",
    "NotThere",
    "Suggestion",
    "Term",
    "Token",
    "WouldChange",
    "accept",
    "figures",
    "jargon",
    "kept",
    "protected",
    "suggestions",
]
