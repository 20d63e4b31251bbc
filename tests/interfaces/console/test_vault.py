"""Keys of the vault are made, changed and looked at from the console; the doctor tries them."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from musterpoint.apps.timers import operations as timers
from musterpoint.apps.vault.models import DataKey
from musterpoint.apps.vault.sealing import fresh_key, keyring
from musterpoint.domain.authority import system
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.doctor.guarding import vault
from musterpoint.usecases.erase_expired import EVERY, first_sweep
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import entries
from tests.usecases.vaulting import NHS, NINO, PHONE, kept

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("vault", *words, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def values() -> list[str]:
    """Two people's values."""
    return kept(NHS, PHONE, by=system("tests")) + kept(NINO, by=system("tests"))


def look() -> dict[str, tuple[str, str]]:
    """Return what the doctor says of the vault: state and words by name."""
    return {one.name: (one.state.value, one.says) for one in vault(clock.now())}


def test_a_key_is_one_the_setting_takes() -> None:
    assert len(keyring(run("key")).keys) == 1


def test_keys_are_changed_and_the_change_is_recorded(
    values: list[str], settings: LazySettings
) -> None:
    old, new = settings.MASTER_KEY, fresh_key()
    settings.MASTER_KEY = f"{new},{old}"
    assert json.loads(run("status", "--json"))["waiting"] == 2
    assert look()["vault keys"] == (
        "warning",
        "The keys of 2 people are under an older master key",
    )

    assert run("rotate") == "The keys of 2 people are changed; 3 values open."

    assert run("rotate") == "Every key is under the present master key already."
    settings.MASTER_KEY = new
    assert json.loads(run("status", "--json")) == {
        "master_keys": [keyring(new).present.name],
        "waiting": 0,
        "unknown": 0,
    }
    assert [one.data for one in entries("vault:keys")] == [
        {"changes": [], "people": 2, "values": 3}
    ]
    assert verify_ledger().bad is None


def test_many_people_are_changed_batch_by_batch(
    values: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musterpoint.usecases.rotate_keys.AT_ONCE", 1)

    assert json.loads(run("rotate", "--values", "--json")) == {"people": 2, "values": 3}


def test_without_a_key_it_says_what_is_missing(values: list[str], settings: LazySettings) -> None:
    settings.MASTER_KEY = ""
    with pytest.raises(CommandError, match="No master key is set"):
        run("rotate")
    assert look() == {"vault": ("failed", "No master key is set (MUSTERPOINT_MASTER_KEY).")}

    settings.MASTER_KEY = "nonsense"
    with pytest.raises(CommandError, match="A master key is 32 random bytes"):
        run("status")
    assert look()["vault"][0] == "failed"


def test_the_doctor_opens_a_value(values: list[str], settings: LazySettings) -> None:
    name = keyring(settings.MASTER_KEY).present.name
    assert look() == {"vault": ("ok", f"The master key {name} opens what is kept")}

    DataKey.objects.all().delete()
    assert look()["vault"] == ("failed", "This person's key is gone.")


def test_the_doctor_finds_values_under_a_key_that_is_not_here(
    values: list[str], settings: LazySettings
) -> None:
    settings.MASTER_KEY = fresh_key()

    assert look()["vault"] == (
        "failed",
        "The values of 2 people are under a master key that is not set here",
    )


def test_the_doctor_finds_that_nobody_looks_for_what_is_past_its_time() -> None:
    now = clock.now()
    timers.arm([first_sweep(at=now - EVERY * 2)], at=now)

    assert look()["retention"] == (
        "failed",
        "Nobody has looked for a day for what is past its time",
    )
