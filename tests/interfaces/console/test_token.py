"""Tokens are shown once, listed without their secret, and end for good."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts import queries
from musterpoint.apps.accounts.models import Person
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("token", *words, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def ines() -> Person:
    return accounts.add_person(
        email="ines@example.org", name="Ines", roles=[Role.AGENT], at=clock.now()
    )


def test_a_token_is_printed_and_signs_in(ines: Person) -> None:
    assert queries.bearer(run("create", "INES@example.org", "--name", "monitor")) == ines


def test_the_list_shows_no_secret(ines: Person) -> None:
    secret = run("create", ines.email, "--name", "monitor")

    listed = run("list", ines.email)

    assert "monitor" in listed
    assert "valid" in listed
    assert secret not in listed


def test_a_revoked_token_is_worth_nothing(ines: Person) -> None:
    secret = run("create", ines.email)
    (token,) = queries.tokens_of(ines.pk)

    run("revoke", str(token.pk))

    assert queries.bearer(secret) is None
    assert "revoked" in run("list", ines.email)
    with pytest.raises(CommandError, match="no valid token"):
        run("revoke", str(token.pk))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["create", "nobody@example.org"], "Nobody here"),
        (["create", "ines@example.org", "--name", "x" * 81], "81 characters"),
        (["revoke", "0"], "no valid token 0"),
        (["revoke", str(2**70)], "no valid token"),
    ],
)
def test_what_cannot_be_done_is_said(ines: Person, words: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*words)


def test_somebody_who_left_gets_no_token(ines: Person) -> None:
    Person.objects.filter(pk=ines.pk).update(is_active=False)

    with pytest.raises(CommandError, match="may not sign in"):
        run("create", ines.email)
