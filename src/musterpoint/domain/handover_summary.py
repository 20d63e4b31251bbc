"""The words of a handover: SBAR or IIMARCH, at most 120 words, the most important kept.

Made from a ``LiveState`` and nothing else; says no number that is not in it, except how many points
found no room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from musterpoint.domain.handover import Form, LiveState, Open

LONGEST = 120
"""Words a summary may have, in every form."""

LONGEST_FREE = 24
"""Words of one free text that a summary repeats; the rest stands in the incident."""

_LEFT_OUT = "Left out: {n}."


class Topic(IntEnum):
    """What a sentence is about; the lowest is the most important."""

    WHAT = 0
    SAFETY = 1
    PROMISE = 2
    DISTRESS = 3
    DUTY = 4
    HELP = 5
    WAIT = 6
    ROLE = 7
    CAUSE = 8
    UNKNOWN = 9
    TASK = 10
    HARM = 11
    TIME = 12
    TOLD = 13
    AHEAD = 14
    WHY = 15


_SITUATION, _BACKGROUND, _ASSESSMENT = "Situation", "Background", "Assessment"
_RECOMMENDATION = "Recommendation"
_HEADS: Mapping[Form, tuple[str, ...]] = {
    Form.SBAR: (_SITUATION, _BACKGROUND, _ASSESSMENT, _RECOMMENDATION),
    Form.IIMARCH: (
        "Information", "Intent", "Method", "Administration", "Risk", "Communications",
        "Humanitarian",
    ),
}  # fmt: skip
_UNDER: Mapping[Form, Mapping[Topic, str]] = {
    Form.SBAR: {
        Topic.WHAT: _SITUATION, Topic.SAFETY: _SITUATION, Topic.PROMISE: _RECOMMENDATION,
        Topic.DISTRESS: _ASSESSMENT, Topic.DUTY: _RECOMMENDATION, Topic.HELP: _RECOMMENDATION,
        Topic.WAIT: _SITUATION, Topic.ROLE: _RECOMMENDATION, Topic.CAUSE: _ASSESSMENT,
        Topic.UNKNOWN: _ASSESSMENT, Topic.TASK: _RECOMMENDATION, Topic.HARM: _SITUATION,
        Topic.TIME: _BACKGROUND, Topic.TOLD: _BACKGROUND, Topic.AHEAD: _RECOMMENDATION,
        Topic.WHY: _ASSESSMENT,
    },
    Form.IIMARCH: {
        Topic.WHAT: "Information", Topic.SAFETY: "Risk", Topic.PROMISE: "Intent",
        Topic.DISTRESS: "Humanitarian", Topic.DUTY: "Risk", Topic.HELP: "Method",
        Topic.WAIT: "Method", Topic.ROLE: "Administration", Topic.CAUSE: "Information",
        Topic.UNKNOWN: "Risk", Topic.TASK: "Method", Topic.HARM: "Information",
        Topic.TIME: "Information", Topic.TOLD: "Communications", Topic.AHEAD: "Administration",
        Topic.WHY: "Administration",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a summary. It is said whole or not at all."""

    topic: Topic
    says: str


def count_words(text: str) -> int:
    """Return how many words ``text`` has: whatever stands between spaces."""
    return len(text.split())


def summary(state: LiveState, form: Form, *, at: datetime, zone: str) -> str:
    """Return the summary, one line for each head of the form that has something to say.

    Instants stand on the wall clock of ``zone``, with the day when it is not that of ``at``. What
    finds no room is the least important, and counted.
    """
    clock = _Clock(at=at, zone=ZoneInfo(zone))
    everything = sorted(_sentences(state, clock), key=lambda one: one.topic)
    kept = _first(everything, form, most=LONGEST)
    if len(kept) == len(everything):
        return _laid_out(kept, form)
    kept = _first(everything, form, most=LONGEST - count_words(_LEFT_OUT))
    return _laid_out(kept, form) + "\n" + _LEFT_OUT.format(n=len(everything) - len(kept))


def shortened(text: str, most: int = LONGEST_FREE) -> str:
    """Return the first words of ``text``, never a part of a number, a reference, a date or a time.

    A word with a digit stays with both its neighbours: “12 March 2026” and “9 pm” are kept or left
    as one.
    """
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    cut = most
    while cut > 0 and (_has_digit(words[cut - 1]) or _has_digit(words[cut])):
        cut -= 1
    return " ".join(words[:cut]) + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clock:
    at: datetime
    zone: ZoneInfo

    def __call__(self, instant: datetime) -> str:
        local, today = instant.astimezone(self.zone), self.at.astimezone(self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        return f"{local.day} {local:%b %H:%M}"


def _first(sentences: Sequence[Sentence], form: Form, *, most: int) -> list[Sentence]:
    kept: list[Sentence] = []
    heads: set[str] = set()
    used = 0
    for one in sentences:
        head = _UNDER[form][one.topic]
        used += count_words(one.says) + (head not in heads)
        if used > most:
            break
        heads.add(head)
        kept.append(one)
    return kept


def _laid_out(sentences: Sequence[Sentence], form: Form) -> str:
    lines = []
    for head in _HEADS[form]:
        said = [one.says for one in sentences if _UNDER[form][one.topic] == head]
        if said:
            lines.append(f"{head}: {' '.join(said)}")
    return "\n".join(lines)


def _sentences(state: LiveState, clock: _Clock) -> Iterator[Sentence]:
    for topic, says in _said(state, clock):
        yield Sentence(topic=topic, says=says)


def _said(state: LiveState, clock: _Clock) -> Iterator[tuple[Topic, str]]:
    yield from _what_it_is(state, clock)
    for each in _by_due(state.promises):
        yield Topic.PROMISE, _due(each, clock)
    for each in state.obligations:
        yield Topic.DUTY, f"Owed: {_ended(each.says)}"
    for each in state.help:
        yield Topic.HELP, f"Help asked, no answer: {_ended(each.says)}"
    if state.roles:
        yield Topic.ROLE, f"You take: {', '.join(each.says for each in state.roles)}."
    if state.gaps:
        yield Topic.UNKNOWN, f"Not known: {', '.join(each.says for each in state.gaps)}."
    for each in _by_due(state.tasks):
        yield Topic.TASK, _due(each, clock, before="To do: ")
    for told in state.told:
        yield Topic.TOLD, f"{clock(told.at)} told {told.who}: {_ended(told.says)}"
    for each in _by_due(state.timers):
        yield Topic.AHEAD, _due(each, clock)


def _what_it_is(state: LiveState, clock: _Clock) -> Iterator[tuple[Topic, str]]:
    rank = f"{state.priority} major incident" if state.is_major else state.priority
    head = " ".join(part for part in (state.ref, rank) if part)
    yield Topic.WHAT, f"{head}, {state.status}: {_ended(state.summary)}"
    if state.life_safety:
        yield Topic.SAFETY, "Life or safety is at risk."
    if state.distress:
        yield Topic.DISTRESS, "Colleagues are distressed: look after them."
    if state.waits_for:
        yield Topic.WAIT, f"On hold: {_ended(state.waits_for)}"
    word = "proven" if state.cause_is_proven else "suspected"
    yield Topic.CAUSE, f"Cause {word}: {_ended(state.cause)}" if state.cause else "Cause not known."
    if state.customers_affected is not None:
        yield Topic.HARM, f"Customers affected: {state.customers_affected}."
    judged = ", ".join(part for part in (state.impact, state.urgency) if part)
    if judged:
        yield Topic.HARM, f"Judged {_ended(judged)}"
    began = f"Began {clock(state.began_at)}" if state.began_at else "Nobody knows when it began"
    yield Topic.TIME, f"{began}, logged {clock(state.logged_at)}."
    for says in state.because:
        yield Topic.WHY, _ended(says)


def _by_due(parts: Sequence[Open]) -> list[Open]:
    dated = [each for each in parts if each.due_at is not None]
    dated.sort(key=lambda each: each.due_at)  # type: ignore[arg-type, return-value]  # dated ones only
    return [*dated, *(each for each in parts if each.due_at is None)]


def _due(each: Open, clock: _Clock, before: str = "") -> str:
    by = f" by {clock(each.due_at)}" if each.due_at else ""
    return f"{before}{shortened(each.says).rstrip('. ')}{by}."


def _ended(text: str) -> str:
    says = shortened(text).rstrip(". ")
    return says if says.endswith(("…", "!", "?")) else f"{says}."


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
