"""What a browser hands over when it agrees to be notified, read and judged.

Whoever is signed in can hand over anything, and the worker will call it. So only public names
under https are taken, and nothing that they answer is followed or shown.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from musterpoint.apps.notifications.channels import Address, BadAddress

LONGEST_ENDPOINT = 2000
AUTH_BYTES = 16
NO_BROWSER = "The browser did not say where it can be notified. Try again in that browser."


def read(text: str, *, loopback: bool) -> Address:
    """Return the subscription in ``text`` (JSON as browsers write it), or raise BadAddress."""
    try:
        found = json.loads(text)
        endpoint, keys = found["endpoint"], found["keys"]
        kept = {"p256dh": _key(keys["p256dh"]), "auth": _key(keys["auth"])}
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise BadAddress(NO_BROWSER) from problem
    if not isinstance(endpoint, str) or len(endpoint) > LONGEST_ENDPOINT:
        raise BadAddress(NO_BROWSER)
    _judge_keys(kept)
    host = judge_endpoint(endpoint, loopback=loopback)
    return Address(shown=f"{host} {digest(endpoint)}", details={"endpoint": endpoint, "keys": kept})


def digest(endpoint: str) -> str:
    """Return a short name of a subscription; a page can tell by it which one is its own."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:16]


def judge_endpoint(endpoint: str, *, loopback: bool) -> str:
    """Return the host of a push service that may be called, or raise BadAddress."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise BadAddress(NO_BROWSER) from problem
    if loopback and host == "127.0.0.1":
        return host
    if parts.scheme != "https" or port not in {None, 443} or not _is_public_name(host, parts):
        raise BadAddress("The address of a push service begins with https:// and a public name.")
    return host


def _is_public_name(host: str, parts: SplitResult) -> bool:
    """Whether it is a name with a dot, not a number, not a name of an inner network."""
    if parts.username is not None or "." not in host.strip("."):
        return False
    if not host.isascii() or any(mark.isspace() for mark in host):
        return False
    if host.rstrip(".").endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa")):
        return False
    try:
        ipaddress.ip_address(host.rstrip("."))
    except ValueError:
        return not host.rstrip(".").rsplit(".", 1)[-1].isdecimal()
    return False


def _key(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.rstrip("=")


def _judge_keys(keys: dict[str, str]) -> None:
    try:
        point, secret = _bytes(keys["p256dh"]), _bytes(keys["auth"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as problem:
        raise BadAddress(NO_BROWSER) from problem
    if len(secret) != AUTH_BYTES:
        raise BadAddress(NO_BROWSER)


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
