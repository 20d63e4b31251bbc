"""The letters about a handover: offered, accepted, declined, withdrawn, lapsed.

They name incidents and never quote them: what has left the house cannot be taken back when an
incident is restricted later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _About:
    """What one reader is told, by each of their ways."""

    handover: Handover
    what: str
    subject: str
    body: str
    wakes: bool


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

    They wake their readers, and nothing may hold them back, where the gravest priority among these
    incidents must wake; quiet ones never do. Each names only the incidents that its reader may see;
    whoever sees none gets none.
    """
    records = [hand.records[pk] for pk in incident_ids]
    at = records[0].at
    priority, must_wake = _gravest(records)
    ways = _ways(people, priority, must_wake, at=at)
    wakes = must_wake and not quietly
    found: list[Letter] = []
    for person in accounts.active(people).values():
        seen = visible_to(person).filter(pk__in=incident_ids).order_by("pk")
        refs = [ref_of(pk) for pk in seen.values_list("pk", flat=True)]
        if refs:
            body = f"{says}\n{', '.join(refs)}\n{address_of(page_of_handover(hand.handover.pk))}"
            about = _About(hand.handover, what, subject, body, wakes=wakes)
            found += [
                _letter(about, person.pk, way, at=at)
                for way in ways[f"person:{person.pk}"]
                if not quietly or way.channel == QUIET
            ]
    return found


def page_of_handover(handover_id: int) -> str:
    """Return the path of a handover's page."""
    return f"/handovers/{handover_id}/"


def _gravest(records: Sequence[Record]) -> tuple[str, bool]:
    """Return the gravest priority among these, and whether the strategy says that it wakes."""
    gravest = min(records, key=lambda record: record.incident.priority).incident
    strategy = policies.get(gravest.strategy_id).strategy
    return gravest.priority, gravest.priority in strategy.waking


def _ways(
    people: Iterable[int], priority: str, must_wake: bool, *, at: datetime
) -> dict[str, tuple[Way, ...]]:
    holders = [f"person:{pk}" for pk in people]
    return routing.ways(holders, priority=priority, wakes=must_wake, at=at)


def _letter(about: _About, person: int, way: Way, *, at: datetime) -> Letter:
    handover = about.handover
    return Letter(
        key=f"handover:{handover.pk}:{about.what}:{person}:{way.channel}:{way.method_id or 0}",
        stream=f"handover:{handover.pk}",
        channel=way.channel,
        subject=about.subject,
        body=about.body,
        recipient_id=person,
        address=way.address,
        link=page_of_handover(handover.pk),
        urgency=URGENCY,
        purpose="handover",
        method_id=way.method_id,
        short=about.subject,
        send_at=at + way.after if way.after else None,
        wakes=about.wakes,
    )
