"""Numbers that the state gives a person: National Insurance, NHS, passport, driving licence.

A passport's number has no shape of its own, so it counts only where it is called one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from musterpoint.domain.personal_data.checksums import is_nhs
from musterpoint.domain.personal_data.kinds import Kind, Span
from musterpoint.domain.personal_data.naming import is_thing, sentence

_GAP = r"[\s./_-]{0,3}"
_INSURANCE = re.compile(
    rf"(?<![A-Za-z0-9])(?P<prefix>[A-CEGHJ-PQR-TW-Z][\s.-]?[A-CEGHJ-NPQR-TW-Z])(?P<gap>{_GAP})"
    rf"\d[\s.-]?\d{_GAP}\d[\s.-]?\d{_GAP}\d[\s.-]?\d(?:{_GAP}(?P<suffix>[A-D]))?(?![A-Za-z0-9]"
    r"|[-/_][A-Za-z0-9])",
    re.IGNORECASE,
)
_NEVER_ISSUED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_ABOUT_INSURANCE = re.compile(
    r"\b(?:national\s+insurance|ni\s?no|ni\b|n\.i\.|nino|n\.?i\.?\s*(?:number|no|#))", re.IGNORECASE
)
_ABOUT_PARTS = re.compile(
    r"\b(?:parts?|batch(?:es)?|stock|skus?|suppliers?|warehouse|serials?|recall(?:ed)?|"
    r"spares?|components?|pallets?|models?|"
    r"brackets?|fitted|replaced|valves?|pumps?|orders?|consignments?|shipments?|lots?|"
    r"catalogue|shelf|units?|"
    r"tracking|parcels?|invoices?|firmware|devices?|drawings?|revisions?|manufactur\w*|"
    r"produced|packaging|label)\b",
    re.IGNORECASE,
)
_ABOUT_PEOPLE = re.compile(
    r"\b(?:customer'?s?|caller'?s?|she|he|her|his|my|mr|mrs|ms|miss|employee|claimant|person|"
    r"benefit|hmrc|dwp|payroll|tax|"
    r"claimant|applicant|patient|staff|member|father|mother|wife|husband|son|daughter)\b",
    re.IGNORECASE,
)
_HEALTH_NUMBER = re.compile(
    r"(?:(?<![\dA-Za-z.,+])|(?<=\bnhs)|(?<=\bnhsno))(?<!\d[\s-])(?<![\d][-/])(?P<one>\d{3})(?P<gap>[\s._/-]{0,3})(?P<two>"
    r"\d{3})(?P<same>[\s._/-]{0,3})(?P<three>\d{4})"
    r"(?![\dA-Za-z]|[.,:/-]\d|[\s-]\d{3,}|[-_/][A-Za-z])",
    re.IGNORECASE,
)
_HEALTH_DIGITS = re.compile(
    r"(?<![\dA-Za-z.,+])(?:\d[\s-]{1,2}){9}\d(?![\dA-Za-z]|[\s-]{1,2}\d)|"
    r"(?<![\dA-Za-z])\d{2}(?:[\s-]\d{2}){4}(?![\s-]?\d)|"
    r"(?<![\dA-Za-z])\d{4}[\s-]\d{3}[\s-]\d{3}(?![\s-]?\d)|"
    r"(?<![\dA-Za-z])\d{5}[\s-]\d{5}(?![\s-]?\d)|(?<![\dA-Za-z])\d{3}[\s-]?\d{7}(?![\s-]?\d)|"
    r"(?<![\dA-Za-z])\d{6}[\s-]\d{4}(?![\s-]?\d)"
)
_ABOUT_HEALTH = re.compile(
    r"\b(?:nhs|n\.h\.s\.?|patients?|hospital|gp|surgery|clinic\w*|ward|medical|"
    r"health\s?(?:care|board|visitor)|prescription|doctor|dr|"
    r"nurse|appointments?|a&e|consultant|chi|blood|scan|vaccin\w*|pharmacy|referral|radiology|"
    r"oncology|maternity|x-?ray|"
    r"diagnos\w*|treatment|results|admitted|discharged?|111)\b",
    re.IGNORECASE,
)
_CALLED_SO = re.compile(r"(?<![A-Za-z])(?:nhs(?:no)?|n\.h\.s)(?![A-Za-z])", re.IGNORECASE)
_OF_A_PATIENT = re.compile(
    r"\bpatients?(?:'s)?\s*(?:record|number|no\.?|id|file|ref)?[\s:#(]*$", re.IGNORECASE
)
_ABOUT_CALLING = re.compile(
    r"\b(?:phone|tel|telephone|mobile|mob|call(?:ed)?\s+(?:back\s+)?on|ring|fax|dial(?:led)?|"
    r"text|extension)\b[^.]{0,12}$",
    re.IGNORECASE,
)
_FOLLOWED = (
    r"(?:\s*(?:numbers?|nos?\b\.?|num\b|#|id\b|details?|document))*"
    r"(?:[\s:=#(\[.,'\"-]|\b(?:is|was|as|reads?|of|the|it'?s|he|she|they|gave|given|quoted|"
    r"and|uk|gb|british|irish|us)\b)*"
)
_PASSPORT = re.compile(
    rf"\bpassports?{_FOLLOWED}(?P<number>(?:[A-Z]{{1,2}}\s?\d{{6,8}}|"
    rf"\d{{3}}\s?\d{{3}}\s?\d{{3}}|\d{{2}}[A-Z]{{2}}\d{{5}}))(?![A-Za-z0-9]|[-/.]\d)",
    re.IGNORECASE,
)
_PASSPORT_AFTER = re.compile(
    r"(?<![\w£$.-])(?P<number>\d{9}|[A-Z]{1,2}\d{6,8})\s*(?:\(|-|,|\b(?:is|was|"
    r"as)\b)*\s*(?:\b(?:the|her|his|my|their)\b\s*)?(?:uk\s+|british\s+)?passport\b",
    re.IGNORECASE,
)
_MRZ = re.compile(r"(?<![A-Z0-9])(?P<number>[A-Z0-9<]{9})\d[A-Z]{3}\d{7}[MFX<]\d{7}")
_LICENCE = re.compile(
    r"(?<![A-Za-z0-9])(?P<number>(?=[A-Z])[A-Z]{1,5}9{0,4}(?<=[A-Z9]{5})[\s-]?\d(?:0[1-9]|"
    r"1[0-2]|5[1-9]|6[0-2])[\s-]?(?:0[1-9]|[12]\d|3[01])[\s-]?\d"
    r"[\s-]?[A-Z9]{2}[\s-]?[A-Z0-9][\s-]?[A-Z]{2}(?:[\s-]?\d{2})?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LICENCE_CALLED = re.compile(
    rf"\b(?:driv(?:ing|er'?s?)\s+licen[cs]e|dvla|dva){_FOLLOWED}(?P<number>\d{{8}}|"
    rf"[A-Z0-9]{{16,18}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def insurance_numbers(text: str) -> Iterator[Span]:
    """Yield National Insurance numbers, not part numbers that look like them."""
    for found in _INSURANCE.finditer(text):
        if _is_insurance(text, found):
            yield Span(*found.span(), Kind.NATIONAL_INSURANCE_NUMBER)


def _is_insurance(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    prefix = re.sub(r"[^A-Z]", "", found["prefix"].upper())
    about = sentence(text, start, end)
    called = bool(_ABOUT_INSURANCE.search(about))
    if prefix in _NEVER_ISSUED or re.search(r"[A-Za-z0-9][-/_]$", text[max(0, start - 2) : start]):
        return False
    if is_thing(text, start, end):
        return False
    if "Q" in prefix and prefix != "QQ":
        return False
    if called:
        return True
    is_grouped = len(re.sub(r"[A-Za-z0-9]", "", found.group())) >= 3
    if not found["suffix"] or len(found["prefix"]) > 2 or (prefix == "QQ" and not is_grouped):
        return False
    return bool(_ABOUT_PEOPLE.search(about)) or not _ABOUT_PARTS.search(about)


def health_numbers(text: str) -> Iterator[Span]:
    """Yield NHS numbers: ten digits with their check digit that somebody speaks of as one.

    One in eleven numbers of ten digits passes the check, so ungrouped ones need a word of health
    nearby, and whatever is called an order or a part stays one.
    """
    for found in chain(_HEALTH_NUMBER.finditer(text), _HEALTH_DIGITS.finditer(text)):
        digits = re.sub(r"\D", "", found.group())
        if is_nhs(digits) and _is_of_a_patient(text, found, digits):
            yield Span(*found.span(), Kind.NHS_NUMBER)


def _is_of_a_patient(text: str, found: re.Match[str], digits: str) -> bool:
    start, end = found.span()
    near = sentence(text, start, end, reach=30)
    before = text[max(0, start - 30) : start]
    if _OF_A_PATIENT.search(before):
        return True
    is_called = bool(_CALLED_SO.search(near))
    if is_thing(text, start, end, loosely=not is_called):
        return False
    if is_called:
        return True
    if _ABOUT_CALLING.search(text[max(0, start - 40) : start]):
        return False
    if _ABOUT_HEALTH.search(sentence(text, start, end, reach=100)):
        return True
    groups = found.groupdict()
    is_grouped = bool(groups.get("gap")) and groups.get("gap") == groups.get("same")
    return is_grouped and digits[0] in "4679"


def papers(text: str) -> Iterator[Span]:
    """Yield numbers of passports and driving licences."""
    for pattern in (_PASSPORT, _PASSPORT_AFTER, _MRZ):
        for found in pattern.finditer(text):
            if any(letter.isdigit() for letter in found["number"]):
                yield Span(*found.span("number"), Kind.PASSPORT_NUMBER)
    for pattern in (_LICENCE, _LICENCE_CALLED):
        for found in pattern.finditer(text):
            if sum(letter.isdigit() for letter in found["number"]) >= 6:
                yield Span(*found.span("number"), Kind.DRIVING_LICENCE)
