"""Passwords, PINs and one-time codes: whatever is said to be one.

A word counts only where the sentence gives it as the secret: "the password is wrong" gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterpoint.domain.personal_data.kinds import Kind, Span

_NAME = (
    r"(?<![A-Za-z])(?:pass\s?(?:words?|codes?|phrases?)|passwd|pwd|pword|p/w|pw|"
    r"memorable\s+(?:word|information|info)|"
    r"security\s+(?:word|answer)|secret\s+(?:word|answer|key)|api[\s_-]?key|"
    r"access[\s_-]?(?:token|key)|"
    r"bearer\s+token|log\s?in\s+secret|client[\s_-]?secret|secret(?=\s*[:=])|"
    r"(?:temp(?:orary)?|new|old|current)\s+pass)(?![A-Za-z])"
)
_SHORT = r"(?<![A-Za-z])(?:pass|pwd|pw)(?=\s*[:=])"
_MIDDLE = (
    r"(?:[^\S\n]*\((?![^\S\n]*\d)[^)\n]{0,30}\))?(?:[^\S\n]+(?:for|on|to|of|"
    r"in)[^\S\n]+(?:(?:the|her|his|my|their|"
    r"our|this|that|online)[^\S\n]+)?"
    r"[\w.@'-]+(?:[^\S\n]+(?:account|portal|login|system|profile|app|banking|site|website|e-?mail|"
    r"wifi|laptop)){0,2})?"
)
_GIVEN = (
    r"(?P<gives>\s*[:=]+>?\s*|[^\S\n]+-[^\S\n]+|[^\S\n]*(?:->|=>)[^\S\n]*|[^\S\n]+(?:is|was|reads|"
    r"being|should be|has been set to|was set to|is set to|set to|reset to|changed to|now|as|"
    r"is now|is still|was reset to|is currently|will be|changed from)[^\S\n]*:?[^\S\n]+)"
)
_SECRET_FOUND = re.compile(
    rf"(?:{_NAME}{_MIDDLE}|"
    rf"{_SHORT}){_GIVEN}(?P<quote>[\"'`\u2018\u201c]?)"
    rf"(?P<secret>(?<=[\"'`\u2018\u201c])[^\n\"'`\u2019\u201d]{{3,64}}(?=[\"'`\u2019\u201d])|"
    rf"[^\s\"`\u2019\u201d]{{3,64}})",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"{_NAME}\s+(?P<quote>[\"'`\u2018\u201c]?)(?P<secret>(?=[^\s]*[A-Za-z!@#$%^&*])(?=[^\s]*"
    rf"\d)[^\s\"'`,;:()]{{6,64}})",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    rf"{_NAME}\s+(?P<quote>[\"'\u2018\u201c])(?P<secret>[^\n\"'\u2019\u201d]{{3,64}})[\"'\u201"
    r"9\u201d]",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:creds?|credentials|log\s?in(?:\s+details)?|"
    r"sign\s?in)\s*[:=]?\s*(?P<quote>)[\w.@-]{2,40}\s*/\s*"
    r"(?P<secret>(?=\S*[A-Za-z])(?=\S*[\d!@#$%^&*])[^\s/]{6,64})(?!/)",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"(?:(?<![A-Za-z])(?P<own>my|his|her|their|the|card|your|phone|telephone|banking|"
    r"customer'?s|caller'?s|gave|with|"
    r"and|security|access|chip and|online|mobile|atm|debit|credit|voicemail)\s+|(?<![A-Za-z0-9]))"
    r"(?P<name>pins?|p\.i\.n\.?)(?![A-Za-z])(?P<more>(?:\s+(?:number|no\.?|"
    r"code))?(?:\s+for\s+(?:the|her|his|my|their|this)\s+\w+)?)"
    r"(?P<gives>(?:\s*[:=#-]|\s+(?:is|was|as|of|to|now|reads|set to|changed to|it'?s|"
    r"has been set to|is set to|should be)\b)*)\s*"
    r"[\"'(]?(?P<secret>\d[\s-]?\d[\s-]?\d[\s-]?\d(?:\d{1,4})?)(?![\d%]|[.,:/-]\d)"
    r"(?!\s*(?:customers?|callers?|cards?|times|mm|cm|v|volts?|pins?|people|attempts?|units?|"
    r"pcs|on the (?:board|connector)|of the)\b)",
    re.IGNORECASE,
)
_ONE_TIME = re.compile(
    r"(?<![A-Za-z])(?:otp|one[\s-]?time\s+(?:pass\s?code|password|code|pin)|2fa\s+code|"
    r"mfa\s+code|two[\s-]factor\s+code|"
    r"authenti(?:cation|cator)\s+code|verification\s+code|sms\s+code|log[\s-]?in\s+code|"
    r"access\s+code|text(?:ed)?\s+code|passcode)"
    r"(?:\s*[:=#-]|\s+(?:is|was|as|of|reads|it'?s|sent|received|she|he|they|got|read|out|gave|"
    r"me|us|to|number)\b)*\s*"
    r"[\"'(]?(?P<secret>\d[\s-]?\d[\s-]?\d[\s-]?\d(?:[\s-]?\d){0,4})(?![\d%]|[.,:/-]\d)"
    r"(?!\s*(?:customers?|callers?|times|people|attempts?|users?|messages?|texts?|requests?|"
    r"failures?|errors?|were|failed)\b)",
    re.IGNORECASE,
)
_MOTHER = re.compile(
    r"mother'?s\s+maiden\s+name(?:\s*[:=-]|\s+(?:is|was|as|"
    r"of))\s*[\"']?(?P<secret>[A-Z][A-Za-z'-]{2,30})"
)
_SAID_OF_ONE = """
a again also an and any asked at available back bad being blank blocked both bounced broken
but by case cached changed changing compromised compulsory confirmed correct currently
cleared deactivated denied different disabled disclosed due during easy either emailed empty
encrypted enforced entered expired expires expiring field fine five for forgotten four from
given going good greyed handled hashed her here hers hidden his holding how if in inaccurate
incorrect insecure invalid is issued it just kept known leaked link locked long longer lost
made managed mandatory masked mine missing mistyped must my never new no non none not now
null of off ok okay old on one only optional or our out outdated over page passed pending
please policy poor private prompt protected provided public re-set recommended redacted
refused rejected removed request requested required reset resets resetting rotated safe
salted same secret secure see sent set setting shared short shown similar simple six so
something stale still stolen stored strong stuck synced temporary ten that the their theirs
there this three to too twice two unavailable unchanged unique unknown unsafe unset
unverified updated used user valid verified via visible wanted was weak what when where
which while who with withheld without working would wrong yes yet you your eight seven
twelve n/a na tbc tbd nil needed expected exposed saved ignored checked tested accepted
always sometimes often already about above below under written said told read asking being
causing getting having looking making failing important essential vital critical sensitive
confidential personal guarded rotten fixed permanent ready first second third last next
current previous default defaults standard complex alphanumeric numeric
"""
_NOT_ONE = frozenset(_SAID_OF_ONE.split())
_MASKED = re.compile(r"[*\u2022\u25cfxX.#_-]{3,}$")
_TAIL = ".,;:?)]}>'\""


def passwords(text: str) -> Iterator[Span]:
    """Yield every password, PIN and one-time code that is given away."""
    for pattern in (_SECRET_FOUND, _BARE, _QUOTED, _PAIR):
        for found in pattern.finditer(text):
            secret = found["secret"].rstrip(_TAIL)
            if found["quote"] and len(secret) < 3:
                continue
            given = found.groupdict().get("gives") or " is "
            if len(secret) >= 3 and _is_given(
                secret, given=given.strip(), quoted=bool(found["quote"])
            ):
                start = found.start("secret")
                yield Span(start, start + len(secret), Kind.PASSWORD)
    for found in _PIN.finditer(text):
        if _is_pin(found):
            yield Span(*found.span("secret"), Kind.PASSWORD)
    for pattern in (_ONE_TIME, _MOTHER):
        for found in pattern.finditer(text):
            yield Span(*found.span("secret"), Kind.PASSWORD)


def _is_given(secret: str, *, given: str, quoted: bool) -> bool:
    """Whether a word is the secret itself and not something said about it."""
    word = secret.lower()
    if word in _NOT_ONE or _MASKED.fullmatch(secret) or secret.startswith(("[", "<", "{", "http")):
        return False
    if quoted or not secret.isalpha():
        return (
            not re.fullmatch(
                r"[A-Za-z]+(?:[-/'][A-Za-z]+)+|\d{1,3}|[\d.]+(?:%|ms|s)|[^\w]+", secret
            )
            or quoted
        )
    if secret != word and secret != secret.capitalize():
        return True
    if given in {"as", "now"}:
        return False
    if given[:1] in {":", "=", "-", ">"}:
        return not word.endswith("ing")
    return not word.endswith(("ed", "ing", "ly", "able", "ible", "less"))


def _is_pin(found: re.Match[str]) -> bool:
    """Whether it is a PIN and not the pin of a hinge or a connector."""
    if found["name"].isupper() or found["name"].startswith("P.") or found["gives"].strip():
        return True
    return bool(found["own"] and found["own"].lower() not in {"the", "and", "with"}) or bool(
        found["more"].strip()
    )
