"""`musterpoint token create|list|revoke`: the tokens that programs sign in with."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.accounts import operations, queries
from musterpoint.interfaces import clock

LONGEST_NAME = 80


class Command(BaseCommand):
    """Find the person, ask once, print."""

    help = "Creates an API token for a person (shown once), lists their tokens, revokes one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        create = kinds.add_parser("create", help="print a new token, which is never shown again")
        create.add_argument("email")
        create.add_argument("--name", default="", help="what it is for, such as monitoring")
        known = kinds.add_parser("list", help="list the tokens of a person, without the secrets")
        known.add_argument("email")
        revoke = kinds.add_parser("revoke", help="end a token for good")
        revoke.add_argument("id", type=int, help="its number in the list")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "revoke":
            self._revoke(options["id"])
        elif options["what"] == "list":
            self._list(options["email"])
        else:
            self._create(options["email"], options["name"])

    def _create(self, email: str, name: str) -> None:
        if len(name) > LONGEST_NAME:
            raise CommandError(f"The name has {len(name)} characters; {LONGEST_NAME} fit.")
        person = _person(email)
        if not person.is_active:
            raise CommandError(f"{person.email} may not sign in any more.")
        self.stdout.write(operations.create_token(person_id=person.pk, name=name, at=clock.now()))

    def _list(self, email: str) -> None:
        for token in queries.tokens_of(_person(email).pk):
            state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "valid"
            made = f"{token.created_at:%Y-%m-%d}"
            self.stdout.write(f"{token.pk}\t{made}\t{state}\t{token.name}")

    def _revoke(self, token_id: int) -> None:
        if not 0 < token_id < 2**63 or not operations.revoke_token(
            token_id=token_id, at=clock.now()
        ):
            raise CommandError(f"There is no valid token {token_id}.")
        self.stdout.write(f"Token {token_id} is revoked.")


def _person(email: str) -> Any:
    person = queries.by_email(email)
    if person is None:
        raise CommandError(f"Nobody here has the e-mail address {email}.")
    return person
