"""``musterpoint person``: the first administrator comes from here."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from musterpoint.apps.accounts.models import Person
from tests.factories import entries

pytestmark = pytest.mark.django_db


def _run(*line: str) -> str:
    out = StringIO()
    call_command("person", *line, stdout=out)
    return out.getvalue()


def test_somebody_is_added_with_a_password_shown_once() -> None:
    said = _run("add", "Vic@centre.example", "--name", "Vic Osei", "--role", "administrator")

    added = Person.objects.get(email="vic@centre.example")
    assert added.check_password(said.splitlines()[0].rsplit(": ", 1)[1])
    (entry,) = entries(f"person:{added.pk}")
    assert (entry.kind, entry.actor) == ("person_added", "system:console")
    assert "vic@centre.example" in _run("list")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["ada@centre.example", "--role", "agent"], "--name"),
        (["ada@centre.example", "--name", "Ada"], "--role"),
        (["ada", "--name", "Ada", "--role", "agent"], "e-mail address"),
        (["ADA@centre.example", "--name", "Ada", "--role", "agent"], "already there"),
    ],
)
def test_nobody_is_added_with_less(line: list[str], says: str) -> None:
    if "already" in says:
        _run("add", "ada@centre.example", "--name", "Ada", "--role", "agent")
    before = Person.objects.count()

    with pytest.raises(CommandError, match=says):
        _run("add", *line)

    assert Person.objects.count() == before
