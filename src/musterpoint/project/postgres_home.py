"""Which folders the embedded PostgreSQL lives in, and as whom it runs.

PostgreSQL refuses to run as root, so for root it runs as a user that exists already. Folders that
this user cannot reach are never opened up: cluster and programs go to ``/var/lib/musterpoint``.
"""

from __future__ import annotations

import contextlib
import grp
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from musterpoint.project.kept import keep
from musterpoint.project.postgres_binaries import CARRIER, Binaries

SOCKET_PATH_LIMIT = 103  # macOS allows 103 bytes, Linux 107
SOCKET_NAME = ".s.PGSQL.5432"
SHARED_STATE = Path("/var/lib/musterpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The user the server runs as; only set apart from the caller for root."""

    uid: int
    gid: int
    groups: frozenset[int]

    def may_enter(self, folder: Path) -> bool:
        """Say whether the runner can reach ``folder`` through every parent."""
        return all(self._may_search(place) for place in (folder, *folder.parents))

    def _may_search(self, folder: Path) -> bool:
        facts = folder.stat()
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid in self.groups:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything about where one embedded server lives."""

    data: Path
    cluster: Path
    sockets: Path
    runner: Runner | None

    @property
    def lock_file(self) -> Path:
        return self.data / "postgres.lock"

    @property
    def log_file(self) -> Path:
        return self.data / "postgres.log"


def of(data: Path) -> Home:
    """Return the home of the embedded server whose data folder is ``data``, making the folders."""
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    data = data.resolve()
    runner = _runner()
    cluster = data / "postgres"
    if runner is not None and not runner.may_enter(data):
        # The name is kept in the data folder, which may be moved with what belongs to it.
        name = keep(data / "cluster-id", secrets.token_hex(8))
        cluster = _shared_state() / name / "postgres"
        cluster.parent.mkdir(exist_ok=True)
    _private_folder(cluster, runner)
    sockets = _socket_folder(cluster)
    _private_folder(sockets, runner)
    return Home(data=data, cluster=cluster, sockets=sockets, runner=runner)


def reachable(binaries: Binaries, runner: Runner | None) -> Binaries:
    """Return programs that the runner can execute: the same ones, or a copy in a readable place."""
    if runner is None or runner.may_enter(binaries.folder):
        return binaries
    package = binaries.folder.parent.parent if binaries.carried else binaries.folder.parent
    mark = hashlib.sha256((binaries.folder / "postgres").read_bytes()).hexdigest()
    place = _shared_state() / f"programs-{mark[:12]}"
    if not place.exists():
        _copy_programs(package, place)
    return replace(binaries, folder=place / binaries.folder.relative_to(package.parent))


def _copy_programs(package: Path, place: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
    draft.chmod(0o755)
    shutil.copytree(package, draft / package.name, symlinks=True)
    libraries = package.with_name(f"{CARRIER}.libs")
    if package.name == CARRIER and libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    try:
        draft.rename(place)
    except OSError:  # another process was quicker with the same copy
        shutil.rmtree(draft)


def _runner() -> Runner | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            groups = {group.gr_gid for group in grp.getgrall() if name in group.gr_mem}
            return Runner(
                uid=user.pw_uid, gid=user.pw_gid, groups=frozenset({user.pw_gid, *groups})
            )
    raise RuntimeError(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' for it. "
        "Start Musterpoint as an ordinary user, or set DATABASE_URL."
    )


def _shared_state() -> Path:
    SHARED_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return SHARED_STATE


def _socket_folder(cluster: Path) -> Path:
    wanted = cluster.with_name("sockets")
    if len(os.fsencode(wanted / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return wanted
    mark = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    return Path("/tmp") / f"musterpoint-{mark}"  # noqa: S108  # made 0700 and its owner checked


def _private_folder(folder: Path, runner: Runner | None) -> None:
    """Make ``folder`` for the runner alone, or raise when somebody else got there first."""
    owner = os.geteuid() if runner is None else runner.uid
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
            raise PermissionError(f"{folder} belongs to somebody else; remove it.") from None
    if runner is not None:
        os.chown(folder, runner.uid, runner.gid)
    folder.chmod(0o700)
