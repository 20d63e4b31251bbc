"""Who this installation is to push services, and the key it signs with (VAPID, RFC 8292)."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings

KEY_BYTES = 32


class BadKey(ValueError):
    """MUSTERPOINT_VAPID_PRIVATE_KEY holds no key."""

    def __init__(self) -> None:
        super().__init__(
            "MUSTERPOINT_VAPID_PRIVATE_KEY is no VAPID private key: 32 bytes, written as base64url."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """This installation, as push services know it.

    ``contact`` is whom they write to when something is wrong. ``loopback`` allows a push service on
    this machine itself, for evaluation and tests. ``patience`` is in seconds.
    """

    key: str
    contact: str = "musterpoint@musterpoint.invalid"
    loopback: bool = False
    patience: float = 10.0


def from_settings() -> Application | None:
    """Return this installation, or None when it has no key."""
    if not settings.VAPID_PRIVATE_KEY:
        return None
    return Application(
        key=settings.VAPID_PRIVATE_KEY,
        contact=parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "musterpoint@musterpoint.invalid",
        loopback=settings.EMBEDDED,
    )


def public_key(key: str) -> str:
    """Return what browsers are told, for a private key; raises BadKey."""
    point = _private(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def pems(key: str) -> tuple[bytes, bytes]:
    """Return the private and the public key as the library reads them; raises BadKey."""
    private = _private(key)
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


@lru_cache(maxsize=4)
def _private(key: str) -> ec.EllipticCurvePrivateKey:
    try:
        number = urlsafe_b64decode(key + "=" * (-len(key) % 4))
        if len(number) != KEY_BYTES:
            raise BadKey
        return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())
    except ValueError as problem:
        raise BadKey from problem
