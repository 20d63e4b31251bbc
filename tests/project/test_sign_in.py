"""People sign in by e-mail; nobody makes an account alone; a second factor is there to take."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.accounts import operations as accounts
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _agent(db: None) -> None:
    accounts.add_person(
        email="Ada.Agent@example.org",
        name="Ada Agent",
        roles=[Role.AGENT],
        at=clock.now(),
        password=PASSWORD,
    )


def sign_in(client: Client, email: str, password: str = PASSWORD) -> bool:
    client.post("/accounts/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["Ada.Agent@example.org", "ada.agent@EXAMPLE.org"])
def test_the_address_opens_the_door_in_any_case(client: Client, email: str) -> None:
    assert sign_in(client, email)


def test_a_wrong_password_does_not(client: Client) -> None:
    assert not sign_in(client, "ada.agent@example.org", "wrong horse")


def test_a_stranger_cannot_make_an_account(client: Client) -> None:
    words = {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}

    answer = client.post("/accounts/signup/", words)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert not sign_in(client, "eve@example.org")


def test_a_second_factor_is_offered_once_the_password_was_given_again(client: Client) -> None:
    page = "/accounts/2fa/totp/activate/"
    sign_in(client, "ada.agent@example.org")
    assert client.get(page).headers["Location"].startswith("/accounts/reauthenticate/")

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get(page).status_code == 200


def test_a_passkey_may_be_used_to_sign_in(client: Client) -> None:
    answer = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    assert answer.status_code == 200
    assert "publicKey" in answer.json()["request_options"]
