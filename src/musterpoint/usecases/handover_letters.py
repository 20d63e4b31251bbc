"""The letters about a handover: offered, accepted, declined, withdrawn, lapsed.

They name incidents and never quote them: what has left the house cannot be taken back when an
incident is restricted later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.incidents.models import Handover
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.queries import visible_to
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.routing import Way
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.policies import queries as policies
from musterpoint.usecases.handing_over import Hand

URGENCY = 2
QUIET = "in_product"


def letters(
    hand: Hand,
    people: Collection[int],
    *,
    what: str,
    subject: str,
    says: str,
    incident_ids: Sequence[int],
    quietly: bool = False,
) -> list[Letter]:
    """Return letters about a handover, by the ways of each reader, or ``quietly`` on the page only.

    Each names only the incidents that its reader may see; whoever sees none gets none.
    """
    records = [hand.records[pk] for pk in incident_ids]
    at = records[0].at
    ways = _ways(people, records, at=at)
    found: list[Letter] = []
    for person in accounts.active(people).values():
        seen = visible_to(person).filter(pk__in=incident_ids).order_by("pk")
        refs = [ref_of(pk) for pk in seen.values_list("pk", flat=True)]
        if refs:
            body = f"{says}\n{', '.join(refs)}\n{address_of(page_of_handover(hand.handover.pk))}"
            found += [
                _letter(hand.handover, person.pk, way, what=what, subject=subject, body=body, at=at)
                for way in ways[f"person:{person.pk}"]
                if not quietly or way.channel == QUIET
            ]
    return found


def page_of_handover(handover_id: int) -> str:
    """Return the path of a handover's page."""
    return f"/handovers/{handover_id}/"


def _ways(
    people: Iterable[int], records: Sequence[Record], *, at: datetime
) -> dict[str, tuple[Way, ...]]:
    """Return each reader's ways at the gravest priority; it wakes them where that must."""
    gravest = min(records, key=lambda record: record.incident.priority).incident
    strategy = policies.get(gravest.strategy_id).strategy
    return routing.ways(
        [f"person:{pk}" for pk in people],
        priority=gravest.priority,
        wakes=gravest.priority in strategy.waking,
        at=at,
    )


def _letter(
    handover: Handover, person: int, way: Way, *, what: str, subject: str, body: str, at: datetime
) -> Letter:
    return Letter(
        key=f"handover:{handover.pk}:{what}:{person}:{way.channel}:{way.method_id or 0}",
        stream=f"handover:{handover.pk}",
        channel=way.channel,
        subject=subject,
        body=body,
        recipient_id=person,
        address=way.address,
        link=page_of_handover(handover.pk),
        urgency=URGENCY,
        purpose="handover",
        method_id=way.method_id,
        short=subject,
        send_at=at + way.after if way.after else None,
    )
