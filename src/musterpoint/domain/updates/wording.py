"""What a piece says that it should not: what the plan forbids, or what its fact does not say.

The wordings themselves stand in ``cautions``; here they meet the rule and the kind of the piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from musterpoint.domain.cautions import Care, cautions
from musterpoint.domain.facts import Fact
from musterpoint.domain.plain_words import Kind, kept
from musterpoint.domain.policy.communications import CommsRule, Forbidden
from musterpoint.domain.updates.claims import ClaimKind, claims
from musterpoint.domain.updates.objections import Objection, Why
from musterpoint.domain.updates.pieces import Piece, PieceKind

_NEVER: Mapping[Care, Forbidden] = {
    Care.BLAME: Forbidden.BLAME,
    Care.LIABILITY: Forbidden.LIABILITY,
    Care.NO_RISK: Forbidden.NO_RISK,
    Care.ONLY_PRECAUTION: Forbidden.ONLY_PRECAUTION,
}
_UNLESS_FACT: Mapping[ClaimKind, Forbidden] = {
    ClaimKind.CAUSE: Forbidden.UNVERIFIED_CAUSE,
    ClaimKind.REPAIR: Forbidden.UNVERIFIED_REPAIR_TIME,
    ClaimKind.FIGURE: Forbidden.UNVERIFIED_NUMBER,
}
_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady)\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
)
_NOTHING_LOST = re.compile(
    r"\b(?:nothing|no (?:data|orders?|calls?|messages?|payments?|records?)) "
    r"(?:was|were|is|are|has been|have been|got) (?:lost|affected|missed|stolen|seen)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{4,}")
_CLAUSE = re.compile(
    r"[.;:!?,()–—]+|\b(?:and|but|while|whereas|which|who|so|as|after|before|when|where)\b",
    re.IGNORECASE,
)
LEAST_SHARED = 1 / 3
FEWEST_OF_A_CLAIM = 2
"""A clause of fewer words that count is not held to the fact: “sorry”, “please”."""


def forbidden(
    rule: CommsRule | None, piece: Piece, *, position: int, is_final: bool
) -> Iterator[Objection]:
    """Yield what the row of the plan forbids and the piece says.

    A template's own words are the plan's. A verified fact may name a cause, a time of repair or a
    number, and with the last word also that all is well; blame and comfort stay out even then.
    """
    if rule is None or piece.kind is PieceKind.TEMPLATE:
        return
    is_fact = piece.kind is PieceKind.FACT
    for start, end, code in _said(piece.says):
        if code not in rule.forbids:
            continue
        if is_fact and (code in _UNLESS_FACT.values() or (code is _CLEAR and is_final)):
            continue
        says = f"The plan forbids {code.replace('_', ' ')} here: “{piece.says[start:end]}”."
        yield Objection(
            why=Why.FORBIDDEN, says=says, piece=position, start=start, end=end, forbids=code
        )


_CLEAR = Forbidden.ALL_CLEAR


def strays(piece: Piece, fact: Fact, *, position: int) -> Iterator[Objection]:
    """Yield what the wording of a fact says that the fact does not, or no longer says of it.

    A wording may say less, but not without a “not”; an “at most” or “since” may be the template's.
    """
    if piece.says.strip().rstrip(".") == fact.says.strip().rstrip("."):
        return
    for one in kept(fact.says, piece.says):
        if one.after or one.kind is Kind.NEGATIVE or (one.kind is Kind.LIMIT and not piece.field):
            says = f"Fact {fact.number}: {one.says}"
            yield Objection(why=Why.STRAYS_FROM_FACT, says=says, piece=position)
    kinds = {one.kind for one in claims(fact.says)}
    for claim in claims(piece.says):
        if claim.kind is not ClaimKind.FIGURE and claim.kind not in kinds:
            says = f"Fact {fact.number} does not say “{claim.says}”."
            yield Objection(
                why=Why.STRAYS_FROM_FACT,
                says=says,
                piece=position,
                start=claim.start,
                end=claim.end,
            )
    if not _is_about(piece.says, fact):
        says = f"These words no longer say what fact {fact.number} says."
        yield Objection(why=Why.STRAYS_FROM_FACT, says=says, piece=position)


def lost(before: str, after: str, *, language: str) -> Iterator[str]:
    """Yield what another language does not say as the English words do."""
    for one in kept(before, after, language=language):
        yield one.says


def _said(text: str) -> Iterator[tuple[int, int, Forbidden]]:
    for caution in cautions(text):
        if caution.care in _NEVER:
            yield caution.start, caution.end, _NEVER[caution.care]
        if caution.care is Care.ALL_CLEAR:
            yield caution.start, caution.end, Forbidden.ALL_CLEAR
    for claim in claims(text):
        if claim.kind in _UNLESS_FACT:
            yield claim.start, claim.end, _UNLESS_FACT[claim.kind]
    for one in _NOTHING_LOST.finditer(text):
        yield one.start(), one.end(), Forbidden.ALL_CLEAR
    for one in _NAME.finditer(text):
        yield one.start(), one.end(), Forbidden.NAMES


def _is_about(says: str, fact: Fact) -> bool:
    """Return whether the words share enough with the fact to be a wording of it.

    Each clause shares a word at least, so that nothing else rides along with what is verified. One
    that borrows a word of the fact for a claim of its own is left to whoever agrees.
    """
    mine, its = _stems(says), _stems(f"{fact.says} {fact.estimate_of}")
    if mine and len(mine & its) < LEAST_SHARED * min(len(mine), len(its) or 1):
        return False
    clauses = (_stems(one) for one in _CLAUSE.split(says))
    return all(len(one) < FEWEST_OF_A_CLAIM or one & its for one in clauses)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.lower()))
