"""The letters about a handover: offered, accepted, declined, withdrawn, lapsed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Handover
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries import visible_to
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.usecases.handing_over import Hand

URGENCY = 2
QUIET = ("in_product",)
LOUD = ("in_product", "email")


def page_of_handover(handover_id: int) -> str:
    """Return the path of a handover's page."""
    return f"/handovers/{handover_id}/"


def letters(
    hand: Hand,
    people: Collection[int],
    *,
    what: str,
    subject: str,
    says: str,
    incident_ids: Sequence[int],
    channels: Sequence[str] = LOUD,
) -> list[Letter]:
    """Return letters about a handover; each names only the incidents that its reader may see.

    Summaries are not sent: a mail cannot be taken back when an incident is restricted later.
    """
    found: list[Letter] = []
    for person in accounts.active(people).values():
        seen = visible_to(person).filter(pk__in=incident_ids).order_by("pk")
        refs = [ref_of(pk) for pk in seen.values_list("pk", flat=True)]
        if refs:
            body = f"{says}\n{', '.join(refs)}\n{address_of(page_of_handover(hand.handover.pk))}"
            found += [
                _letter(hand.handover, person, channel, what=what, subject=subject, body=body)
                for channel in channels
            ]
    return found


def _letter(
    handover: Handover, person: Person, channel: str, *, what: str, subject: str, body: str
) -> Letter:
    return Letter(
        key=f"handover:{handover.pk}:{what}:{person.pk}:{channel}",
        stream=f"handover:{handover.pk}",
        channel=channel,
        subject=subject,
        body=body,
        recipient_id=person.pk,
        address=person.email,
        link=page_of_handover(handover.pk),
        urgency=URGENCY,
        purpose="handover",
    )
