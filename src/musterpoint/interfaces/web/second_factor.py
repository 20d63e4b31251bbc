"""Who has a second factor or a passkey. Reads only; people manage their own."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

COUNTS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def owners(ids: Iterable[int]) -> set[int]:
    """Return those of these people who have one."""
    rows = Authenticator.objects.filter(user__in=set(ids), type__in=COUNTS)
    return set(rows.values_list("user_id", flat=True))
