"""Fill an empty database with the sample centre: people, places, a week of history, a live day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from musterpoint.apps.accounts import operations as account_operations
from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.sample import centre, drafting, past, present, rotas, status
from musterpoint.interfaces.console.sample.history import WEEK
from musterpoint.interfaces.console.sample.play import Story


class Command(BaseCommand):
    """Seed once; a second run only says how to sign in."""

    help = "Fill an empty database with a sample contact centre (does nothing when it is there)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Set the centre up unless it is there, then print the sign-ins."""
        if accounts.by_email(centre.PEOPLE[0].email) is None:
            self.stdout.write("Playing one week of the sample centre …")
            with transaction.atomic():  # all of it or nothing: a second run would not mend a half
                _set_up()
                _play(clock.now())
        self._print_sign_ins()

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"\n{centre.NAME}. Sign in with one of these, password {centre.PASSWORD}")
        for person in centre.PEOPLE:
            roles = ", ".join(role.replace("_", " ") for role in person.roles)
            self.stdout.write(f"  {person.email:<30} {roles}")


def _play(now: datetime) -> None:
    story = Story(now=now)
    rotas.tell(story)
    for each in WEEK:
        past.tell(story, each)
    present.tell(story)
    drafting.tell(story)
    status.tell(story)
    story.play()


def _set_up() -> None:
    at = clock.now()
    organisation.set_up(name=centre.NAME, zone=centre.ZONE)
    for code, name, seats in centre.SITES:
        organisation.add_site(code=code, name=name, zone=centre.ZONE, seats=seats)
    for one in policies.in_force(at=at).strategy.services.values():
        organisation.add_service(
            code=one.code, name=one.name, critical=one.critical, rto=one.rto, mtpd=one.mtpd
        )
    for code, name, service in centre.QUEUES:
        organisation.add_queue(code=code, name=name, service=service)
    for code, name, key_account in centre.ACCOUNTS:
        organisation.add_account(code=code, name=name, key_account=key_account)
    _add_people(at)


def _add_people(at: datetime) -> None:
    teams: dict[str, list[int]] = {code: [] for code in centre.TEAMS}
    ranks: dict[str, int] = {}
    for colleague in centre.PEOPLE:
        person = account_operations.add_person(
            email=colleague.email,
            name=colleague.name,
            roles=colleague.roles,
            password=centre.PASSWORD,
            at=at,
        )
        for role in colleague.answers_for:
            ranks[role] = ranks.get(role, 0) + 1
            organisation.hold_role(role=role, person_id=person.pk, rank=ranks[role])
        if colleague.team:
            teams[colleague.team].append(person.pk)
    for code, people in teams.items():
        organisation.add_team(code=code, name=centre.TEAMS[code], people=people)
