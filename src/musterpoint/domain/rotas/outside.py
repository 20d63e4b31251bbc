"""Whom an outside calendar means: attendees by e-mail, else by exact name; then what it is called.

Nobody is guessed. A turn that names nobody we know is not given to anybody; it is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.domain.rotas.readiness import Finding, FindingKind, Severity
from musterpoint.domain.rotas.values import Given

UNREAD_AFTER = timedelta(hours=24)
MOST_NAMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody as a calendar names them; either part may be empty."""

    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn as a calendar says it."""

    start: datetime
    end: datetime
    summary: str = ""
    named: tuple[Named, ...] = ()
    organiser: Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The people who could be meant, by e-mail and by name; names that two share are left out."""

    by_email: Mapping[str, int]
    by_name: Mapping[str, int]

    @classmethod
    def of(cls, people: Iterable[tuple[int, str, str]]) -> Known:
        """Make it from (id, e-mail, name) of everybody."""
        emails: dict[str, int] = {}
        names: dict[str, list[int]] = {}
        for person, email, name in people:
            emails[_plain(email)] = person
            names.setdefault(_plain(name), []).append(person)
        alone = {name: ids[0] for name, ids in names.items() if len(ids) == 1}
        return cls(by_email=emails, by_name=alone)

    def find(self, named: Named) -> int | None:
        """Return whom this means, or None."""
        found = self.by_email.get(_plain(named.email)) if named.email else None
        return found if found is not None else self.by_name.get(_plain(named.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The turns that mean somebody here, and in the calendar's words those that do not."""

    given: tuple[Given, ...]
    unmatched: tuple[str, ...]


def matched(said: Iterable[Said], known: Known) -> Matched:
    """Return who has which turn. The organiser counts last: often they only keep the calendar."""
    given: list[Given] = []
    unmatched: dict[str, None] = {}
    for turn in said:
        people = _meant(turn, known)
        if not people:
            unmatched.setdefault(_words(turn))
        given += (
            Given(start=turn.start, end=turn.end, person=person, says=turn.summary)
            for person in people
        )
    return Matched(given=tuple(given), unmatched=tuple(unmatched))


def _meant(turn: Said, known: Known) -> tuple[int, ...]:
    for named in (turn.named, tuple(_in_words(turn.summary)), (turn.organiser,)):
        found = (known.find(one) for one in named if one is not None)
        people = tuple(dict.fromkeys(person for person in found if person is not None))
        if people:
            return people
    return ()


def _in_words(summary: str) -> Iterator[Named]:
    """Yield what a title could mean: itself, and what follows a colon (``On call: Asha Patel``)."""
    for words in dict.fromkeys((summary, summary.rpartition(":")[2])):
        yield Named(email=words if "@" in words else "", name=words)


def _words(turn: Said) -> str:
    attendees = ", ".join(one.name or one.email for one in turn.named)
    return attendees or turn.summary or (turn.organiser.email if turn.organiser else "")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def judged(
    rota: str,
    *,
    unmatched: Iterable[str],
    known_at: datetime,
    says: str,
    at: datetime,
) -> Iterator[Finding]:
    """Yield what is wrong with an outside calendar that last answered at ``known_at``."""
    names = tuple(unmatched)
    if at - known_at >= UNREAD_AFTER:
        yield _finding(
            FindingKind.CALENDAR_UNREAD,
            rota,
            known_at,
            at,
            says=f"The outside calendar has not been read for a day or longer. {says}".strip(),
            remedy="Until it is, its last turns hold: check its address, or put somebody in.",
        )
    if names:
        shown = ", ".join(names[:MOST_NAMES])
        yield _finding(
            FindingKind.CALENDAR_UNMATCHED,
            rota,
            known_at,
            at,
            says=f"The outside calendar names whom nobody here is: {shown}.",
            remedy="Write their e-mail address into the calendar as it stands in their account.",
        )


def _finding(
    kind: FindingKind, rota: str, start: datetime, end: datetime, *, says: str, remedy: str
) -> Finding:
    return Finding(
        kind=kind,
        severity=Severity.WARNS,
        rota=rota,
        person=None,
        start=start,
        end=end,
        says=says,
        remedy=remedy,
    )
