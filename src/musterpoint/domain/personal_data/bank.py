"""Bank details: sort codes, account numbers and IBANs.

Six digits in pairs are mostly dates, so a sort code needs its name, an account or a bank nearby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterpoint.domain.personal_data.checksums import iban_length, is_iban
from musterpoint.domain.personal_data.kinds import Kind, Span
from musterpoint.domain.personal_data.naming import sentence

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[ -]?\d[ ]?\d(?:[ .-]{0,2}[A-Z0-9]){11,30}", re.IGNORECASE
)
_LINK = (
    r"(?:[\s:=#(\[.,'\"/-]|\b(?:numbers?|nos?|num|code|is|was|as|reads?|of|the|it'?s|and|for|"
    r"he|she|they|gave|given|quoted|"
    r"her|his|my|their|details?)\b)*"
)
_SORT = (
    r"(?P<sort>\d{2}(?P<gap>[\s./_-]{1,3}|)\d{2}(?P=gap)\d{2}|"
    r"\d[ -]\d[ -]\d[ -]\d[ -]\d[ -]\d)(?!\d|[./:-]\d)"
)
_SORT_CALLED = re.compile(
    rf"\b(?:sort[\s_-]?codes?|sort|s/c|sc)\b{_LINK}(?<!\d){_SORT}", re.IGNORECASE
)
_SORT_AFTER = re.compile(
    r"(?<![\d./:-])(?P<sort>\d{2}[\s-]\d{2}[\s-]\d{2}|\d{6})\s*(?:\(|-|\b(?:is|was|"
    r"as)\b)*\s*(?:\b(?:the|her|his|my|their)\b\s*)?sort[\s-]?code",
    re.IGNORECASE,
)
_ACCOUNT_NAME = r"(?:bank\s+)?(?:accounts?|acc(?:t|nt)?s?\b\.?|a/c|ac\b)"
_ACCOUNT = (
    r"(?P<account>\d{8}|\d{4}[ -]\d{4}|\d{3}[ -]\d{3}[ -]\d{2}|\d{2}(?:[ -]\d{2}){3}|"
    r"(?:\d[ -]){7}\d)(?!\d|[-/:.]\d|\s?[%£])"
)
_PAIR = re.compile(
    rf"(?<![\d./:-])(?P<sort>\d{{2}}[-\s./]\d{{2}}[-\s./]\d{{2}}|"
    rf"\d{{6}})(?P<between>(?:[\s,;:/|&#.()=-]|\b(?:and|{_ACCOUNT_NAME}|no|num|"
    rf"number|is|the|her|his|my|with|code)\b){{1,14}}?)(?<!\d){_ACCOUNT}",
    re.IGNORECASE,
)
_PAIR_TURNED = re.compile(
    rf"(?<![\d./:-]){_ACCOUNT}(?P<between>[\s,;/|"
    rf"]{{1,3}})(?P<sort>\d{{2}}-\d{{2}}-\d{{2}})(?![\d/:-])",
    re.IGNORECASE,
)
_ACCOUNT_CALLED = re.compile(
    rf"(?P<whose>[A-Za-z']+\s+)?(?<![A-Za-z]){_ACCOUNT_NAME}(?P<number>[\s_-]*(?:numbers?|"
    rf"nos?\b\.?|num\b|#))?{_LINK}(?<!\d){_ACCOUNT}",
    re.IGNORECASE,
)
_ACCOUNT_AFTER = re.compile(
    r"(?<![\d./:£$-])(?P<account>\d{8})\s*(?:\(|-|\b(?:is|was|as)\b)*\s*(?:\b(?:the|her|his|"
    r"my|their)\b\s*)?(?:bank\s+account|account\s+number|a/c)\b",
    re.IGNORECASE,
)
_ABOUT_BANKS = re.compile(
    r"\b(?:sort\s?-?codes?|sort(?=\s*\d)|s/c|sc(?=\s*\d)|a/c|bank\w*|barclays|lloyds|natwest|hsbc|"
    r"santander|halifax|monzo|"
    r"starling|nationwide|tsb|rbs|"
    r"co-?op(?:erative)? bank|metro bank|direct debit|standing order|bacs|chaps|"
    r"faster payments?|payee|payout|pay\s+(?:it\s+)?(?:in)?to|"
    r"refund\w*|transfer\w*|building society|salary|iban|account\s+(?:number|no))\b",
    re.IGNORECASE,
)
_OTHER_ACCOUNTS_WORDS = """
customer client supplier energy water gas electricity utility broadband ledger cost nominal
twitter service business loyalty trade vendor portal user online email admin council tax key
reference
"""
_OTHER_ACCOUNTS = frozenset(_OTHER_ACCOUNTS_WORDS.split())


def bank_details(text: str) -> Iterator[Span]:
    """Yield IBANs, sort codes and account numbers; a number may be yielded more than once."""
    yield from _ibans(text)
    for pattern in (_SORT_CALLED, _SORT_AFTER):
        for found in pattern.finditer(text):
            yield Span(*found.span("sort"), Kind.SORT_CODE)
    for pattern in (_PAIR, _PAIR_TURNED):
        for found in pattern.finditer(text):
            if _is_pair(text, found):
                yield Span(*found.span("sort"), Kind.SORT_CODE)
                yield Span(*found.span("account"), Kind.ACCOUNT_NUMBER)
    for found in _ACCOUNT_CALLED.finditer(text):
        if _is_bank_account(text, found):
            yield Span(*found.span("account"), Kind.ACCOUNT_NUMBER)
    for found in _ACCOUNT_AFTER.finditer(text):
        yield Span(*found.span("account"), Kind.ACCOUNT_NUMBER)


def _ibans(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        length = iban_length(found.group()[:2].upper())
        places = [place for place in range(*found.span()) if text[place].isalnum()]
        if length is None or len(places) < length:
            continue
        end = places[length - 1] + 1
        letters = "".join(text[place] for place in places[:length]).upper()
        if letters.isascii() and is_iban(letters) and not text[end : end + 1].isalnum():
            yield Span(found.start(), end, Kind.IBAN)


def _is_pair(text: str, found: re.Match[str]) -> bool:
    """Whether two numbers are a sort code and an account, not a date and a reference."""
    about = sentence(text, *found.span())
    if _ABOUT_BANKS.search(about) or re.search(r"\bac\b|acc|a/c", found["between"], re.IGNORECASE):
        return True
    day, month = int(found["sort"][:2]), int(re.sub(r"\D", "", found["sort"])[2:4])
    is_date = (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 12 and day >= 20)
    return (
        "-" in found["sort"]
        and not is_date
        and found["between"].strip() in {"", "/", ",", "|", "-"}
    )


def _is_bank_account(text: str, found: re.Match[str]) -> bool:
    """Whether eight digits are a bank's account and not the number a customer has here."""
    whose = (found["whose"] or "").strip().lower()
    if (
        re.match(r"bank", found.group().removeprefix(found["whose"] or ""), re.IGNORECASE)
        or whose == "bank"
    ):
        return True
    if whose in _OTHER_ACCOUNTS:
        return bool(
            re.search(r"\bsort\s?-?code|\bbank\b", sentence(text, *found.span()), re.IGNORECASE)
        )
    return bool(found["number"]) or bool(
        _ABOUT_BANKS.search(sentence(text, *found.span("account")))
    )
