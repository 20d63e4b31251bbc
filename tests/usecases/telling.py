"""What stories of updates begin with: a P1 incident, verified facts, drafts of words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from musterpoint.apps.communications.models import Update
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.domain.updates import Piece, PieceKind
from musterpoint.usecases.approve_update import approve_update, ask_approval
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.draft_update import Composed, draft_update
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.verify_fact import verify_fact
from tests.factories import at, log

DOWN = "Calls to Leeds do not get through."


def grave(by: Actor, **facts: Any) -> Incident:
    """Log total loss of telephony: P1, of the group technology."""
    given = {"category": "tel_total", "impact": "I1", "urgency": "U1"} | facts
    return log(by=by, **given)


def verified(
    incident: Incident, by: Actor, says: str = DOWN, minutes: float = 2, **more: Any
) -> int:
    """Put a fact on the board and have it verified; return its number."""
    said = {"about": "what", "source": "Carrier's desk"} | more
    number = claim_fact(incident_id=incident.pk, says=says, by=by, at=at(minutes), **said)
    verify_fact(
        incident_id=incident.pk, number=number, how="Rang six numbers", by=by, at=at(minutes)
    )
    return number


def fact(number: int, says: str = DOWN, field: str = "") -> Piece:
    return Piece(kind=PieceKind.FACT, says=says, fact=number, field=field)


def typed(says: str, field: str = "") -> Piece:
    return Piece(kind=PieceKind.WORDS, says=says, field=field)


def composed(
    *pieces: Piece, audience: str = "customers", next_at: datetime | None = None, **more: Any
) -> Composed:
    """Return words to an audience without a template, with the next ones at half past twelve."""
    given: dict[str, Any] = {"template": "", "next_at": next_at or at(30)}
    return Composed(audience=audience, pieces=pieces, **given | more)


def drafted(incident: Incident, by: Actor, of: Composed, minutes: float = 5) -> Update:
    number = draft_update(incident_id=incident.pk, composed=of, by=by, at=at(minutes))
    return Update.objects.get(incident=incident, number=number)


def approved(
    incident: Incident, update: Update, composer: Actor, approver: Actor, minutes: float = 6
) -> Update:
    """Ask for agreement and give it."""
    pk, number, now = incident.pk, update.number, at(minutes)
    ask_approval(incident_id=pk, number=number, by=composer, at=now)
    approve_update(incident_id=pk, number=number, revision=update.revision, by=approver, at=now)
    update.refresh_from_db()
    return update


def sent(
    incident: Incident,
    pieces: Sequence[Piece],
    composer: Actor,
    approver: Actor,
    minutes: float = 5,
    **more: Any,
) -> Update:
    """Compose, agree and send, a minute after another."""
    more.setdefault("next_at", at(minutes + 25))
    update = drafted(incident, composer, composed(*pieces, **more), minutes)
    approved(incident, update, composer, approver, minutes + 1)
    send_update(incident_id=incident.pk, number=update.number, by=composer, at=at(minutes + 2))
    update.refresh_from_db()
    return update
