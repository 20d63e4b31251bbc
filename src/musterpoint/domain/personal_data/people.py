"""Who a person is: their name where a title or the sentence gives it, and their date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterpoint.domain.personal_data.kinds import Kind, Span

_WORD = (
    r"Mc[A-Z][a-z]+|Mac[A-Z][a-z]+|[A-Z]['\u2019][A-Z][a-z]+|"
    r"[A-Z][a-z\u00c0-\u024f]+(?:['\u2019-][A-Z]?[a-z\u00c0-\u024f]+)*"
)
_PERSON = (
    rf"(?:{_WORD})(?:[ ](?:[A-Z]\.?[ ])?(?:(?:van|de|der|von|al|el|bin|ap)[ ])?(?:{_WORD})){{0,2}}"
)
_FULL = (
    rf"(?:{_WORD})(?:[ ](?:[A-Z]\.?[ ])?(?:(?:van|de|der|von|al|el|bin|ap)[ ])?(?:{_WORD})){{1,2}}"
)
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Rev|Reverend|"
    rf"Lady)\b\.?[ ](?P<name>(?:[A-Z]\.?[ ]?){{0,2}}{_PERSON})"
)
_CALLED = re.compile(
    r"(?:(?i:\bmy name(?:'s| is)|\b(?:(?:full |customer |customer's |caller |caller's |patient |"
    r"patient's |account\s?holder |"
    r"cardholder |her |his |their )(?:sur|first |last |maiden )?|sur|first |last |"
    r"maiden )name(?:\s*[:=]|"
    r"\s+(?:is|was|as|given as)(?=[ ]))|"
    rf"\bname on (?:the )?(?:card|account)(?:\s*[:=]|\s+(?:is|was))|"
    rf"\b(?:account\s?holder|cardholder|policy\s?holder)(?:\s*[:=]|\s+(?:is|was))|"
    r"\b(?:customer|caller|patient|resident|tenant|passenger|claimant|complainant|"
    r"next of kin)\s*[:=]|\b(?:a )?(?:customer|caller|patient|lady|"
    r"woman|man|gentleman|resident|tenant) (?:called|named)|"
    r"\bthis is(?= [A-Z][a-z]+ [A-Z][a-z]+ (?:from|calling|speaking))))"
    rf"[ ]?(?P<name>{_PERSON})"
)
_BARE = re.compile(rf"\b(?i:name\s?[:=]|name is)[ ]?(?P<name>{_FULL})(?!\s?[a-z:])")
_ROLED = re.compile(
    r"\b(?i:customer|caller|patient|tenant|resident|passenger|claimant|complainant|"
    r"policyholder|subscriber|account holder|"
    r"spoke (?:to|with)|call (?:from|back to)|called by|complaint from|on behalf of|"
    r"visited by|her husband|his wife|her son|her daughter|"
    rf"his son|his daughter|daughter|mother|father|husband|wife)(?:[ ,]{{1,2}}|[ ](?:is|"
    rf"was)[ ])(?P<name>{_FULL})"
)
_NO_NAMES_WORDS = """
Teams Whippy Connection Media Standards
Service Services Support Team Care Centre Center Desk Portal Account Accounts Relations
Experience Success Operations Department Office Manager Line Lines Street Road Square
Station Hospital Bank Building Society Council Trust House Limited Ltd Plc Group Company
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May
June July August September October November December North South East West London Manchester
Birmingham Leeds Glasgow Edinburgh Cardiff Bristol Liverpool Sheffield Belfast Unknown None
Redacted Withheld Not The This That Please Reference Order Number Street Data Web App Online
Contact Complaints Incident Update Status Network Power Water Gas Energy Royal Mail Post
Facility Facilities Agent Agents Shift Digital Billing Payments Sales Retail Emergency
Security Fire Police Ambulance Martens Kipling Muscle Pepper System Systems Server Test User
Customer Client Example Api Main Head High Great United Kingdom England Scotland Wales
Ireland Ofcom Ofgem Ofwat Priority Major
"""
_NO_NAMES = frozenset(_NO_NAMES_WORDS.split())
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    r"(?P<date>(?:\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?(?:\d{4}|\d{2})|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}\.?,?[\s-]+(?:\d{{4}}|\d{{2}})|"
    rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|"
    r"1[0-2])(?:19|20)\d\d))(?!\d)"
)
_BIRTH = re.compile(
    r"(?:(?<![A-Za-z])d\.?\s?o\.?\s?b\.?(?![A-Za-z])|\b(?:date|day)\s+of\s+birth|"
    r"\bbirth\s?(?:date|day)|\bborn(?:\s+on)?)"
    rf"(?:[\s:=(\[,'\"-]|\b(?:is|was|as|on|the|given|of|confirmed|it'?s|she|he|said)\b)*{_DAY}",
    re.IGNORECASE,
)
_BIRTH_AFTER = re.compile(
    rf"(?<![\w/-]){_DAY}\s*(?:\(|,|-|is|was|as)*\s*(?:(?:her|his|the|my|their)\s+)?(?:dob|"
    r"d\.o\.b|date of birth|birthday)\b",
    re.IGNORECASE,
)


def names(text: str) -> Iterator[Span]:
    """Yield names that stand after a title or after words that announce one."""
    for pattern in (_TITLED, _CALLED, _BARE, _ROLED):
        for found in pattern.finditer(text):
            start, end = found.span("name")
            words = [word for word in re.split(r"[ .]", found["name"]) if word]
            while len(words) > 1 and words[-1] in _NO_NAMES:
                end = start + found["name"].rindex(words[-1])
                words.pop()
            if pattern is not _TITLED and len(words) < len(found["name"].split()):
                continue  # "customer Journey Team": a thing, not somebody of that name
            if not _NO_NAMES.intersection(words):
                yield Span(start, start + len(text[start:end].rstrip()), Kind.NAME)


def birth_dates(text: str) -> Iterator[Span]:
    """Yield dates that are called somebody's date of birth."""
    for pattern in (_BIRTH, _BIRTH_AFTER):
        for found in pattern.finditer(text):
            yield Span(*found.span("date"), Kind.DATE_OF_BIRTH)
