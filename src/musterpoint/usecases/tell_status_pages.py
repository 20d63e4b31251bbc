"""The channel ``status_page`` of an update: on every page of ours that speaks to its audience.

Where no page of ours does, somebody puts it on the one they have elsewhere, by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.communications.models import Piece, Update
from musterpoint.apps.communications.operations import channels, notices
from musterpoint.apps.communications.operations.channels import Made, Sending
from musterpoint.apps.communications.operations.notices import Said
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.facts import About, FactState
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status
from musterpoint.domain.status_pages import impact_of
from musterpoint.usecases.composing import strategy_of

RESTORED = frozenset({Status.RESOLVED, Status.CLOSED})


def tell_status_pages(sending: Sending) -> Iterator[Made]:
    """Put an update on its pages and yield a delivery for each."""
    incident, update = sending.record.incident, sending.update
    said = Said(
        update=update,
        says=sending.text,
        impact=impact_of(
            _rank(incident, strategy_of(incident)),
            is_major=incident.stood_down_at is None and incident.declared_at is not None,
        ),
        is_last=update.is_last,
        is_restored=incident.status in RESTORED or incident.restored_at is not None,
        cause_is_known=_cause_is_known(update),
    )
    made = notices.publish(
        said, incident, zone=organisation.centre().zone, actor=sending.record.actor, at=sending.at
    )
    if not made:
        yield channels.by_hand(sending, notices.CHANNEL)
    for delivery in made:
        yield Made(delivery=delivery)


def _rank(incident: Incident, strategy: Strategy) -> int:
    """Return the place of the incident's priority in the strategy's order, the gravest 0."""
    codes = [level.code for level in strategy.priorities]
    return codes.index(incident.priority) if incident.priority in codes else len(codes)


def _cause_is_known(update: Update) -> bool:
    """Return whether a verified fact about the cause is among its words."""
    pieces = Piece.objects.filter(
        update=update, fact__about=About.CAUSE, fact__state=FactState.VERIFIED
    )
    return pieces.exists()
