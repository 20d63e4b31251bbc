"""The board of facts as its page and the room show it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries.facts import Board, Seen
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.facts import FactState
from musterpoint.interfaces.web.shown import labels

STATE = {
    FactState.CLAIMED: (later("Claimed"), "soon"),
    FactState.VERIFIED: (later("Verified"), "ok"),
    FactState.WITHDRAWN: (later("Withdrawn"), ""),
}


def in_room(incident_id: int, actor: Actor, *, is_over: bool, at: datetime) -> dict[str, Any]:
    """Return the context of the room's piece: the facts that stand, what troubles first."""
    shown = context(boards.shown(incident_id), actor, is_over=is_over, at=at)
    return {"fact_board": shown}


def context(found: Board, actor: Actor, *, is_over: bool, at: datetime) -> dict[str, Any]:
    """Return the facts that stand and those withdrawn, and what may be done about them."""
    lines = [line(one, found, at=at) for one in found.facts]
    standing = [one for one in lines if one["state"] != FactState.WITHDRAWN]
    return {
        "standing": standing,
        "withdrawn": [one for one in lines if one["state"] == FactState.WITHDRAWN],
        "is_disputed": any(one["against"] for one in standing),
        "verified": sum(1 for one in standing if one["state"] == FactState.VERIFIED),
        "may_claim": not is_over and may(actor.roles, Action.CLAIM_FACT),
        "may_verify": not is_over and may(actor.roles, Action.VERIFY_FACT),
        "may_withdraw": may(actor.roles, Action.VERIFY_FACT),
    }


def line(one: Seen, found: Board, *, at: datetime) -> dict[str, Any]:
    """Return one fact in words."""
    fact = one.fact
    label, tone = _state(one, at=at)
    return {
        "number": fact.number,
        "says": fact.says,
        "state": fact.state,
        "state_label": label,
        "tone": tone,
        "about": labels.label(labels.ABOUT, fact.about),
        "source": fact.source,
        "estimate_of": fact.estimate_of,
        "claimed_at": fact.claimed_at,
        "claimed_by": one.claimed_by,
        "verified_at": fact.verified_at,
        "verified_by": one.verified_by,
        "verified_how": one.verified_how,
        "is_own": fact.verified_at is not None and one.verified_by == one.claimed_by,
        "good_until": fact.good_until,
        "needs_check": fact.needs_check(at=at),
        "withdrawn_at": one.withdrawn_at,
        "withdrawn_by": one.withdrawn_by,
        "withdrawn_why": one.withdrawn_why,
        "replaced_by": one.replaced_by,
        "against": _named(found, sorted(fact.contradicts)),
        "twice": _named(found, _others(fact.number, found.twice)),
    }


def _state(one: Seen, *, at: datetime) -> tuple[str, str]:
    if one.fact.needs_check(at=at):
        return _("Check again"), "soon"
    label, tone = STATE[one.fact.state]
    return str(label), tone


def _others(number: int, pairs: tuple[tuple[int, int], ...]) -> list[int]:
    """Return the later one of each pair that begins with this fact; each pair is asked once."""
    return [other for one, other in pairs if one == number]


def _named(found: Board, numbers: list[int]) -> list[dict[str, Any]]:
    rows = [found.get(number) for number in numbers]
    return [{"number": row.fact.number, "says": row.fact.says} for row in rows if row is not None]
