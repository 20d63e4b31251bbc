"""Whose ways somebody may look after, and what the ledger says of them.

Everybody looks after their own; administrators after those of teams and outside contacts. The
ledger says which channel it was and never the address.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.apps.notifications.operations import Letter, NoSuchMethod
from musterpoint.domain.authority import Action, Actor, NotAllowed


def must_look_after(holder: str, by: Actor) -> None:
    """Raise NotAllowed unless these ways are the actor's to look after."""
    if not holder.startswith("person:"):
        by.must(Action.ADMINISTER)
    elif not by.is_system and holder != f"person:{by.person_id}":
        raise NotAllowed(Action.ADMINISTER)


def lock_own(method_id: int, *, by: Actor) -> ContactMethod:
    """Lock a way that is the actor's to look after; another's is as if it were not there."""
    method = notifications.lock_method(method_id)
    try:
        must_look_after(method.holder, by)
    except NotAllowed:
        raise NoSuchMethod from None
    return method


def enter(
    kind: str, method: ContactMethod, *, by: Actor, at: datetime, **values: tuple[Any, Any]
) -> None:
    """Append what changed to the ledger of whoever is reached."""
    changes = [
        {"of": f"way:{method.pk}", "field": field, "old": old, "new": new}
        for field, (old, new) in values.items()
    ]
    draft = ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changes})
    ledger.append(stream=method.holder, drafts=[draft], recorded_at=at)


def letter_by(
    method: ContactMethod, *, subject: str, words: str, purpose: str, at: datetime
) -> Letter:
    """Return a letter that goes by this way alone."""
    return Letter(
        key=f"{purpose}:{method.pk}:{at.isoformat()}",
        stream=method.holder,
        channel=method.channel,
        subject=subject,
        body=words,
        short=words,
        recipient_id=method.person_id,
        address=method.address,
        method_id=method.pk,
        link="/reach/" if method.person_id else "",
        urgency=1,
        purpose=purpose,
    )
