"""What the environment says: every variable that the product reads, in one place.

Reads and checks; it starts nothing and imports no settings.
"""

from __future__ import annotations

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from musterpoint.project.kept import keep

CHECKOUT = Path(__file__).resolve().parents[3]
# Set by launch for its own children, not by people.
EMBEDDED_URL = "MUSTERPOINT_EMBEDDED_URL"
WITHOUT_DOORS = "MUSTERPOINT_WITHOUT_DOORS"

# What `serve` and `worker` must be told when they run against a real server.
REQUIRED_IN_PRODUCTION = {
    "MUSTERPOINT_SECRET_KEY": "a long random text, the same for every process",
    "MUSTERPOINT_ALLOWED_HOSTS": "the host names that people type, separated by commas",
    "MUSTERPOINT_BASE_URL": "the address in links, for example https://incidents.example.org",
    "MUSTERPOINT_MASTER_KEY": "the key of the vault; `musterpoint vault key` makes one",
    "EMAIL_URL": "where mail is handed in: smtp://user:password@host:587/?tls=starttls&from=…",
}
SHORTEST_SECRET = 32
MASTER_KEY_BYTES = 32
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, 2.4.2


class MissingSettings(RuntimeError):
    """The settings that production needs and the environment does not give."""


def is_embedded() -> bool:
    """Say whether the product runs on its own embedded database."""
    return not os.environ.get("DATABASE_URL")


def data_folder() -> Path:
    return Path(os.environ.get("MUSTERPOINT_DATA") or CHECKOUT / ".musterpoint").absolute()


def words(name: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the parts of a variable that lists things between commas."""
    return [part.strip() for part in environ.get(name, "").split(",") if part.strip()]


def refuse_if_unfit(environ: Mapping[str, str] = os.environ) -> None:
    """Raise MissingSettings, naming every one, unless production has what it needs."""
    if not environ.get("DATABASE_URL"):
        return
    missing = [
        f"  {name}: {says}"
        for name, says in REQUIRED_IN_PRODUCTION.items()
        if not environ.get(name)
    ]
    secret = environ.get("MUSTERPOINT_SECRET_KEY")
    if secret and len(secret) < SHORTEST_SECRET:
        missing.append(f"  MUSTERPOINT_SECRET_KEY: needs {SHORTEST_SECRET} characters or more")
    if not all(map(_is_master_key, words("MUSTERPOINT_MASTER_KEY", environ))):
        missing.append("  MUSTERPOINT_MASTER_KEY: holds something that is no key of the vault")
    if missing:
        raise MissingSettings("These settings are needed to start:\n" + "\n".join(missing))


def _is_master_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text + "=" * (-len(text) % 4))) == MASTER_KEY_BYTES
    except ValueError:
        return False


def secret_key() -> str:
    """Return the key given, else (evaluation) the one kept in the data folder, made when absent."""
    given = os.environ.get("MUSTERPOINT_SECRET_KEY")
    if given:
        return given
    if not is_embedded():
        return secrets.token_urlsafe(50)  # one-off commands only; `serve` and `worker` refuse
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return keep(folder / "secret_key", secrets.token_urlsafe(50))


def master_key() -> str:
    """Return the vault's master keys given, else (evaluation) the one kept, made when absent."""
    given = os.environ.get("MUSTERPOINT_MASTER_KEY", "").strip()
    if given or not is_embedded():
        return given
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return keep(
        folder / "master_key", urlsafe_b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()
    )


def vapid_private_key() -> str:
    """Return the key that push services know this installation by; "" when there is none.

    The one given, else (evaluation) the one kept in the data folder, made when absent.
    """
    given = os.environ.get("MUSTERPOINT_VAPID_PRIVATE_KEY", "").strip()
    if given or not is_embedded():
        return given
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = (secrets.randbelow(P256_ORDER - 1) + 1).to_bytes(32, "big")
    return keep(folder / "vapid_private_key", urlsafe_b64encode(fresh).rstrip(b"=").decode())


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for a ``postgresql://`` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise MissingSettings(
            "DATABASE_URL must begin with postgresql:// (nothing else is supported)."
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def email(url: str) -> dict[str, Any]:
    """Return Django's mail settings for ``smtp://user:password@host:port/?tls=…&from=…``.

    ``tls`` is ``starttls``, ``implicit`` or ``none``; ``smtps://`` means implicit. ``patience`` is
    the longest wait, in seconds, for one answer.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise MissingSettings(
            "EMAIL_URL must look like smtp://user:password@host:587/?tls=starttls"
        )
    options = dict(parse_qsl(parts.query))
    tls = options.get("tls", "implicit" if parts.scheme == "smtps" else "none").lower()
    if tls not in {"starttls", "implicit", "none"}:
        raise MissingSettings("EMAIL_URL: tls must be starttls, implicit or none.")
    patience = options.get("patience", "15")
    if not patience.isdecimal() or int(patience) == 0:
        raise MissingSettings("EMAIL_URL: patience must be a number of seconds.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"starttls": 587, "implicit": 465, "none": 25}[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "implicit",
        "DEFAULT_FROM_EMAIL": options.get("from", "Musterpoint <musterpoint@localhost>"),
        "EMAIL_TIMEOUT": int(patience),
    }
