"""Words in a text that somebody should look at again before it leaves: promises, blame, certainty.

Finds wordings and knows nothing of facts: whether a cause or a time is verified, and whether the
plan forbids it, is decided in ``domain.updates``. A caution advises; it never blocks by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Care(StrEnum):
    """Why to look again."""

    PROMISE_WITHOUT_TIME = "promise_without_time"
    VAGUE_TIME = "vague_time"
    CERTAINTY = "certainty"
    BLAME = "blame"
    LIABILITY = "liability"
    ALL_CLEAR = "all_clear"
    NO_RISK = "no_risk"
    ONLY_PRECAUTION = "only_precaution"
    CAUSE = "cause"
    REPAIR_TIME = "repair_time"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Caution:
    """``text[start:end]`` is ``says``."""

    start: int
    end: int
    care: Care
    says: str


_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d(?:\s?[ap]\.?m\b)?|\s?[ap]\.?m\b|\s?o['’]clock)"
_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|ten|half an?|the|the next \w+)"
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|working days?)"
_DAY = r"(?:today|tonight|tomorrow|noon|midday|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_WHEN = re.compile(
    rf"\b{_CLOCK}|\b(?:within|in|every)\s+{_COUNT}\s+{_UNIT}\b|\b{_DAY}\b|\bby (?:the )?"
    r"(?:end|close) of\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|"
    r"nov|dec)|\{next\}",
    re.IGNORECASE,
)
_KEPT = (
    r"call|ring|phone|write|e-?mail|text|contact|reply|answer|get back|come back|be in touch|"
    r"update|let (?:you|them|everyone|everybody) know|tell|inform|send|refund|replace|repair|fix|"
    r"restore|visit|deliver|have (?:it|this|that)|report|confirm|follow up|speak"
)
_PROMISE = re.compile(
    r"\b(?:(?:we|i|they|you|it|(?:some|any)(?:one|body)|(?:a|the|our|your) [\w-]+(?: [\w-]+)?)\s+"
    r"(?:will|shall|(?:am|are|is) going to|promises? to)|(?:we|i|they)['’]ll)\s+"
    rf"(?!not\b|never\b)(?:\w+ly |also |then |of course )?(?:{_KEPT})\b(?:\s+(?:to\s+)?you\b)?",
    re.IGNORECASE,
)
_REPAIRED = r"(?:back|restored|fixed|resolved|repaired|working|running|up|normal|solved|over)"
_WORDINGS: dict[Care, tuple[str, ...]] = {
    Care.VAGUE_TIME: (
        r"as soon as (?:possible|we can)|asap|shortly|soon|in due course|before long",
        r"in a (?:moment|while)|at the earliest opportunity|in the near future",
    ),
    Care.CERTAINTY: (
        r"definitely|certainly|undoubtedly|without (?:a )?doubt|guarantee[ds]?|of course",
        r"100 ?%|100 per cent|never happen again|absolutely|impossible",
        r"(?:we are|i am|we['’]re|i['’]m) (?:absolutely |quite )?(?:certain|sure|confident)",
    ),
    Care.BLAME: (
        r"(?:\w+['’]s?|whose|their|your|our) (?:own )?(?:fault|mistake|negligence)|to blame",
        r"blam(?:e[ds]?|ing)|human error|careless(?:ness|ly)?|incompeten(?:t|ce)|sloppy|at fault",
        r"negligen(?:t|ce)|let (?:us|you) down|should have (?:known|checked|noticed)",
        r"(?:the|our|your) \w+ (?:has |have )?failed to",
    ),
    Care.LIABILITY: (
        r"liab(?:le|ility)|compensat(?:e[ds]?|ion)|damages|legal(?:ly)? (?:responsib\w+|bound)",
        r"we (?:accept|admit|take) (?:full )?(?:responsibility|fault|liability)|negligen(?:t|ce)",
    ),
    Care.ALL_CLEAR: (
        r"all[- ]clear|(?:is|are) over|back to normal|fully (?:resolved|restored|recovered)",
        r"(?:danger|risk|threat) (?:has|is) (?:passed|gone|over)|safe to (?:return|use|enter)",
        r"completely (?:resolved|restored|fixed)",
    ),
    Care.NO_RISK: (
        r"no (?:risk|danger|threat)|(?:completely|perfectly|totally|entirely) safe|harmless",
        r"nothing to worry about|(?:need|do) not (?:to )?worry|don['’]t worry|not at risk",
        r"no cause for (?:concern|alarm)|data (?:is|are) (?:safe|secure)",
    ),
    Care.ONLY_PRECAUTION: (
        r"(?:only|just|merely|purely|simply) (?:as )?(?:a )?precaution(?:ary)?",
        r"abundance of caution",
    ),
    Care.CAUSE: (
        r"(?:was |were |is |are |been )?caused by|due to|because of|owing to|as a result of",
        r"(?:root )?cause (?:is|was)(?! not| un| still| being| to be)|stems? from|brought about by",
    ),
    Care.REPAIR_TIME: (
        (
            rf"{_REPAIRED} (?:again )?(?:by|within|in|before|at|around|from|until) "
            rf"(?:about )?(?:{_CLOCK}|{_COUNT} {_UNIT}|{_DAY}|the end of)"
        ),
        r"(?:repair|fix|restoration)\w* (?:will take|takes|is expected|expected|is due|due)",
    ),
}
_FOUND = {
    care: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    for care, words in _WORDINGS.items()
}
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def cautions(text: str) -> tuple[Caution, ...]:
    """Return what to look at again, in the order of the text. One place may give two reasons."""
    found = {*_wordings(text), *_bare_promises(text)}
    return tuple(sorted(found))


def gives_a_time(text: str) -> bool:
    """Return whether the text names a time, a day or a span: “by 16:00”, “within two hours”."""
    return _WHEN.search(text) is not None


def _wordings(text: str) -> Iterator[Caution]:
    for care, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            yield Caution(start=match.start(), end=match.end(), care=care, says=match[0])


def _bare_promises(text: str) -> Iterator[Caution]:
    start = 0
    for end, after in [*(one.span() for one in _END_OF_SENTENCE.finditer(text)), (len(text),) * 2]:
        if not gives_a_time(text[start:end]):
            for match in _PROMISE.finditer(text, start, end):
                yield Caution(
                    start=match.start(),
                    end=match.end(),
                    care=Care.PROMISE_WITHOUT_TIME,
                    says=match[0],
                )
        start = after
