"""Write who is coming to help, and how far a call for help was carried.

The caller holds the incident's lock.
"""

from __future__ import annotations

from musterpoint.apps.incidents.models import HelpOffer, HelpRequest
from musterpoint.apps.incidents.operations import parts
from musterpoint.apps.incidents.operations.record import Record


def add_offer(record: Record, call: HelpRequest, *, person: int, says: str) -> HelpOffer:
    """Write down that a person is coming to help with this call."""
    offer = HelpOffer(
        incident=record.incident,
        help=call,
        person_id=person,
        says=says,
        offered_at=record.at,
    )
    offer.save(force_insert=True)
    parts.note_new(record, offer_name(offer), parts.values_of(offer))
    return offer


def coming(call: HelpRequest) -> list[int]:
    """Return who said that they are coming, in that order."""
    rows = HelpOffer.objects.filter(help=call).order_by("pk")
    return list(rows.values_list("person_id", flat=True))


def offer_name(offer: HelpOffer) -> str:
    """Return its name in the ledger, such as ``offer:4``."""
    return f"offer:{offer.pk}"
