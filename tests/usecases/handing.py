"""One handover from the giver's draft to what became of each item, minute by minute after noon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musterpoint.apps.incidents.models import Handover, HandoverItem, Incident
from musterpoint.domain.authority import Actor
from musterpoint.usecases.accept_handover import accept_items, decline_items
from musterpoint.usecases.offer_handover import offer_handover
from musterpoint.usecases.prepare_handover import edit_handover, prepare_handover
from tests.factories import at


def offered(
    *incidents: Incident,
    by: Actor,
    to: Actor,
    minutes: float = 10,
    left_out: Mapping[int, Sequence[str]] | None = None,
) -> int:
    """Offer these incidents, or the whole shift when none is named."""
    ids = [incident.pk for incident in incidents] or None
    handover = prepare_handover(by=by, at=at(minutes), incident_ids=ids)
    if left_out:
        edit_handover(handover_id=handover, by=by, at=at(minutes), left_out=left_out)
    offer_handover(handover_id=handover, receiver_id=to.person_id or 0, by=by, at=at(minutes))
    return handover


def numbers(handover: int, *parts: str) -> list[int]:
    """Return the numbers of the items for these parts, or of all."""
    rows = HandoverItem.objects.filter(handover=handover).order_by("number")
    found = {row.number: row.part for row in rows}
    return [number for number, part in found.items() if not parts or part in parts]


def accepted(handover: int, *parts: str, by: Actor, minutes: float = 12) -> int:
    return accept_items(
        handover_id=handover, numbers=numbers(handover, *parts), by=by, at=at(minutes)
    )


def declined(
    handover: int, *parts: str, by: Actor, minutes: float = 12, reason: str = "Not my skill"
) -> None:
    decline_items(
        handover_id=handover,
        numbers=numbers(handover, *parts),
        reason=reason,
        by=by,
        at=at(minutes),
    )


def states(handover: int) -> dict[str, str]:
    """Return what became of each item, by its part."""
    return dict(
        HandoverItem.objects.filter(handover=handover)
        .order_by("number")
        .values_list("part", "state")
    )


def reasons(handover: int) -> dict[str, str]:
    rows = HandoverItem.objects.filter(handover=handover).exclude(reason="")
    return dict(rows.order_by("number").values_list("part", "reason"))


def state(handover: int) -> str:
    return str(Handover.objects.get(pk=handover).state)
