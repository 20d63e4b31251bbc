"""Settings come from the environment, and what is missing is said by name."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from musterpoint.apps.notifications.channels.web_push import public_key
from musterpoint.apps.vault.sealing import keyring
from musterpoint.project import environment
from musterpoint.project.environment import MissingSettings

COMPLETE = {
    "DATABASE_URL": "postgresql://db/musterpoint",
    "MUSTERPOINT_SECRET_KEY": "s" * 50,
    "MUSTERPOINT_ALLOWED_HOSTS": "incidents.example.org",
    "MUSTERPOINT_BASE_URL": "https://incidents.example.org",
    "MUSTERPOINT_MASTER_KEY": "k" * 43 + "=",
    "EMAIL_URL": "smtp://mail.example.org",
}


def test_production_starts_with_everything_set() -> None:
    environment.refuse_if_unfit(COMPLETE)


def test_evaluation_needs_nothing() -> None:
    environment.refuse_if_unfit({})


@pytest.mark.parametrize("name", sorted(environment.REQUIRED_IN_PRODUCTION))
def test_production_names_what_is_missing(name: str) -> None:
    with pytest.raises(MissingSettings) as refusal:
        environment.refuse_if_unfit({**COMPLETE, name: ""})

    named = [one for one in environment.REQUIRED_IN_PRODUCTION if f"  {one}:" in str(refusal.value)]
    assert named == [name]


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(MissingSettings, match="32 characters or more"):
        environment.refuse_if_unfit({**COMPLETE, "MUSTERPOINT_SECRET_KEY": "short"})


@pytest.mark.parametrize("key", ["short", f"{'k' * 43}=,short", "k" * 60])
def test_what_is_no_master_key_is_refused(key: str) -> None:
    with pytest.raises(MissingSettings, match="holds something that is no key of the vault"):
        environment.refuse_if_unfit({**COMPLETE, "MUSTERPOINT_MASTER_KEY": key})


def test_the_kept_master_key_is_one_the_vault_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("MUSTERPOINT_MASTER_KEY", raising=False)
    monkeypatch.setenv("MUSTERPOINT_DATA", str(tmp_path))

    first, second = environment.master_key(), environment.master_key()

    assert first == second
    assert list(keyring(first).keys)


def test_the_kept_secret_is_made_once_and_read_by_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("MUSTERPOINT_SECRET_KEY", raising=False)
    monkeypatch.setenv("MUSTERPOINT_DATA", str(tmp_path / "data"))

    first, second = environment.secret_key(), environment.secret_key()

    kept = tmp_path / "data" / "secret_key"
    assert first == second == kept.read_text()
    assert len(first) >= environment.SHORTEST_SECRET
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_the_kept_push_key_is_a_key_made_once_and_read_by_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("MUSTERPOINT_VAPID_PRIVATE_KEY", raising=False)
    monkeypatch.setenv("MUSTERPOINT_DATA", str(tmp_path))

    first, second = environment.vapid_private_key(), environment.vapid_private_key()

    kept = tmp_path / "vapid_private_key"
    assert first == second == kept.read_text()
    assert len(public_key(first)) == 87  # a point of 65 bytes
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_production_makes_no_push_key_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/musterpoint")
    monkeypatch.setenv("MUSTERPOINT_DATA", str(tmp_path))
    monkeypatch.delenv("MUSTERPOINT_VAPID_PRIVATE_KEY", raising=False)
    assert environment.vapid_private_key() == ""

    monkeypatch.setenv("MUSTERPOINT_VAPID_PRIVATE_KEY", " given ")

    assert environment.vapid_private_key() == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_database_address_is_taken_apart() -> None:
    settings = environment.database(
        "postgresql://mu%40ster:p%2Fw@db.example.org:6432/musterpoint?sslmode=require"
    )

    assert settings["USER"] == "mu@ster"
    assert settings["PASSWORD"] == "p/w"
    assert settings["HOST"] == "db.example.org"
    assert settings["PORT"] == "6432"
    assert settings["NAME"] == "musterpoint"
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_address_is_taken_apart() -> None:
    settings = environment.database("postgresql:///musterpoint?host=%2Frun%2Fpg&user=me")

    assert (settings["HOST"], settings["USER"], settings["OPTIONS"]) == ("/run/pg", "me", {})


def test_another_engine_is_refused() -> None:
    with pytest.raises(MissingSettings, match="must begin with postgresql://"):
        environment.database("sqlite:///musterpoint.db")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "implicit"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org/?tls=starttls", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp://mail.example.org:2525/?tls=implicit", 2525, False, True),
    ],
)
def test_a_mail_address_is_taken_apart(url: str, port: int, starttls: bool, implicit: bool) -> None:
    settings = environment.email(url)

    assert settings["EMAIL_HOST"] == "mail.example.org"
    assert settings["EMAIL_PORT"] == port
    assert settings["EMAIL_USE_TLS"] is starttls
    assert settings["EMAIL_USE_SSL"] is implicit


@pytest.mark.parametrize("url", ["mail.example.org", "http://x/", "smtp://x/?tls=maybe"])
def test_a_wrong_mail_address_is_refused(url: str) -> None:
    with pytest.raises(MissingSettings, match="EMAIL_URL"):
        environment.email(url)
