"""A secret or a name that is made once and then stays, though many processes ask for it at once."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def keep(file: Path, fresh: str) -> str:
    """Return what ``file`` holds; if there is none, it holds ``fresh`` from now on.

    Written aside and linked into place, so that nobody ever reads half of it. Only the owner may
    read it.
    """
    if not file.exists():
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(fresh)
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
