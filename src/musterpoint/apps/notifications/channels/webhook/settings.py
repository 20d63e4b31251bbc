"""A webhook's address, and the secret it is signed with: made when it is added, and shown once."""

from __future__ import annotations

import base64
import secrets

from musterpoint.apps.notifications.channels import Address, web_address

PREFIX = "whsec_"
SECRET_BYTES = 32
LONGEST_SHOWN = 200
SUCH_AS = "https://hooks.example.org/musterpoint"


def read_address(text: str) -> Address:
    """Return the address with a new secret, or raise BadAddress."""
    url = web_address.read(text, such_as=SUCH_AS)
    shown = url if len(url) <= LONGEST_SHOWN else web_address.masked(url)
    return Address(shown=shown, details={"url": url, "secret": new_secret()})


def new_secret() -> str:
    """Return a secret in the form that receivers' libraries read."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
