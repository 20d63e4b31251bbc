"""The PostgreSQL of a test session and the migrated copy that the next session begins with."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from musterpoint.project import embedded_postgres, environment, postgres_binaries, postgres_home

PRISTINE = "pristine"
SOURCE = Path(__file__).resolve().parents[1] / "src" / "musterpoint"


@dataclass(kw_only=True)
class TestDatabase:
    """One migrated database; on an own server unless the environment names another."""

    __test__ = False

    url: str
    data: Path | None
    kept: Path | None
    migrated: bool

    @classmethod
    def for_session(cls, keep_in: Path) -> TestDatabase:
        given = os.environ.get("MUSTERPOINT_TEST_DATABASE_URL")
        if given:
            return cls(url=given, data=None, kept=None, migrated=False)
        data = Path(tempfile.mkdtemp(prefix="musterpoint-test-", dir="/tmp"))
        data.chmod(0o755)  # the server may run as another user; its own folder in here is private
        kept = keep_in / _fingerprint()
        migrated = kept.is_dir() and _restore(kept, data)
        server = embedded_postgres.ensure(data, options=embedded_postgres.FOR_TESTS)
        return cls(url=server.url, data=data, kept=kept, migrated=migrated)

    def connect_django(self) -> None:
        """Point Django at the database and bring it up to date, unless it is already."""
        from django.core.management import call_command
        from django.db import connections

        wanted = environment.database(self.url) | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
        # What may never be emptied says so itself; only on this connection it gives way.
        wanted["OPTIONS"] = {**wanted["OPTIONS"], "options": "-c musterpoint.test_flush=on"}
        connections["default"].settings_dict.update(wanted)
        self._run(f"DROP DATABASE IF EXISTS {PRISTINE} WITH (FORCE)")
        if not self.migrated:
            call_command("migrate", verbosity=0, interactive=False)
            connections["default"].close()
            self._keep()
        self._run(f"CREATE DATABASE {PRISTINE} TEMPLATE {self._name}")

    def copy(self, name: str) -> str:
        """Make a database as the migrations leave it, and return its address."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {PRISTINE}")
        return self.url.replace(f"/{self._name}", f"/{name}", 1)

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def disconnect_django(self) -> None:
        from django.db import connections

        connections.close_all()

    def end(self) -> None:
        if self.data is not None:
            embedded_postgres.stop(self.data)
            shutil.rmtree(self.data, ignore_errors=True)

    @property
    def _name(self) -> str:
        return urlsplit(self.url).path.lstrip("/")

    def _run(self, statement: str) -> None:
        """Run a statement that no transaction may hold, beside the database itself."""
        beside = self.url.replace(f"/{self._name}", "/postgres", 1)
        with psycopg.connect(beside, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _keep(self) -> None:
        """Lay a copy of the migrated cluster aside, and drop those of older migrations."""
        if self.data is None or self.kept is None:
            return
        embedded_postgres.stop(self.data)
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=self.kept.parent))
        _copy(self.data / "postgres", draft / "postgres")
        for old in self.kept.parent.iterdir():
            if old not in {draft, self.kept} and not old.name.startswith("draft-"):
                shutil.rmtree(old, ignore_errors=True)
        try:
            draft.rename(self.kept)
        except OSError:  # another session kept the same one meanwhile
            shutil.rmtree(draft, ignore_errors=True)
        embedded_postgres.ensure(self.data, options=embedded_postgres.FOR_TESTS)


def _restore(kept: Path, data: Path) -> bool:
    """Copy the kept cluster; False when another session removes it at the same moment."""
    with suppress(subprocess.CalledProcessError):
        _copy(kept / "postgres", data / "postgres")
        postgres_home.of(data)
        return True
    shutil.rmtree(data / "postgres", ignore_errors=True)
    return False


def _copy(source: Path, target: Path) -> None:
    # `cp -a` keeps owner and mode, which the server insists on, and shares blocks where it can.
    subprocess.run(["cp", "-a", str(source), str(target)], check=True, capture_output=True)


def _fingerprint() -> str:
    """Return a hash of everything that the migrated database depends on."""
    digest = hashlib.sha256(str(postgres_binaries.locate()).encode())
    locks = SOURCE.parents[1] / "requirements" / "run.lock"
    for path in [locks, *sorted(SOURCE.glob("apps/*/migrations/*.py"))]:
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    digest.update((SOURCE / "project" / "settings.py").read_bytes())
    return digest.hexdigest()[:16]
