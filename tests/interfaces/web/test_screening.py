"""What people type into a form is screened before any page sees it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.models.parts import Draft
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.vault.models import Item, Place
from musterpoint.domain.vault.tokens import tokens_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strategy")]
CARD = "She read out 4111 1111 1111 1111, CVV 123, password is hunter2"
SAFE = (
    "She read out [card number ending 1111], CVV [card security code removed], "
    "password is [password removed]"
)


def _last_note(incident: Incident) -> str:
    entries = ledger.entries(f"incident:{incident.pk}")
    return str(next(each.data for each in reversed(entries) if each.kind == "note"))


def test_a_note_is_kept_without_the_card_and_its_code(browser: Client, incident: Incident) -> None:
    answer = browser.post(f"/incidents/{incident.ref}/note/", {"says": CARD}, follow=True)

    assert SAFE in _last_note(incident)
    assert (
        "Taken out before anything was saved: card number (its last four digits stay), "
        "card security code, password or PIN."
    ) in answer.content.decode()
    assert not Item.objects.exists()


def test_an_nhs_number_moves_to_the_vault_and_its_place_is_known(
    browser: Client, incident: Incident
) -> None:
    browser.post(f"/incidents/{incident.ref}/note/", {"says": "NHS number 943 476 5919 affected"})

    (item,) = Item.objects.all()
    assert (item.kind, item.identifies) == ("nhs_number", True)
    assert tokens_in(_last_note(incident)) == (item.token,)
    assert Place.objects.get().stream == f"incident:{incident.pk}"


def test_a_new_incident_is_where_its_tokens_stand(browser: Client) -> None:
    browser.post(
        "/incidents/new/",
        {"summary": "Wrong refund to sort code 20-15-75 account 12345678", "log": "yes"},
    )

    logged = Incident.objects.latest("pk")
    assert "12345678" not in logged.summary
    assert {each.stream for each in Place.objects.all()} == {f"incident:{logged.pk}"}


def test_what_is_offered_moves_only_when_asked(browser: Client, incident: Incident) -> None:
    says = "Mrs Patel wants a call on 07700 900123"
    browser.post(f"/incidents/{incident.ref}/note/", {"says": says})
    before = (_last_note(incident), Item.objects.count())

    browser.post(f"/incidents/{incident.ref}/note/", {"says": says, "keep_apart": "yes"})

    assert (says in before[0], before[1]) == (True, 0)
    assert sorted(Item.objects.values_list("kind", flat=True)) == ["name", "phone_number"]
    assert "07700" not in _last_note(incident)


def test_a_draft_is_masked_and_leaves_nothing_in_the_vault(browser: Client) -> None:
    browser.post("/drafts/log/", {"summary": f"{CARD}, NHS number 943 476 5919"})

    (draft,) = Draft.objects.all()
    assert draft.data == {"summary": f"{SAFE}, NHS number [NHS number removed]"}
    assert not Item.objects.exists()


def test_signing_in_takes_a_password_as_it_is(client: Client) -> None:
    answer = client.post(
        "/accounts/login/", {"login": "a@example.org", "password": "password is hunter2"}
    )

    assert answer.status_code == 200
    assert not hasattr(answer.wsgi_request, "screened")


def test_without_a_master_key_everything_is_taken_out(
    browser: Client, incident: Incident, settings: Any
) -> None:
    settings.MASTER_KEY = ""

    browser.post(f"/incidents/{incident.ref}/note/", {"says": "NHS number 943 476 5919"})

    assert "NHS number [NHS number removed]" in _last_note(incident)
    assert not Item.objects.exists()
