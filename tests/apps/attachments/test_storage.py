"""Files lie in their folder whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from musterpoint.apps.attachments import storage


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_FOLDER = str(tmp_path / "files")
    return tmp_path / "files"


def lying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_key_with_its_hash(folder: Path) -> None:
    stored = storage.store([b"ab", b"c"], most=3)

    assert (stored.size, stored.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    assert lying(folder) == [storage.path_of(stored.key)]
    assert lying(folder)[0].stat().st_mode & 0o077 == 0
    with storage.opened(stored.key) as file:
        assert file.read() == b"abc"


def test_what_is_too_large_leaves_nothing(folder: Path) -> None:
    with pytest.raises(storage.TooLarge):
        storage.store([b"ab", b"cd"], most=3)

    assert lying(folder) == []


def test_a_sender_that_goes_away_leaves_nothing(folder: Path) -> None:
    def cut_off() -> Iterator[bytes]:
        yield b"ab"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.store(cut_off(), most=10)

    assert lying(folder) == []


def test_a_file_that_was_removed_is_gone(folder: Path) -> None:
    key = storage.store([b"ab"], most=3).key

    storage.remove(key)
    storage.remove(key)

    assert lying(folder) == []
    with pytest.raises(FileNotFoundError):
        storage.opened(key)
