"""The doctor names what is wrong, says what to do, and fails only for what must be mended."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.rotas.models import RoleRota
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.doctor import ground
from tests.factories import person, strategy  # noqa: F401 - the fixture is used by name
from tests.fakes.imap import imap_server
from tests.rotas import put_in_force, rota, weekly

pytestmark = pytest.mark.django_db


def doctor() -> tuple[int, dict[str, Any]]:
    """Run the doctor; return its exit status and its checks by name."""
    out = StringIO()
    status = 0
    try:
        call_command("doctor", "--json", stdout=out)
    except SystemExit as ended:
        status = int(str(ended.code))
    checks = json.loads(out.getvalue())["checks"]
    return status, {check["name"]: check for check in checks}


@pytest.fixture
def well(strategy: object) -> None:  # noqa: F811 - the fixture of the factories
    """An installation with a strategy, people in charge and a worker."""
    person("Leila Hassan", Role.ADMINISTRATOR)
    asha = person("Asha Patel", Role.INCIDENT_MANAGER)
    organisation.hold_role(role="executive_sponsor", person_id=asha.pk)
    timers.beat(worker="one", started_at=clock.now(), at=clock.now())


@pytest.mark.usefixtures("well")
def test_a_sound_installation_passes() -> None:
    status, checks = doctor()

    assert status == 0
    assert {name for name, check in checks.items() if check["state"] == "failed"} == set()
    assert checks["worker"]["says"] == "A worker runs"


@pytest.mark.usefixtures("well")
def test_a_role_without_anybody_is_a_warning_that_names_it() -> None:
    _, checks = doctor()

    assert checks["cover"]["state"] == "warning"
    assert "duty_manager" in checks["cover"]["says"]


@pytest.mark.usefixtures("well")
def test_a_rota_that_leaves_somebody_out_of_reach_fails() -> None:
    ben = person("Ben Okafor", Role.TEAM_LEADER)
    on_call = put_in_force(rota("tech", weekly("first", ben.pk), fallback=ben.pk))
    RoleRota.objects.create(role="duty_manager", rota=on_call)

    _, ready = doctor()
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    status, checks = doctor()

    assert ready["rotas"]["says"] == "Rotas ready for the next four weeks: 1"
    assert "duty_manager" not in ready["cover"]["says"]
    assert (status, checks["rotas"]["state"]) == (1, "failed")
    assert checks["rotas"]["says"].startswith("Rota tech: ")


def test_an_empty_installation_fails_and_says_what_to_run() -> None:
    status, checks = doctor()

    assert status == 1
    assert checks["strategy"]["remedy"] == "Run: musterpoint policy publish default"
    assert checks["worker"]["remedy"] == "Run: musterpoint worker"
    assert checks["people"]["state"] == "failed"


@pytest.mark.usefixtures("well")
def test_a_mail_server_that_does_not_answer_fails(settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    status, checks = doctor()

    assert status == 1
    assert checks["mail"]["says"].startswith("127.0.0.1:9 does not take mail")


def test_a_clock_that_drifts_is_found() -> None:
    drifting = ground._clock(ground.CLOCKS_APART * 2)

    assert drifting.state == "failed"
    assert drifting.says == "The database's clock and this machine's are 4.0 s apart"


def test_a_person_is_added_once_with_a_password_shown_once() -> None:
    out = StringIO()

    call_command(
        "person", "add", "new@centre.example", "--name", "New", "--role", "agent", stdout=out
    )

    assert "may sign in as new@centre.example" in out.getvalue()
    with pytest.raises(CommandError, match="already there"):
        call_command("person", "add", "new@centre.example", "--name", "N", "--role", "agent")


@pytest.mark.usefixtures("well")
def test_a_key_that_is_none_and_a_mailbox_that_stays_shut_must_be_mended(settings: Any) -> None:
    with imap_server() as box:
        settings.VAPID_PRIVATE_KEY = "no key"
        settings.BOUNCE_MAILBOX = f"imap://bounce:guess@127.0.0.1:{box.port}/INBOX"
        status, checks = doctor()
        settings.BOUNCE_MAILBOX = f"imap://bounce:secret@127.0.0.1:{box.port}/INBOX"
        _, mended = doctor()

    assert status == 1
    assert {checks[name]["state"] for name in ("browsers", "mailbox")} == {"failed"}
    assert checks["mailbox"]["says"] == "the mailbox says: not you"
    assert mended["mailbox"]["state"] == "ok"


@pytest.mark.usefixtures("well")
def test_what_is_not_set_is_a_warning(settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    settings.EMAIL_CONFIGURED = True
    _, checks = doctor()

    assert checks["browsers"]["state"] == "warning"
    assert checks["bounces"]["says"] == "Nobody hears of mail that comes back"
    settings.BOUNCE_ADDRESS = "bounce@centre.example"
    assert doctor()[1]["bounces"]["state"] == "ok"
