"""What is sealed opens with its own key, as what it was sealed as, and in no other way."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.vault.sealing import (
    BadMasterKey,
    CannotOpen,
    NoMasterKey,
    fresh_key,
    keyring,
    open_,
    seal,
)

KEY = bytes(range(32))
OLD = urlsafe_b64encode(KEY).decode()


@given(text=st.binary(max_size=300))
def test_what_is_sealed_opens_as_it_was(text: bytes) -> None:
    assert open_(seal(text, key=KEY, as_="V-1 phone"), key=KEY, as_="V-1 phone") == text


def test_one_text_is_never_sealed_alike() -> None:
    assert seal(b"same", key=KEY, as_="a") != seal(b"same", key=KEY, as_="a")


def test_a_seal_that_was_moved_altered_or_cut_does_not_open() -> None:
    sealed = seal(b"943 476 5919", key=KEY, as_="V-1 nhs_number")

    for bad, as_, key in (
        (sealed, "V-2 nhs_number", KEY),
        (sealed, "V-1 nhs_number", bytes(32)),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), "V-1 nhs_number", KEY),
        (sealed[:10], "V-1 nhs_number", KEY),
    ):
        with pytest.raises(CannotOpen):
            open_(bad, key=key, as_=as_)


def test_the_first_key_wraps_and_every_key_unwraps() -> None:
    new = fresh_key()
    before, during = keyring(OLD), keyring(f"{new}, {OLD}")
    bare, wrapped = before.fresh_data_key(of="P-1")

    assert during.unwrap(wrapped, of="P-1", master=before.present.name) == bare
    again = during.wrap(bare, of="P-1")
    assert keyring(new).unwrap(again, of="P-1", master=during.present.name) == bare
    with pytest.raises(CannotOpen, match="is not set here"):
        keyring(new).unwrap(wrapped, of="P-1", master=before.present.name)
    with pytest.raises(CannotOpen):
        before.unwrap(wrapped, of="P-2", master=before.present.name)


def test_a_digest_depends_on_the_key_and_the_kind_and_not_on_how_it_is_written() -> None:
    ring, other = keyring(OLD), keyring(fresh_key())

    assert ring.digest("nhs_number", "943 476 5919") == ring.digest("nhs_number", "9434765919")
    assert ring.digest("nhs_number", "9434765919") != ring.digest("phone_number", "9434765919")
    assert ring.digest("nhs_number", "9434765919") != other.digest("nhs_number", "9434765919")


def test_a_key_shows_its_name_alone() -> None:
    ring = keyring(OLD)

    assert f"{ring.present!r}" == f"MasterKey({ring.present.name})"
    assert len(ring.present.name) == 16


@pytest.mark.parametrize("setting", ["short", "k" * 50, "§" * 43, f"{OLD},nonsense"])
def test_a_setting_that_is_no_key_is_refused(setting: str) -> None:
    with pytest.raises(BadMasterKey):
        keyring(setting)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(NoMasterKey):
        keyring("").fresh_data_key(of="P-1")
