"""Ways to reach a person: phone numbers, e-mail addresses, where they live.

Freephone and other numbers of companies are nobody's personal data and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterpoint.domain.personal_data.kinds import Kind, Span
from musterpoint.domain.personal_data.naming import is_thing, sentence

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+-])(?:{_LOCAL}{{1,64}}(?:\.{_LOCAL}{{1,64}}){{0,8}})(?:@|"
    r"\s?[\[(]\s?at\s?[\])]\s?)"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.|"
    r"\s?[\[(]\s?dot\s?[\])]\s?)){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9@]|-[A-Za-z0-9])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\dA-Za-z£$€])(?<![\d][.,:/-])(?<![A-Za-z][-_/#])(?P<number>(?:\+|"
    r"\b00(?=[\s-]?[1-9]))[\s.-]?(?:\(?\d{1,3}\)?)(?:[\s.()/-]{0,3}\d){6,13}|"
    r"\(?0(?:[\s.()/-]{0,3}\d){9,10})(?!\d|[./:-]\d|[A-Za-z%]|[-_][A-Za-z])"
)
_ABOUT_CALLING = re.compile(
    r"\b(?:phone\w*|tel|telephone\w*|mobile|mob|cell|call\w*|ring|rang|contact\w*|text\w*|sms|"
    r"whatsapp|dial\w*|number|landline|"
    r"reach\w*|home|work|back|cli|msisdn|voicemail)\b",
    re.IGNORECASE,
)
_OF_COMPANIES = re.compile(r"0(?:800|808|844|845|843|870|871|872|9\d\d|3\d\d|500|118)")
_DATE = re.compile(r"0\d[-/. ](?:0\d|1[0-2])[-/. ](?:19|20)\d\d|0\d{3}-\d\d-\d\d")
_AREAS_WORDS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE
LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL
SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = _AREAS_WORDS.split()
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<out>(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})(?:\d{{1,"
    rf"2}}|\d[A-HJKMNPR-Y])|GIR)"
    r"(?P<gap>[\s-]{0,2})(?P<in>\d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9]|-[A-Za-z0-9])",
    re.IGNORECASE,
)
_ABOUT_HOMES = re.compile(
    r"\b(?:post\s?code|address\w*|lives?|living|home|house|flat|street|road|avenue|lane|close|"
    r"drive|resident|at|moved|from|in)\b",
    re.IGNORECASE,
)
_ABOUT_GOODS = re.compile(
    r"\b(?:parts?|sku|stock|bay|shelf|rack|bin|aisle|batch|lot|serial|model|grid|firmware|"
    r"revision|drawing|product|code|"
    r"valve|pump|component|gate|stand|slot|seat|port|connector|cable|room|"
    r"unit)\b(?!\s*\d+\s*[A-Z])",
    re.IGNORECASE,
)
_STREETS = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Cres|Terrace|Gardens|Gdns|"
    r"Grove|Court|Place|Square|Way|Row|"
    r"Mews|Hill|Walk|Parade|Rise|View|Park|Green|Vale|Croft|Gate|Wharf|Quay|Broadway|Mead|"
    r"Meadows?|Fields?|Villas|Heights|Bank)"
)
_ADDRESS = re.compile(
    r"(?<![\w£$€.,:/-])(?<!\d\s)(?:(?:Flat|Apartment|Apt|Unit|"
    r"Room)\s\d{1,4}[A-Za-z]?,?\s)?(?:\d{1,4}[A-Za-z]?(?:\s?-\s?\d{1,4})?,?\s)"
    r"(?:(?!(?:Hour|Day|Minute|Second|Star|Priority)s?\s)(?:St\.?|The|Old|Upper|Lower|Great|"
    rf"[A-Z][A-Za-z']+(?:-[A-Z]?[a-z]+)*)\s){{1,4}}{_STREETS}\b(?!\s(?:of|and|to|for|Centre|"
    r"Station|Depot|Team|Group))"
)
_FLAT = re.compile(
    r"\b(?:Flat|Apartment|Apt)\s\d{1,4}[A-Za-z]?,\s(?:[A-Z][A-Za-z']+\s){1,3}(?:House|Court|"
    r"Tower|Heights|Point|Lodge)\b"
)


def emails(text: str) -> Iterator[Span]:
    for found in _EMAIL.finditer(text):
        yield Span(*found.span(), Kind.EMAIL_ADDRESS)


def phone_numbers(text: str) -> Iterator[Span]:
    """Yield numbers that ring somebody: UK numbers of people, and any with a country's code."""
    for found in _NUMBER.finditer(text):
        start, end = found.span("number")
        if text[start] == "(" and ")" not in text[start:end]:
            start += 1
        if _rings_somebody(text, start, end):
            yield Span(start, end, Kind.PHONE_NUMBER)


def _rings_somebody(text: str, start: int, end: int) -> bool:
    digits = re.sub(r"\D", "", text[start:end])
    says_call = bool(_ABOUT_CALLING.search(sentence(text, start, end, reach=40)))
    if is_thing(text, start, end) or _DATE.match(text, start):
        return False
    if text[start] == "+" or digits.startswith("00"):
        national = re.sub(r"^(?:00)?44\(?0?", "", digits)
        is_ours = digits.removeprefix("00").startswith("44")
        if is_ours:
            return len(national) in (9, 10) and not _OF_COMPANIES.match(f"0{national}")
        return 8 <= len(digits.removeprefix("00")) <= 15 and (text[start] == "+" or says_call)
    if _OF_COMPANIES.match(digits) or digits[1] not in "12578":
        return False
    groups = [len(group) for group in re.findall(r"\d+", text[start:end])]
    if digits.startswith("07"):
        return len(digits) == 11 and (says_call or _is_grouped_so(groups))
    if len(digits) == 10 and not says_call:
        return digits[1] == "1" and len(groups) > 1 and groups[0] in (4, 5, 6)
    return digits[1] in "12" and (says_call or _is_grouped_so(groups))


def _is_grouped_so(groups: list[int]) -> bool:
    """Whether people write numbers in such groups: an area's code first, or nothing apart."""
    return len(groups) == 1 or (groups[0] in (3, 4, 5, 6) and all(size >= 2 for size in groups[1:]))


def homes(text: str) -> Iterator[Span]:
    """Yield streets with a house number, and postcodes."""
    for pattern in (_ADDRESS, _FLAT):
        for found in pattern.finditer(text):
            yield Span(*found.span(), Kind.ADDRESS)
    for found in _POSTCODE.finditer(text):
        if _is_postcode(text, found):
            yield Span(*found.span(), Kind.POSTCODE)


def _is_postcode(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    about = sentence(text, start, end, reach=50)
    is_called = bool(re.search(r"post\s?code|address", about, re.IGNORECASE))
    if is_thing(text, start, end) or (
        not found.group().isupper() and not is_called and not found["gap"]
    ):
        return False
    if is_called:
        return True
    if _ABOUT_GOODS.search(about):
        return False
    return (found["gap"] == " " and found.group().isupper()) or bool(_ABOUT_HOMES.search(about))
