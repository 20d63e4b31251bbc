"""``musterpoint person add``: add somebody who may sign in, and say how they set their password."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.accounts import queries
from musterpoint.domain.authority import Role, system
from musterpoint.interfaces import clock
from musterpoint.usecases.manage_people import KnownEmail, add_person
from musterpoint.usecases.refusals import Refusal


class Command(BaseCommand):
    """Add a person, or list those there are."""

    help = "Add a person who may sign in: person add EMAIL --name NAME --role ROLE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, the name and the roles."""
        parser.add_argument("action", choices=["add", "list"])
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--name", default="")
        parser.add_argument("--role", action="append", default=[], choices=[str(r) for r in Role])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        if options["action"] == "list":
            for person in queries.everybody():
                self.stdout.write(f"{person.email:<40} {person.name:<30} {', '.join(person.roles)}")
            return
        self._add(options["email"].strip(), options["name"].strip(), options["role"])

    def _add(self, email: str, name: str, roles: list[str]) -> None:
        if not name or not roles:
            raise CommandError("Give an e-mail address, --name and at least one --role.")
        password = secrets.token_urlsafe(15)
        try:
            add_person(
                email=email,
                name=name,
                roles=roles,
                password=password,
                by=system("console"),
                at=clock.now(),
            )
        except KnownEmail:
            raise CommandError(f"{email} is already there.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{name} may sign in as {email} with this password, shown once: {password}"
        )
        self.stdout.write(
            "They change it, and add a second factor, under their name in the product."
        )
