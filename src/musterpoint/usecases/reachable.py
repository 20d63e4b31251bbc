"""Whether somebody could be reached at all, before they are put in charge of anything."""

from __future__ import annotations

from collections.abc import Collection

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import routing


def reachable(people: Collection[int]) -> set[int]:
    """Return those of these people with an active account and a way that works.

    The page alone is not a way: nobody looks at it at night.
    """
    return routing.reachable(list(accounts.active(people)))
