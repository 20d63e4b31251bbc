"""Fills the journeys' database: run as a program against it, or called to do so."""

from __future__ import annotations

import os
import subprocess
import sys

from musterpoint.domain.authority import Role
from tests.product import SOURCE, Product

PASSWORD = "muster-point-journeys"
PEOPLE = (
    ("Asha Patel", Role.INCIDENT_MANAGER, ("incident_manager", "duty_manager")),
    ("Ben Okafor", Role.TEAM_LEADER, ("team_leader", "loggist")),
    ("Maya Singh", Role.AGENT, ()),
)


def seed(product: Product) -> None:
    """Add the people and places to the product's database."""
    environ = {**product._environ(), "DJANGO_SETTINGS_MODULE": "musterpoint.project.settings"}
    environ["PYTHONPATH"] = os.pathsep.join([str(SOURCE), str(SOURCE.parent)])
    subprocess.run([sys.executable, "-m", "tests.journeys.seeding"], env=environ, check=True)


def _fill() -> None:
    import django

    django.setup()
    from musterpoint.apps.accounts import operations as accounts
    from musterpoint.apps.organisation import operations as organisation
    from musterpoint.domain.rotas import OutsideLayer
    from musterpoint.interfaces import clock
    from tests.rotas import put_in_force, rota, weekly

    organisation.set_up(name="Journey centre", zone="Europe/London")
    organisation.add_site(code="leeds", name="Leeds", zone="Europe/London", seats=10)
    organisation.add_service(code="voice", name="Inbound voice", critical=True)
    on_call = []
    for name, role, answers_for in PEOPLE:
        person = accounts.add_person(
            email=f"{name.lower().replace(' ', '.')}@centre.example",
            name=name,
            roles=[role],
            at=clock.now(),
            password=PASSWORD,
        )
        for responder in answers_for:
            organisation.hold_role(role=responder, person_id=person.pk, rank=1)
        on_call.append(person.pk)
    put_in_force(rota("technology", weekly("first", *on_call[:2])))
    put_in_force(rota("carrier", OutsideLayer(code="desk", name="Desk", given=())))


if __name__ == "__main__":
    _fill()
