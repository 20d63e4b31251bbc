"""A provider that the administrator configured signs people in, and makes nobody an account."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings

from musterpoint.apps.accounts import operations as accounts
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock

pytestmark = pytest.mark.django_db


@dataclass
class Provider:
    """A provider on loopback that vouches for whatever it is told to."""

    says: dict[str, Any] = field(default_factory=dict)
    address: str = ""

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorise",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/person",
                "jwks_uri": f"{self.address}/keys",
            }
        if path == "/token":
            return {"access_token": "granted", "token_type": "Bearer"}
        return self.says


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(provider.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  # the server looks for this name

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    configured = {
        "provider_id": "company",
        "name": "your company account",
        "client_id": "musterpoint",
        "secret": "hush",
        "settings": {"server_url": provider.address},
    }
    with override_settings(
        SOCIALACCOUNT_PROVIDERS={
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [configured]}
        }
    ):
        yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _ada(db: None) -> None:
    accounts.add_person(
        email="ada@example.org", name="Ada", roles=[Role.AGENT], at=clock.now(), password=None
    )


def sign_in(client: Client) -> bool:
    """Go to the provider and come back, as a browser does."""
    sent_away = client.post("/accounts/oidc/company/login/")
    asked = parse_qs(urlsplit(sent_away.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    client.get(
        "/accounts/oidc/company/login/callback/", {"code": "once", "state": asked["state"][0]}
    )
    return "_auth_user_id" in client.session


def test_a_person_with_an_account_is_signed_in(client: Client, provider: Provider) -> None:
    provider.says = {"sub": "17", "email": "ada@example.org", "email_verified": True}

    assert sign_in(client)


def test_an_address_that_is_not_proven_opens_nothing(client: Client, provider: Provider) -> None:
    provider.says = {"sub": "17", "email": "ada@example.org", "email_verified": False}

    assert not sign_in(client)


def test_a_stranger_gets_no_account(client: Client, provider: Provider) -> None:
    provider.says = {"sub": "18", "email": "eve@example.org", "email_verified": True}

    assert not sign_in(client)
