"""Whom an audience most likely means here, by its name, until somebody says who belongs to it."""

from __future__ import annotations

import re

from musterpoint.domain.authority import Role
from musterpoint.domain.policy.communications import Audience

KINDS = ("person", "team", "account_role", "role", "contact")
"""What may belong to an audience; a holder is written ``kind:code``."""

_MEANT: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("executive", "director", "board", "sponsor"),
        ("role:executive_sponsor", "role:head_of_operations"),
    ),
    (
        ("leader", "manager", "duty", "planner"),
        (
            "role:duty_manager",
            f"account_role:{Role.INCIDENT_MANAGER}",
            f"account_role:{Role.PLANNER}",
        ),
    ),
    (
        ("colleague", "floor", "agent", "staff", "employee"),
        (f"account_role:{Role.AGENT}", f"account_role:{Role.TEAM_LEADER}"),
    ),
)
_WORD = re.compile(r"[a-z]+")


def presumed(audience: Audience) -> tuple[str, ...]:
    """Return the holders of an audience within the organisation that nobody was named for.

    Outside it nobody is presumed: whom to tell there is for somebody to say.
    """
    if audience.outside:
        return ()
    words = {
        word.removesuffix("s") for word in _WORD.findall(f"{audience.code} {audience.name}".lower())
    }
    return next((holders for meant, holders in _MEANT if words & set(meant)), ())


def parts_of(holder: str) -> tuple[str, str]:
    """Return the kind and the code of a holder."""
    kind, _colon, code = holder.partition(":")
    return kind, code
