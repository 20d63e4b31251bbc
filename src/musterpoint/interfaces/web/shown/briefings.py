"""What templates show of briefings: their parts in order, who has read them, the form's facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.communications.queries import briefing_reads, contact_votes
from musterpoint.apps.communications.queries.briefing_reads import TeamReads
from musterpoint.apps.communications.queries.briefings import OVER, Told
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.briefings import Line, Part, why_not, worded
from musterpoint.domain.facts import Fact
from musterpoint.interfaces.web.forms.briefings import PARTS, BriefingForm, fact_field
from musterpoint.usecases.refusals import Problem, Refusal


def parts(told: Told) -> list[dict[str, Any]]:
    """Return the questions that a briefing answers, each with its lines."""
    return [
        {"part": str(part), "title": PARTS[part], "lines": told.of(part)}
        for part in Part
        if told.of(part)
    ]


def in_room(incident: Any, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Return what the room shows: open briefings, how many read them, what customers said."""
    pk = incident.pk
    return {
        "briefing": {
            "open": briefing_reads.in_room(pk),
            "heard": contact_votes.heard(pk, at=at),
            "may_brief": may(actor.roles, Action.UPDATE) and incident.status not in OVER,
            "topic": f"incident:{pk} heard:{pk} reads:{pk}",
            "live_url": reverse("web:room_briefings", args=[incident.ref]),
        }
    }


def listed(found: Iterable[Told], counts: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return rows of a list of briefings."""
    return [{"told": told, "read": counts.get(told.id, 0)} for told in found]


def receipts(teams: Iterable[TeamReads]) -> dict[str, Any]:
    """Return who has read, team by team, and the sums of different people."""
    found = list(teams)
    people = {reader.id: reader.read_at for team in found for reader in team.readers}
    return {
        "teams": found,
        "read": sum(when is not None for when in people.values()),
        "all": len(people),
    }


def facts(board: Iterable[Fact], *, at: datetime) -> list[dict[str, Any]]:
    """Return each fact as it would be worded, or why it may not be told."""
    return [
        {"number": fact.number, "says": worded(fact), "why_not": why_not(fact, at)}
        for fact in board
        if fact.is_standing
    ]


def facts_with_fields(form: BriefingForm, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the facts of the board, each with its field where it may be told."""
    return [
        fact | {"field": None if fact["why_not"] else form[fact_field(fact["number"])]}
        for fact in found
    ]


def refused(refusal: Refusal, lines: Sequence[Line]) -> list[str]:
    """Return what is wrong, each with the words of the line that it is about."""
    return [_beside(problem, lines) for problem in refusal.errors]


def _beside(problem: Problem, lines: Sequence[Line]) -> str:
    kind, _dot, position = problem.field.partition(".")
    if kind != "lines" or not position:
        return problem.says
    line = lines[int(position)]
    words = line.says if line.fact is None else _("fact %(n)d") % {"n": line.fact}
    return f"“{words}”: {problem.says}"
