"""People look after their ways by the API; receipts and dead letters can be read there."""

from __future__ import annotations

import pytest

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.record_receipt import record_receipt
from tests.factories import at
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said, speaker

pytestmark = pytest.mark.django_db
WAYS = "/api/v1/contact-methods"
DEAD = "/api/v1/dead-letters"


def queue(stream: str, *, key: str = "k", channel: str = "email") -> Message:
    letter = Letter(
        key=key, stream=stream, channel=channel, subject="s", body="b", address="a@b.example"
    )
    notifications.queue([letter], at=at(0))
    return Message.objects.get(key=key)


def test_a_way_is_added_verified_by_its_code_and_removed(as_leader: Speaker) -> None:
    added = said(as_leader.post(WAYS, {"channel": "email", "address": "ann@home.example"}), 201)
    code = Message.objects.get(purpose="code").short.split()[0]

    wrong = "000000" if code != "000000" else "111111"
    assert as_leader.post(f"{WAYS}/{added['id']}/verify", {"code": wrong}).status_code == 422
    assert as_leader.post(f"{WAYS}/{added['id']}/verify", {"code": code}).status_code == 204
    (way,) = said(as_leader.get(WAYS))["items"]
    assert way["verified_at"] is not None
    assert as_leader("DELETE", f"{WAYS}/{added['id']}").status_code == 204
    assert said(as_leader.get(WAYS))["items"] == []


def test_a_key_for_asking_once_does_not_give_back_the_tries(as_leader: Speaker) -> None:
    added = said(as_leader.post(WAYS, {"channel": "email", "address": "ann@home.example"}), 201)
    code = Message.objects.get(purpose="code").short.split()[0]
    wrong = "000000" if code != "000000" else "111111"

    answers = [
        as_leader.post(
            f"{WAYS}/{added['id']}/verify", {"code": wrong}, Idempotency_Key=f"try {n}"
        ).status_code
        for n in range(6)
    ]
    assert answers == [422, 422, 422, 422, 422, 409]
    assert ContactMethod.objects.get().code_tries == 5


def test_another_ones_way_is_as_if_it_were_not_there(
    as_leader: Speaker, as_manager: Speaker
) -> None:
    added = said(as_leader.post(WAYS, {"channel": "email", "address": "ann@home.example"}), 201)

    assert as_manager("DELETE", f"{WAYS}/{added['id']}").status_code == 404
    assert ContactMethod.objects.get().removed_at is None


def test_who_was_told_comes_with_what_the_other_side_reported(
    strategy: Version, as_manager: Speaker
) -> None:
    ref = said(as_manager.post(INCIDENTS, {"summary": "Calls drop"}), 201)["ref"]
    message = queue(f"incident:{int(ref[4:])}")
    taken = Outcome(message=message, delivered=True, detail="250", provider_id="<1@x>")
    record_deliveries([taken], at=at(1))
    record_receipt(channel="email", provider_id="<1@x>", state="delivered", says="ok", at=at(2))

    items = said(as_manager.get(f"{INCIDENTS}/{ref}/messages"))["items"]
    found = next(item for item in items if item["id"] == message.pk)
    assert (found["state"], found["receipt"], found["to"]) == ("sent", "delivered", "outside")
    assert [(each["state"], each["says"]) for each in found["receipts"]] == [("delivered", "ok")]


def test_an_administrator_sees_to_a_dead_letter(people: dict[str, Actor]) -> None:
    admin = speaker(people["administrator"])
    message = queue("product")
    dead = Outcome(message=message, delivered=False, detail="550 no", lasting=True)
    record_deliveries([dead], at=at(1))

    (letter,) = said(admin.get(DEAD))["items"]
    assert (letter["id"], letter["last_error"], letter["owner"]) == (message.pk, "550 no", None)
    assert admin.post(f"{DEAD}/{message.pk}/take").status_code == 204
    assert said(admin.get(DEAD))["items"][0]["owner"] == people["administrator"].name
    assert admin.post(f"{DEAD}/{message.pk}/settle", {"says": "Phoned"}).status_code == 204
    assert said(admin.get(DEAD)) == {"items": [], "next": None}
    assert admin.post(f"{DEAD}/{message.pk}/send-again").status_code == 409
