"""What every test stands on: one embedded PostgreSQL for the session, started when a test wants it.

The migrated cluster is kept under ``.musterpoint/tests`` by a hash of all migrations, so the next
session copies it instead of migrating. ``MUSTERPOINT_TEST_DATABASE_URL`` names another server.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.database import TestDatabase
from tests.product import Product

settings.register_profile(
    "here",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_numbers = count(1)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Quick password hashes and mail that stays inside, before any test asks for settings."""
    if os.environ.get("DATABASE_URL"):
        pytest.exit("Unset DATABASE_URL: tests never touch it (./musterpoint test sees to it).", 2)
    from django.conf import settings as django_settings

    django_settings.ALLOWED_HOSTS = ["*"]
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Journeys come last: the browser's driver leaves its event loop running until the session ends.
    items.sort(key=lambda item: "journeys" in item.path.parts)
    if chromium() is None:
        skip = pytest.mark.skip(reason="Chromium is not installed (apt-get install chromium)")
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(skip)


def chromium() -> str | None:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium that journeys drive."""
    found = chromium()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of reference data beside the repository; tests skip where it is absent."""
    folder = Path(os.environ.get("MUSTERPOINT_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip("the reference data is not on this machine")
    return folder


@pytest.fixture(scope="session")
def test_database() -> Iterator[TestDatabase]:
    """The server of this session; stopped and removed at the end."""
    database = TestDatabase.for_session(REPOSITORY / ".musterpoint" / "tests")
    yield database
    database.end()


@pytest.fixture(scope="session")
def database_url(django_db_setup: None, test_database: TestDatabase) -> str:
    """The address of the migrated test database, for a process that a test starts."""
    return test_database.url


@pytest.fixture
def fresh_database(django_db_setup: None, test_database: TestDatabase) -> Iterator[str]:
    """The address of a database of this test's own, as the migrations leave it."""
    name = f"own_{next(_numbers)}"
    yield test_database.copy(name)
    test_database.drop(name)


@pytest.fixture
def product(fresh_database: str, tmp_path: Path) -> Iterator[Product]:
    """The product itself, on a database of its own: run commands, start web and worker."""
    running = Product(database_url=fresh_database, data=tmp_path)
    yield running
    running.end()


@pytest.fixture(scope="session")
def django_db_setup(
    test_database: TestDatabase, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # the plugin does not export its type
        test_database.connect_django()
        yield
        test_database.disconnect_django()
