"""The link by which somebody without an account reads a draft and says what they think of it.

It names one invitation and is signed with the server's key; the database holds only half of it. An
invitation that ended, or whose consultation has, opens nothing.
"""

from __future__ import annotations

import secrets
from functools import cache

from django.conf import settings
from django.core import signing

from musterpoint.apps.policies.models import Invitation


class BadLink(Exception):
    """The link was altered, cut off, or made by somebody else."""

    def __init__(self) -> None:
        super().__init__("This link is not complete. Open it again from the message you received.")


class EndedLink(Exception):
    """The consultation is over, or this invitation was taken back."""

    def __init__(self) -> None:
        super().__init__("This consultation is over. Thank you for your time.")


def new_nonce() -> str:
    """Return the half of a link that is kept with its invitation."""
    return secrets.token_urlsafe(24)


def make(invitation: Invitation) -> str:
    """Return the token of the link of an invitation from outside."""
    return _signer().sign(f"{invitation.pk}.{invitation.nonce}")


def read(token: str) -> Invitation:
    """Return the invitation that a token opens, or raise BadLink or EndedLink."""
    try:
        number, _dot, nonce = _signer().unsign(token).partition(".")
        pk = int(number)
    except (signing.BadSignature, ValueError) as problem:
        raise BadLink from problem
    rows = Invitation.objects.select_related("consultation__draft")
    found = rows.filter(pk=pk, person=None).first()
    if found is None or not nonce or not secrets.compare_digest(found.nonce, nonce):
        raise BadLink
    if found.ended_at is not None or found.consultation.ended_at is not None:
        raise EndedLink
    return found


def address(token: str) -> str:
    """Return the whole address of the link."""
    return f"{settings.BASE_URL}/consultation/{token}/"


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt="musterpoint.consultation", sep="~")
