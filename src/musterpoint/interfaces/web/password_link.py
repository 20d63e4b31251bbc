"""A link with which somebody sets their password: good once, for three days, for one person.

It does not get round a second factor.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

logger = logging.getLogger(__name__)


def address(person: Any) -> str:
    """Return a fresh link for the person."""
    parts = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    path = reverse("account_reset_password_from_key", kwargs=parts)
    return f"{settings.BASE_URL}{path}"


def can_be_sent() -> bool:
    """Return whether this installation has a mail server."""
    return bool(settings.EMAIL_CONFIGURED)


def send(request: HttpRequest, person: Any) -> bool:
    """Send the person a link; return whether the mail server took it."""
    form = ResetPasswordForm({"email": person.email})
    if not form.is_valid():
        return False
    try:
        form.save(request)
    except (OSError, SMTPException) as trouble:
        logger.warning("A link to set a password could not be sent: %s", trouble)
        return False
    return True
