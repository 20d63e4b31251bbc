"""Every text within a JSON value, changed by a rule: values and the names of free fields alike.

A field that is called a secret holds one, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from musterpoint.domain.personal_data.finding import instead_of
from musterpoint.domain.personal_data.kinds import Kind

_CODES = re.compile(r"(?:card)?(?:cvv|cvc|csc|cv2|cvv2|cvc2|securitycode|verificationvalue)")
_SECRETS = re.compile(r"(?:user)?(?:password|passwd|pwd|passcode|passphrase|pin|otp)")
LEAST_OF_A_CARD = 10**11


def texts_within(value: Any) -> Iterator[str]:
    """Yield every text in a value, field names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_within(name)
            yield from texts_within(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_within(inner)


def with_texts(value: Any, change: Callable[[str], str], *, but: Collection[str] = ()) -> Any:
    """Return a value with each text as ``change`` makes it. ``but`` names fields to pass over."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            with_texts(name, change): inner if name in but else with_texts(inner, change, but=but)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [with_texts(inner, change, but=but) for inner in value]
    return value


def without_named_secrets(value: Any) -> Any:
    """Return a value without what its field names say is a secret.

    A number long enough for a card becomes a text, in which it can be found.
    """
    if isinstance(value, dict):
        return {name: _unless_named(name, inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_named_secrets(inner) for inner in value]
    if isinstance(value, int) and abs(value) >= LEAST_OF_A_CARD:
        return str(value)
    return value


def _unless_named(name: str, inner: Any) -> Any:
    kind = _named(name)
    if kind is None or not isinstance(inner, str | int) or isinstance(inner, bool):
        return without_named_secrets(inner)
    return instead_of(str(inner), kind)


def _named(name: str) -> Kind | None:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    if _CODES.fullmatch(plain):
        return Kind.CARD_SECURITY_CODE
    return Kind.PASSWORD if _SECRETS.fullmatch(plain) else None
