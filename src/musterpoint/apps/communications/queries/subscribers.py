"""Read who subscribed to a status page: how many, and for a client's own page who."""

from __future__ import annotations

from musterpoint.apps.communications.models import StatusPage, Subscription

MOST = 500


def count(page: StatusPage) -> int:
    """Return how many subscriptions of a page are confirmed."""
    return Subscription.objects.filter(page=page, ended_at=None).exclude(confirmed_at=None).count()


def of_client(page: StatusPage) -> list[Subscription]:
    """Return who subscribed to a client's own page; those of the public page are nobody's list."""
    if page.is_public:
        return []
    rows = Subscription.objects.filter(page=page, ended_at=None).exclude(confirmed_at=None)
    return list(rows.select_related("method").order_by("address", "id")[:MOST])
