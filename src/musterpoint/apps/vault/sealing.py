"""The vault's cryptography: master keys wrap a key per person, that key seals the person's values.

AES-256-GCM with a fresh nonce for each sealing; what a text is sealed for is bound to it, so that
one moved to another row does not open. Digests are HMAC-SHA256 under a key of their own.
"""

from __future__ import annotations

import binascii
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from musterpoint.domain.vault.kinds import plain_form

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class BadMasterKey(ValueError):
    """The setting holds something that is no key."""


class NoMasterKey(Exception):
    """There is no master key, so nothing can be kept apart or read."""

    def __init__(self) -> None:
        super().__init__("No master key is set (MUSTERPOINT_MASTER_KEY).")


class CannotOpen(Exception):
    """The master key it was sealed under is not here, or what is kept was altered."""


def fresh_key() -> str:
    """Return a new master key, as the setting takes it."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key, as three: to wrap, to reckon digests, and a name that betrays neither."""

    name: str
    wraps: bytes
    digests: bytes

    def __repr__(self) -> str:
        return f"MasterKey({self.name})"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys of this installation by name; the first is the one in use."""

    keys: Mapping[str, MasterKey]

    @property
    def present(self) -> MasterKey:
        """The key that wraps from now on. Raises NoMasterKey."""
        for key in self.keys.values():
            return key
        raise NoMasterKey

    def fresh_data_key(self, *, of: str) -> tuple[bytes, bytes]:
        """Return a new key for a person, bare and wrapped."""
        bare = secrets.token_bytes(KEY_BYTES)
        return bare, self.wrap(bare, of=of)

    def wrap(self, data_key: bytes, *, of: str) -> bytes:
        """Return a person's key wrapped by the present master key."""
        return seal(data_key, key=self.present.wraps, as_=f"key of {of}")

    def unwrap(self, wrapped: bytes, *, of: str, master: str) -> bytes:
        """Return a person's key, or raise CannotOpen."""
        if master not in self.keys:
            raise CannotOpen(f"The master key {master} is not set here.")
        return open_(wrapped, key=self.keys[master].wraps, as_=f"key of {of}")

    def digest(self, kind: str, value: str) -> bytes:
        """Return what finds a value again, under the present key."""
        return _digest(self.present, kind, value)

    def digests(self, kind: str, value: str) -> list[bytes]:
        """Return what finds a value again, whichever key was present when it was kept."""
        return [_digest(key, kind, value) for key in self.keys.values()]


def keyring(setting: str) -> Keyring:
    """Return the keys in a setting: the one in use, then older ones, separated by commas.

    Raises BadMasterKey.
    """
    texts = [one.strip() for one in setting.split(",") if one.strip()]
    made = [_master_key(text) for text in texts]
    return Keyring({key.name: key for key in made})


def seal(text: bytes, *, key: bytes, as_: str) -> bytes:
    """Return ``text`` sealed, to be opened only as what it was sealed as."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, text, as_.encode())


def open_(sealed: bytes, *, key: bytes, as_: str) -> bytes:
    """Return what was sealed, or raise CannotOpen."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # see _cipher

    try:
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], as_.encode())
    except (InvalidTag, ValueError) as trouble:
        raise CannotOpen(
            "What is kept does not open: it was altered, or the key is not its own."
        ) from trouble


def names(keys: Iterable[MasterKey]) -> list[str]:
    """Return the names of keys, which may be shown."""
    return [key.name for key in keys]


def _master_key(text: str) -> MasterKey:
    try:
        bare = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        bare = b""
    if len(bare) != KEY_BYTES:
        raise BadMasterKey(
            f"A master key is {KEY_BYTES} random bytes in URL-safe base 64, as `vault key` prints."
        )
    return MasterKey(
        name=_derived(bare, b"name").hex()[:16],
        wraps=_derived(bare, b"wrap"),
        digests=_derived(bare, b"digest"),
    )


def _derived(bare: bytes, what: bytes) -> bytes:
    # HKDF-Expand of RFC 5869 for one block; the key is random already, so nothing is extracted.
    return hmac.digest(bare, b"musterpoint vault " + what + b"\x01", sha256)


def _digest(key: MasterKey, kind: str, value: str) -> bytes:
    text = f"{kind}\0{plain_form(value)}"
    return hmac.digest(key.digests, text.encode("utf-8", "surrogatepass"), sha256)


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415  # slow to load
        AESGCM,
    )

    return AESGCM(key)
