"""Find what a text promises: a subject that is ours, what they will do, and the time it gives.

Finds wordings, and offers them: whether something is a promise is said by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from musterpoint.domain.promises.reckoning import Reckoning
from musterpoint.domain.promises.times import Time, times

LONGEST = 10_000
MOST = 20

_DONE = (
    r"call|ring|phone|telephone|write|e-?mail|text|message|contact|reply|answer|respond|get back|"
    r"come back|be in touch|be back|update|let|tell|inform|send|post|refund|credit|replace|repair|"
    r"fix|restore|visit|deliver|collect|have|report|confirm|follow up|speak|get|look into|check|"
    r"arrange|finish|complete|issue|pay|provide|give|return|escalate|chase"
)
_WHO = (
    r"(?:we|i|(?:some|any)(?:one|body)|one of (?:us|our [\w-]+)|"
    r"(?:a|an|our|your|the|my) (?!customer|client|caller|fault|call\b|line\b)"
    r"[\w-]+(?: [\w-]+){0,2})"
)
_HOW = r"(?:\w+ly |also |then |of course |both )?"
_PEOPLE = (
    r"(?:the|all|each|every|our) (?:customers?|clients?|callers?|patients?|sites?|teams?|drivers?|"
    r"suppliers?|shops?|stores?|famil(?:y|ies)|agents?|staff|colleagues?|managers?|branch(?:es)?|"
    r"engineers?|accounts?)"
)
_WHOM = rf"(?: (?:back )?(?:to )?(?P<{{0}}>you|him|her|them|everyone|everybody|{_PEOPLE})\b)?"
_WORDINGS = (
    (
        rf"\b(?:{_WHO} (?:will|shall|(?:am|are|is) going to|promises? to)|(?:we|i)['’](?:ll|re "
        rf"going to|m going to)) (?!not\b|never\b){_HOW}(?:{_DONE})\b" + _WHOM.format("one")
    ),
    (
        r"\b(?:said|says|(?:told|promised)(?: (?:him|her|them|the [\w-]+))?"
        rf"|agreed|assured \w+|undertook)(?: that)? (?:we|i)(?:['’]d| would) {_HOW}(?:{_DONE})\b"
        + _WHOM.format("two")
    ),
    (
        r"\b(?:promised|agreed|committed|undertook|undertaken)"
        rf"(?: (?P<three>him|her|them|the [\w-]+))?(?: to {_HOW}(?:{_DONE})| "
        r"(?:an? |the )?(?:call(?:[ -]?back)?|answer|reply|update|refund|visit|decision|report))\b"
    ),
    (
        r"\b(?:call[ -]?back|callback|visit|refund|answer|reply|report) (?:is |was )?"
        r"(?:promised|agreed|booked|arranged|due)\b"
    ),
    (
        r"\byou['’]?(?: wi)?ll (?:have|get|receive|hear) (?:an? |your |the |our )?(?:from us|call"
        r"(?:[ -]?back)?|answer|reply|response|update|refund|replacement|e-?mail|letter|visit)\b"
    ),
)
_PROMISE = tuple(re.compile(words, re.IGNORECASE) for words in _WORDINGS)
_END = re.compile(r"(?<=[.!?])(?<!\b[ap]\.m\.)(?<!\bMr\.)(?<!\bDr\.)\s+(?=[^a-z])|\n+")
_ASKED = re.compile(r"\?\s*$")
_US = frozenset({"you"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``text[start:end]`` promises something; ``says`` is the sentence, ``whom`` as it says it.

    Without ``due_at`` no time is given. ``whom`` is empty when it does not say or says "you".
    """

    start: int
    end: int
    says: str
    whom: str
    due_at: datetime | None


def may_promise(text: str) -> bool:
    """Return whether ``find`` would look for times: a question that costs little."""
    return any(one.search(text[:LONGEST]) for one in _PROMISE)


def find(text: str, now: Reckoning) -> tuple[Found, ...]:
    """Return what the text promises, in its order, at most a score of them."""
    found: list[Found] = []
    for start, end in _sentences(text[:LONGEST]):
        found += _in_sentence(text, start, end, now)
    return tuple(found[:MOST])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _in_sentence(text: str, start: int, end: int, now: Reckoning) -> Iterator[Found]:
    sentence = text[start:end]
    if _ASKED.search(sentence):
        return
    matches = _apart([m for one in _PROMISE for m in one.finditer(sentence)])
    given = times(sentence, now)
    for place, match in enumerate(matches):
        until = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        since = matches[place - 1].end() if place else 0
        yield Found(
            start=start + match.start(),
            end=start + match.end(),
            says=sentence.strip(),
            whom=_whom(match),
            due_at=_due(given, match, since=since, until=until),
        )


def _apart(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out what overlaps an earlier one: two wordings may see one promise."""
    kept: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda one: (one.start(), -one.end())):
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def _due(given: Sequence[Time], match: re.Match[str], *, since: int, until: int) -> datetime | None:
    """Return the first time after the promise, else the last before it in its part."""
    after = [one for one in given if match.start() <= one.start < until]
    before = [one for one in given if since <= one.start < match.start()]
    if after:
        return after[0].due_at
    return before[-1].due_at if before else None


def _whom(match: re.Match[str]) -> str:
    said = next((words for words in match.groupdict().values() if words), "").lower()
    return "" if said in _US else said
