"""The folder of files: written through a temporary name, found by a key that nobody can guess."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

UNFINISHED = "unfinished"


class TooLarge(Exception):
    """More came than may be kept; nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file that lies in the folder."""

    key: str
    size: int
    sha256: str


def folder() -> Path:
    """Return the folder, which only this product's user may read."""
    found = Path(settings.ATTACHMENTS_FOLDER)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def store(chunks: Iterable[bytes], *, most: int) -> Stored:
    """Write what comes and return where it lies, or raise TooLarge and leave nothing."""
    key, digest, size = secrets.token_hex(20), hashlib.sha256(), 0
    unfinished = folder() / UNFINISHED / key
    unfinished.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as out:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooLarge
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        there = path_of(key)
        there.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished.replace(there)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return Stored(key=key, size=size, sha256=digest.hexdigest())


def path_of(key: str) -> Path:
    return folder() / key[:2] / key


def opened(key: str) -> BinaryIO:
    """Open a file for reading; FileNotFoundError when the folder does not hold it."""
    return path_of(key).open("rb")


def remove(key: str) -> None:
    """Take a file out of the folder, if it is there."""
    path_of(key).unlink(missing_ok=True)
