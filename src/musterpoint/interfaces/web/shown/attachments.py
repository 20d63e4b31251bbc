"""Attached files as the room and their page show them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from musterpoint.apps.attachments import queries
from musterpoint.domain.authority import Action, Actor, may

MAIL = "message/rfc822"


def in_room(incident_id: int, ref: str, actor: Actor) -> dict[str, Any]:
    """Return the context of the room's piece: the files that are handed out."""
    found = lines(incident_id, ref, actor)
    return {
        "attached": [one for one in found if one["is_there"]],
        "may_attach": may(actor.roles, Action.ATTACH),
    }


def lines(incident_id: int, ref: str, actor: Actor) -> list[dict[str, Any]]:
    """Return every file with what may be done about it. One statement."""
    verifies, erases = may(actor.roles, Action.VERIFY_FACT), may(actor.roles, Action.KEEP_VAULT)
    return [
        {
            "number": row.number,
            "name": row.name,
            "size": size(row.size),
            "kind": row.name.rpartition(".")[2].lower(),
            "sha256": row.sha256,
            "added_at": row.added_at,
            "added_by": row.added_by.name if row.added_by else "",
            "is_there": row.is_there,
            "withdrawn_at": row.withdrawn_at,
            "withdrawn_by": row.withdrawn_by.name if row.withdrawn_by else "",
            "withdrawn_why": row.withdrawn_why,
            "erased_at": row.erased_at,
            "url": reverse("web:attachment", args=[ref, row.number]),
            "mail_url": _mail_url(ref, row.number) if row.kind == MAIL else "",
            "may_withdraw": row.is_there
            and may(actor.roles, Action.ATTACH)
            and (verifies or row.added_by_id == actor.person_id),
            "may_erase": erases and not row.is_there and row.erased_at is None,
        }
        for row in queries.listed(f"incident:{incident_id}")
    ]


def size(count: int) -> str:
    """Return a size as people say it."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{round(count / 1024)} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def _mail_url(ref: str, number: int) -> str:
    return reverse("web:attached_mail", args=[ref, number])
