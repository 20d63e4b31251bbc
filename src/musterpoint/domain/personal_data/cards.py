"""Payment cards: numbers with a check digit and a known issuer, and the code that goes with one.

A security code has no check digit; only what is said around it tells it from any other number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from musterpoint.domain.personal_data.checksums import is_luhn
from musterpoint.domain.personal_data.kinds import Kind, Span
from musterpoint.domain.personal_data.naming import is_thing, sentence

LEAST, MOST = 12, 19
_RUN = re.compile(r"\d+(?:\s{0,2}[-./_,:*|+]?\s{0,2}\d+)*")
_GROUP = re.compile(r"\d+")
_ISSUERS = (
    (re.compile(r"4"), (16, 13, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"30[0-5]|3095|36|3[89]"), (14, 16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"6011|64[4-9]|65"), (16, 19)),
    (re.compile(r"62|81"), (16, 17, 18, 19)),
    (re.compile(r"2200|2201|2202|2203|2204"), (16, 19)),
    (
        re.compile(r"5018|5020|5038|5612|5893|6304|6759|676[1-3]|6799|0604|6390"),
        tuple(range(12, 20)),
    ),
    (re.compile(r"60|508[5-9]|9792|6334|6767|4903|4905|4911|4936|564182|633110"), (16, 18, 19)),
)
_SHAPES = {
    (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (8, 8), (4, 4, 8), (8, 4, 4),
    (4, 12), (6, 10), (4, 4, 4, 3),
    (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (4, 4, 4, 1), (4, 4, 5), (6, 13), (6, 6, 4),
    (2,) * 8, (5, 5, 6), (4, 5, 6), (4, 4, 4, 2), (3, 4, 4, 5), (1,) * 16, (1,) * 15,
}  # fmt: skip
_ABOUT_CARDS = re.compile(
    r"\b(?:cards?|visa|master\s?card|amex|american express|maestro|diners|debit|credit|pan|"
    r"long number|cvv2?|cvc2?|cv2|csc|security code|expir\w*|exp|valid (?:from|to|thru)|"
    r"payment|paid|pay|paying|charged?|refund\w*|16 digits?|sixteen digits?)\b",
    re.IGNORECASE,
)
_HAS_EXPIRY = re.compile(
    r"[\s,;)/|-]*(?:\(?(?:exp(?:iry|ires?|iration)?|valid|cvv2?|cvc2?|cv2|csc|"
    r"sec(?:urity)? code)\b|"
    r"(?:0[1-9]|1[0-2])\s?[/-]\s?(?:20)?\d\d\b)",
    re.IGNORECASE,
)
_CODE_NEXT = re.compile(r"(?:cvv|cvc|cv2|csc|exp)", re.IGNORECASE)
_PAST_NAME = re.compile(
    r"\bcards?\b|\bvisa\b|\bmaster\s?card\b|\bamex\b|\bmaestro\b", re.IGNORECASE
)
_TIME = re.compile(
    r"(?:[0-3]\d(?:0[1-9]|1[0-2])20\d\d|20\d\d(?:0[1-9]|1[0-2])[0-3]\d)[0-2]\d[0-5]\d"
)

_EXPIRY = r"(?:(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d\d)"
_CODE_NAME = (
    r"(?:\bcard\s+)?(?:(?<![a-z])(?:c[.\s-]?v[.\s-]?[vc]|cid|csc)[12]?(?![a-z0-9])|"
    r"\bcv[v2cn]2?(?![0-9a-z])|"
    r"(?<![a-z])(?:card\s+)?(?:security|verification|validation|signature)[\s_-]+(?:code|number|no|"
    r"digits|value)\b|"
    r"\bsec(?:\.|urity)?\s*code\b|\bsignature\s+strip\b|"
    r"\b(?:the\s+)?(?:last\s+)?(?:3|three|4|four)[\s-]+(?:digits?|numbers?)(?:\s+(?:code|number))?"
    r"\s+(?:on|from|at)\s+(?:the\s+)?(?:back|rear|reverse|front)\b|"
    r"\b(?:3|three)[\s-]*digits?\s+(?:security\s+|card\s+)?code\b|"
    r"\b(?:digits?|numbers?|code)\s+(?:on|from)\s+(?:the\s+)?(?:back|rear|reverse)\b|"
    r"\bback of (?:the|her|his|my) card\b)"
)
_LINK = (
    r"(?:[\s:;=,.()\[\]'\"#?>|/*_»→-]|\b(?:code|number|no|num|digits?|value|is|are|was|as|it'?s|its|"
    r"being|reads?|"
    r"on|of|the|from|back|rear|reverse|front|signature|strip|card|my|her|his|their|"
    r"customer'?s?|this|that|"
    r"i think|given|gave|says?|said|out|supplied|provided|quoted|confirmed|read out|to me|me|us|"
    r"and|for|amex|"
    r"visa|mastercard|cvv2?|cvc2?|cv2|csc|he|she|they)\b){0,24}"
)
_CODE = r"(?P<code>\d[\s-]?\d[\s-]?\d(?:[\s-]?\d)?)"
_NOT_COUNTED = (
    r"(?![\d%£$€]|[.,:/-]\d|\s*(?:%|ms|seconds?|secs?|mins?|minutes?|hours?|hrs?|days?|times|"
    r"attempts?|"
    r"retries|failures?|fails|errors?|declines?|customers?|callers?|calls?|cards?|"
    r"transactions?|orders?|"
    r"payments?|people|requests?|contacts?|per|px|x|of|reports?|cases|checks|users?|in a row)\b)"
)
_CODE_AFTER_NAME = re.compile(rf"{_CODE_NAME}{_LINK}(?<!\d){_CODE}{_NOT_COUNTED}", re.IGNORECASE)
_CODE_BEFORE_NAME = re.compile(
    r"(?<![\w£$€.,:/-])(?P<code>\d{3,4})[\s,]*(?:\(|-|=|\b(?:is|was|as|for)\b)*\s*(?:\b(?:the|"
    r"her|his|my|their)\b\s*)?"
    r"(?:\bcard\s+)?(?:\b(?:cvv2?|cvc2?|cv2|csc)\b(?!\s*[:=]?\s*(?:is\s+)?\d)|"
    r"\bsecurity code\b(?!\s*[:=]?\s*(?:is\s+)?\d)|"
    r"\bon the back\b)(?!\s*(?:fail|error|check|mismatch|declin|field|issue|request|prompt|"
    r"reject|attempt|entr|retr|time|warn|alert|problem))",
    re.IGNORECASE,
)
_AFTER_A_CARD = re.compile(
    r"[\s,;/|)(-]*(?:\b(?:exp(?:iry|ires?|iration)?(?:\s+date)?|valid(?:\s+(?:to|thru|"
    r"until))?|ed|end)\b[\s:.=-]*)?"
    rf"{_EXPIRY}[\s,;/|)(:-]*(?:\band\b\s*)?(?P<code>\d{{3,4}})(?![\d%:/-]|[.,]\d|\s*(?:am|pm|"
    r"hrs|hours)\b)",
    re.IGNORECASE,
)
_AFTER_EXPIRY = re.compile(
    rf"\bexp(?:iry|ires?|iration)?(?:\s+date)?[\s:.=-]*{_EXPIRY}[\s,;/|)(:-]*(?:\band\b\s*)?"
    r"(?:security|sec|code|the)?[\s:]*(?P<code>\d{3})(?![\d%:/-]|[.,]\d|\s*(?:am|pm|hrs|hours)\b)",
    re.IGNORECASE,
)
_CODE_GLUED = re.compile(
    r"(?<![a-z])(?:cvv2?(?P<code>\d{3,4})|(?:cvc2?|cv2)(?P<three>\d{3}))(?![a-z\d])", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:20)?\d\d"
_STRAIGHT_AFTER = re.compile(
    r"[\s,;/|)(:-]{1,4}"
    rf"(?:(?:exp\w*\s+)?(?:(?:0[1-9]|1[0-2])[\s/|.-]?(?:20)?\d\d|{_MONTH})[\s,;/|)(:-]{{1,4}})?"
    r"(?:\b(?:and|the|security|sec|code|back|is)\b[\s:]*){0,4}(?P<code>\d{3})"
    rf"{_NOT_COUNTED}(?!\s*(?:ok|pounds?|pence|gbp|eur|usd|quid|am|pm)\b)(?![a-z])",
    re.IGNORECASE,
)
_NO_CARD = re.compile(
    r"(?:alarm|door|gate|building|entry|site|gatehouse|intruder|depot|keypad|barrier|error|status|"
    r"response|reason|result|fault|decline)\s*$",
    re.IGNORECASE,
)
_TRACK = re.compile(r"(?:\^[A-Z /.'-]{2,30}\^|=)(?P<track>\d{7,}\??)", re.IGNORECASE)


def card_numbers(text: str) -> Iterator[Span]:
    """Yield every card number, however it is grouped."""
    for run in _RUN.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
        done = 0
        for first in range(len(groups)):
            if first < done:
                continue
            for last in _ends(text, groups, first):
                start, end = groups[first][0], groups[last][1]
                if _is_card(text, groups, first, last):
                    yield Span(start, end, Kind.CARD_NUMBER)
                    done = last + 1
                    break


def security_codes(text: str) -> Iterator[Span]:
    """Yield every code that is called a card's security code or stands where it belongs."""
    for pattern in (_CODE_AFTER_NAME, _CODE_BEFORE_NAME, _AFTER_EXPIRY):
        for found in pattern.finditer(text):
            if not _NO_CARD.search(text[max(0, found.start() - 24) : found.start()]):
                yield Span(*found.span("code"), Kind.CARD_SECURITY_CODE)
    for found in _CODE_GLUED.finditer(text):
        place = found.span("code" if found["code"] else "three")
        if not is_thing(text, *found.span()):
            yield Span(*place, Kind.CARD_SECURITY_CODE)


def beside_card(text: str, card: Span) -> Iterator[Span]:
    """Yield what follows a card's number: its code after the expiry date, or its magnetic track."""
    code = _AFTER_A_CARD.match(text, card.end) or _STRAIGHT_AFTER.match(text, card.end)
    if code:
        yield Span(*code.span("code"), Kind.CARD_SECURITY_CODE)
    track = _TRACK.match(text, card.end)
    if track:
        yield Span(*track.span("track"), Kind.CARD_SECURITY_CODE)


def _ends(text: str, groups: list[tuple[int, int]], first: int) -> list[int]:
    """Return where a number that begins with a group may end, the likeliest first."""
    total, ends = 0, []
    for last in range(first, len(groups)):
        total += groups[last][1] - groups[last][0]
        if total > MOST:
            break
        if total >= LEAST and _is_shaped(text, groups, first, last):
            ends.append((total != 16, -total, last))
    return [last for _, _, last in sorted(ends)]


def _is_shaped(text: str, groups: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether people group a card so: as printed, or anyhow when nothing else is there."""
    if first == last:
        return True
    within = groups[first : last + 1]
    gaps = {text[one[1] : other[0]].strip() for one, other in pairwise(within)}
    if len(gaps - {""}) > 1 or (
        gaps == {","} and all(end - start == 3 for start, end in within[1:])
    ):
        return False
    if tuple(end - start for start, end in within) in _SHAPES:
        return True
    return first == 0 and last == len(groups) - 1


def _is_card(text: str, groups: list[tuple[int, int]], first: int, last: int) -> bool:
    start, end = groups[first][0], groups[last][1]
    digits = "".join(text[begin:stop] for begin, stop in groups[first : last + 1])
    if not is_luhn(digits) or not _is_alone(text, start, end) or _TIME.match(digits):
        return False
    about = sentence(text, start, end)
    says_card = bool(_ABOUT_CARDS.search(about)) or bool(_HAS_EXPIRY.match(text, end))
    if not _is_issued(digits, surely=says_card):
        return False
    if _HAS_EXPIRY.match(text, end):
        return True
    if is_thing(text, start, end):
        return first != last and bool(_PAST_NAME.search(about))
    whole = first == 0 and last == len(groups) - 1
    return first == last or whole or says_card


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether the digits are no part of a longer code, such as a serial number with letters."""
    before, after = text[max(0, start - 11) : start], text[end : end + 2]
    if before[-1:].isalnum() and not re.search(
        r"(?:^|[^a-z])(?:card|cardno|cardnumber|number|pan|no|visa|amex|b)$", before, re.IGNORECASE
    ):
        return False
    if re.search(r"\d[.]$", before) or re.search(r"[A-Za-z]\d+[-/]$", before):
        return False
    if _CODE_NEXT.match(text, end):
        return True
    return not after[:1].isalpha() and not re.match(r"[-_/][A-Za-z]", after)


def _is_issued(digits: str, *, surely: bool) -> bool:
    """Whether an issuer gives out such numbers; rare lengths only where a card is named."""
    lengths = [each for begins, each in _ISSUERS if begins.match(digits)]
    if surely:
        return any(len(digits) in each for each in lengths)
    usual = any(len(digits) == each[0] for each in lengths if len(each) < 8)
    return usual or (len(digits) >= 16 and any(len(digits) in each for each in lengths[:1]))
