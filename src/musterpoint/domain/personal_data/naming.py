"""What the words around a number call it: "order number 1234" is no card, "card 1234" may be.

Looks at the words right before and right after, and at what the whole sentence is about.
"""

from __future__ import annotations

import re

_NUMBERED = (
    r"orders?|ords?|po|purchase orders?|tracking|track|trackers?|parcels?|consignments?|"
    r"shipments?|deliver(?:y|ies)|batch(?:es)?|lots?|parts?|serials?|s/n|sn|p/n|pn|skus?|imeis?|"
    r"iccids?|imsi|sims?|invoices?|inv|tickets?|tkt|cases?|incidents?|jobs?|meters?|mpans?|mprns?|"
    r"barcodes?|ean|ean-?13|upc|gtin|isbn|assets?|bookings?|transactions?|txn|dockets?|products?|"
    r"models?|items?|components?|polic(?:y|ies)|claims?|refs?|references?|requests?|events?|"
    r"traces?|sessions?|correlation|uuid|guid|builds?|versions?|firmware|errors?|faults?|pallets?|"
    r"containers?|devices?|circuits?|quotes?|quotations?|contracts?|warrant(?:y|ies)|rma|returns?|"
    r"vouchers?|coupons?|loyalty|memberships?|catalogue|stock|drawings?|drg|dwg|revisions?|rev|"
    r"timestamps?|epoch|ids?|hash|checksum|commit|pumps?|valves?|boilers?|routers?|modems?|"
    r"log lines?|bytes|rows|octets|milliseconds|ms|seconds|records|spares?|replacements?|"
    r"materials?|works orders?|wo|despatch|dispatch|waybills?|awb|manifests?|"
    r"bins?|shelf|rack|crates?|seals?|vin|chassis|engine|utr|vat|eori|duns|licen[cs]e keys?|"
    r"enquir(?:y|ies)|remittance|receipts?|readings?|tags?|kits?|filters?|bearings?|belts?"
)
_CALLED = (
    r"customers?|clients?|suppliers?|vendors?|accounts?|members?|messages?|calls?|logs?|records?|"
    r"changes?|problems?|tasks?|lines?|stations?|sites?|stores?|units?|routes?|flights?|queues?|"
    r"codes?|keys?|company|charity|registration|registered|gift|port|bays?|cabinets?|ext|"
    r"extensions?|staff|employees?|payroll|badges?|users?"
)
_NUMBER_OF = (
    r"(?:[\s_.-]*\b(?:numbers?|num|nos?|nr|ids?|codes?|refs?|references?|called|marked)\b)*"
)
_JOINED = r"(?:[\s_.:#=(\[\u2116'\"`<>|-]|\b(?:is|was|are|were|reads|of|the|now|as|our|also)\b)*"
_LISTED = r"(?P<listed>(?:[A-Z]{0,4}\d[\d -]*?\s*(?:,|;|&|/|\b(?:and|or|to)\b)\s*)*)"


def _before(words: str) -> re.Pattern[str]:
    named = rf"(?<![A-Za-z])(?:{words})(?![A-Za-z]){_NUMBER_OF}{_JOINED}{_LISTED}$"
    return re.compile(named, re.IGNORECASE)


def _after(words: str) -> re.Pattern[str]:
    lead = (
        r"[\s'\"`)\],]*(?:\(|-|=|\b(?:is|was|as|being)\b)?\s*(?:\b(?:the|our|my|their|your|"
        r"an?)\b)?\s*"
    )
    return re.compile(rf"{lead}(?:{words})(?![A-Za-z])", re.IGNORECASE)


_NUMBERED_BEFORE, _NUMBERED_AFTER = _before(_NUMBERED), _after(_NUMBERED)
_CALLED_BEFORE = _before(f"{_NUMBERED}|{_CALLED}")
_GLUED = re.compile(r"(?<![A-Za-z])(?P<word>[A-Za-z]{1,6})\d{0,3}[-_/#]$")
_OF_A_PERSON_WORDS = """
card cc ccno cardno ccnum visa amex mc debit credit pan no num number nhs nino ni tel mob
mobile phone ph t m acc ac acct a c sc sort is was to at on s and or by iban dob home work cell
"""
_OF_A_PERSON = frozenset(_OF_A_PERSON_WORDS.split())
_SENTENCE_END = re.compile(r"(?<!\b[Nn]o)(?<!\b[Nn]um)[.!?]\s|[\n;]")
NEAR = 60
_LOOK_BACK = 160
_LOOK_AHEAD = 40
NEARLY = 2


def is_thing(text: str, start: int, end: int, *, loosely: bool = False) -> bool:
    """Whether the words next to it say that this is the number of an order, a part, a parcel …

    ``loosely`` also counts customers, accounts, stations and the like, which have numbers too.
    """
    before = text[max(0, start - _LOOK_BACK) : start]
    named = (_CALLED_BEFORE if loosely else _NUMBERED_BEFORE).search(before)
    if named and _are_alike(named["listed"], text[start:end]):
        return True
    glued = _GLUED.search(before[-11:])
    if glued and glued["word"].lower() not in _OF_A_PERSON:
        return True
    return bool(_NUMBERED_AFTER.match(text[end : end + _LOOK_AHEAD]))


def sentence(text: str, start: int, end: int, *, reach: int = NEAR) -> str:
    """Return the words of the same sentence up to ``reach`` characters before and after."""
    before = text[max(0, start - reach) : start]
    stops = [stop.end() for stop in _SENTENCE_END.finditer(before)]
    after = text[end : end + reach]
    stop = _SENTENCE_END.search(after)
    return f"{before[stops[-1] :] if stops else before} {after[: stop.start()] if stop else after}"


def _are_alike(listed: str, number: str) -> bool:
    """Whether what was listed before the number is nearly as long: "orders 1234, 1235 and 1236"."""
    items = [item for item in re.split(r",|;|&|/|\b(?:and|or|to)\b", listed) if item.strip()]
    length = sum(letter.isdigit() for letter in number)
    return all(abs(sum(letter.isdigit() for letter in item) - length) <= NEARLY for item in items)
