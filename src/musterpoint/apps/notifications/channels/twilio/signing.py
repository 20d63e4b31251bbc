"""Twilio's signature on what it sends us: HMAC-SHA1 over the address it called and the form."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

_PORTS = {"https": 443, "http": 80}

Form = Mapping[str, Sequence[str]]


def is_signed(signature: str, *, url: str, form: Form, token: str) -> bool:
    """Return whether Twilio signed this. Its port may or may not have been signed with it."""
    found = [sign(each, form=form, token=token) for each in (_with_port(url), _without_port(url))]
    said = signature.encode("utf-8", "replace")
    return any(hmac.compare_digest(each.encode(), said) for each in found)


def sign(url: str, *, form: Form, token: str) -> str:
    """Return the signature of a form sent to ``url``."""
    pairs = [f"{name}{value}" for name in sorted(form) for value in sorted(set(form[name]))]
    words = f"{url}{''.join(pairs)}".encode()
    return base64.b64encode(hmac.new(token.encode(), words, hashlib.sha1).digest()).decode()


def _with_port(url: str) -> str:
    parts = urlsplit(url)
    if parts.port is not None:
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.netloc}:{_PORTS.get(parts.scheme, 443)}"))


def _without_port(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.removesuffix(f":{parts.port}")))
