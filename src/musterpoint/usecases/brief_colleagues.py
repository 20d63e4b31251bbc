"""Tell colleagues what is broken and what to say: issue a briefing, revise it, end it.

A line that tells a fact says it in the fact's own words; no line tells one that nobody verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Briefing
from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.communications.queries.facts import board
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.operations import NoSuchIncident, Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.briefings import Line, Part, worded, wrongs
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, refuse_if
from musterpoint.usecases.working import begin, require_worked, words

LONGEST_HEADLINE = 160
LONGEST_LINE = 600
LONGEST_WHY = 300
MOST_LINES = 40


class CannotBeSaid(Refusal):
    """Some lines may not stand in a briefing; each is named."""


class HasEnded(Conflict):
    """The briefing is over, and what is over is neither revised nor ended again."""

    def __init__(self) -> None:
        says = "This briefing has ended. Issue a new one."
        super().__init__(Problem(field="state", says=says))


class WasRevised(Conflict):
    """Somebody revised the briefing since this person read it."""

    def __init__(self, *, seen: int, present: int) -> None:
        says = (
            f"Somebody revised this briefing meanwhile (you saw revision {seen}, it is now"
            f" {present}). Your words are kept: compare and send again."
        )
        super().__init__(Problem(field="revision", says=says))


class NoSuchTeam(Refusal):
    """There is no team with such a code."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="teams", says=f"There is no team {code}."))


@transaction.atomic
def issue_briefing(
    *,
    incident_id: int,
    headline: str,
    lines: Sequence[Line],
    by: Actor,
    at: datetime,
    teams: Iterable[str] = (),
    seen_version: int | None = None,
) -> int:
    """Issue a briefing to these teams, or to everybody when none is named; return its id.

    Raises Refusal without a headline or without anything to say, CannotBeSaid, NoSuchTeam,
    TooLong, StaleVersion and IncidentIsOver.
    """
    by.must(Action.UPDATE)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    title, told = _checked(record, headline, lines)
    record.enter("briefing_issued", says=title)
    row = briefings.issue(record, headline=title, lines=told, teams=_teams(teams), by=by.person_id)
    record.keep()
    return row.pk


@transaction.atomic
def revise_briefing(
    *,
    briefing_id: int,
    headline: str,
    lines: Sequence[Line],
    by: Actor,
    at: datetime,
    teams: Iterable[str] = (),
    seen_revision: int | None = None,
) -> int:
    """Replace what an open briefing says; everybody is asked to read it again.

    Raises what issuing raises, and NoSuchBriefing, HasEnded and WasRevised.
    """
    by.must(Action.UPDATE)
    record, row = _begin(briefing_id, by=by, at=at)
    require_worked(record)
    if seen_revision is not None and seen_revision != row.revision:
        raise WasRevised(seen=seen_revision, present=row.revision)
    title, told = _checked(record, headline, lines)
    record.enter("briefing_revised", says=title)
    briefings.revise(record, row, headline=title, lines=told, teams=_teams(teams), by=by.person_id)
    record.keep()
    return briefing_id


@transaction.atomic
def end_briefing(*, briefing_id: int, why: str, by: Actor, at: datetime) -> int:
    """End a briefing: it leaves the card. Raises NoSuchBriefing, HasEnded, Refusal without why."""
    by.must(Action.UPDATE)
    reason = words("why", why, says="Say why it ends.", most=LONGEST_WHY)
    record, row = _begin(briefing_id, by=by, at=at)
    record.enter("briefing_ended", reason=reason)
    briefings.change(
        record,
        row,
        state=Briefing.State.ENDED,
        ended_at=record.at,
        ended_by_id=by.person_id,
        ended_why=reason,
    )
    record.keep()
    return briefing_id


def _begin(briefing_id: int, *, by: Actor, at: datetime) -> tuple[Record, Briefing]:
    try:
        record = begin(briefings.incident_of(briefing_id), by=by, at=at)
    except NoSuchIncident as hidden:
        raise NoSuchBriefing from hidden
    row = briefings.lock(record, briefing_id)
    if row.state == Briefing.State.ENDED:
        raise HasEnded
    return record, row


def _checked(record: Record, headline: str, lines: Sequence[Line]) -> tuple[str, list[Line]]:
    """Return the headline and the lines as they will stand, or raise what is wrong with them."""
    title = words("headline", headline, says="Say what is broken.", most=LONGEST_HEADLINE)
    if len(lines) > MOST_LINES:
        says = f"A briefing has {MOST_LINES} lines at most; an agent reads it on a phone."
        raise Refusal(Problem(field="lines", says=says))
    facts = {fact.number: fact for fact in board(record.incident.pk)}
    problems = [
        Problem(field=f"lines.{wrong.position}", says=wrong.says)
        for wrong in wrongs(lines, facts, at=record.at)
    ]
    problems += [
        Problem(field=f"lines.{position}", says=f"This line is longer than {LONGEST_LINE}.")
        for position, line in enumerate(lines)
        if len(line.says) > LONGEST_LINE
    ]
    if problems:
        raise CannotBeSaid(*problems)
    told = [
        Line(
            part=line.part,
            says=line.says.strip() if line.fact is None else worded(facts[line.fact]),
            fact=line.fact,
        )
        for line in lines
    ]
    if not any(line.part in {Part.BROKEN, Part.SAY} for line in told):
        says = "Say what is broken, or what to say to customers."
        refuse_if([Problem(field="lines", says=says)])
    return title, told


def _teams(codes: Iterable[str]) -> list[int]:
    named = list(dict.fromkeys(codes))
    known = briefings.team_ids(named)
    for code in named:
        if code not in known:
            raise NoSuchTeam(code)
    return [known[code] for code in named]
