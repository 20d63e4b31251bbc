"""The link by which a subscriber confirms, changes or ends what they get, without an account.

It names one subscription and is signed with the server's key; the database holds only half of it.
"""

from __future__ import annotations

import secrets
from functools import cache

from django.core import signing

from musterpoint.apps.communications.models import Subscription


class BadLink(Exception):
    """The link was altered, cut off, or is of a subscription that is no more."""

    def __init__(self) -> None:
        super().__init__("This link is not complete. Open it again from the message you received.")


def new_nonce() -> str:
    """Return the half of a link that is kept with its subscription."""
    return secrets.token_urlsafe(16)


def path(subscription: Subscription) -> str:
    """Return where a subscriber looks after their subscription."""
    return f"/status/subscription/{make(subscription)}/"


def make(subscription: Subscription) -> str:
    """Return the token of a subscription's link."""
    return _signer().sign(f"{subscription.pk}.{subscription.nonce}")


def read(token: str) -> Subscription:
    """Return the subscription that a token opens, ended or not, or raise BadLink."""
    try:
        number, _dot, nonce = _signer().unsign(token).partition(".")
        pk = int(number)
    except (signing.BadSignature, ValueError) as problem:
        raise BadLink from problem
    rows = Subscription.objects.select_related("page__account", "method")
    found = rows.filter(pk=pk).first()
    if found is None or not nonce or not secrets.compare_digest(found.nonce, nonce):
        raise BadLink
    return found


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt="musterpoint.subscription", sep="~")
