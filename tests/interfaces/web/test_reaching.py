"""The page on which people say how they are reached: each action, and what is said when wrong."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.notifications.models import ContactMethod, Message, Preference, QuietHours
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web.forms.reaching import QuietForm, nights_of
from tests.apps.notifications.push_service import Browser
from tests.factories import at
from tests.interfaces.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strategy")]
MOBILE = "+44 1632 960001"
ENDPOINT = "https://push.browser.example/send/abc"
LINES = {"line-TOTAL_FORMS": "2", "line-INITIAL_FORMS": "0"}


@pytest.fixture
def desk(sign_in: SignIn, agent: Actor) -> Client:
    """A browser in which an agent is signed in."""
    return sign_in(agent)


def _add(desk: Client, address: str = MOBILE, channel: str = "sms") -> ContactMethod:
    answer = desk.post("/reach/add/", {"channel": channel, "address": address, "label": "Mobile"})
    assert answer.headers["Location"] == "/reach/"
    return ContactMethod.objects.latest("id")


def _verified(desk: Client) -> ContactMethod:
    method = _add(desk)
    found = re.match(r"\d+", Message.objects.get(method=method, purpose="code").short)
    assert found
    sent = {"act": "verify", "code": found.group()}
    assert desk.post(f"/reach/way/{method.pk}/", sent).status_code == 302
    return method


def _act(desk: Client, method: ContactMethod, act: str, **more: str) -> Any:
    return desk.post(f"/reach/way/{method.pk}/", {"act": act, **more})


def test_the_account_is_there_without_anybody_adding_it(desk: Client) -> None:
    words = desk.get("/reach/").content.decode()

    assert "maya.singh@centre.example" in words
    assert "If a P1 needed you now" in words
    assert "at once" in words


def test_a_way_is_added_verified_and_used(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SID", "TOKEN", "FROM"):
        monkeypatch.setattr(f"django.conf.settings.TWILIO_{name}", "AC0")
    method = _verified(desk)

    words = desk.get("/reach/").content.decode()

    method.refresh_from_db()
    assert method.is_verified
    assert "not proved yet" in words
    assert desk.get("/reach/").context["now"]["ways"][-1]["address"] == method.address


def test_what_was_typed_stays_beside_what_is_wrong(desk: Client) -> None:
    answer = desk.post("/reach/add/", {"channel": "sms", "address": "the desk", "label": "Desk"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"address"}
    assert b'value="the desk"' in answer.content
    assert not ContactMethod.objects.exists()


def test_an_empty_form_says_what_is_missing(desk: Client) -> None:
    answer = desk.post("/reach/add/", {})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"channel", "address"}


def test_a_wrong_code_is_said_beside_its_way(desk: Client) -> None:
    method = _add(desk)

    answer = _act(desk, method, "verify", code="no code")

    assert answer.status_code == 422
    assert answer.content.decode().count("This is not the code that was sent.") == 1


def test_a_second_code_within_a_minute_is_refused(desk: Client) -> None:
    method = _add(desk)

    answer = _act(desk, method, "code")

    assert answer.status_code == 409
    assert "less than a minute ago" in answer.content.decode()


def test_a_test_the_weekly_proof_and_removing(desk: Client) -> None:
    method = _verified(desk)

    for act in ("test", "volunteer", "excuse", "volunteer"):
        assert _act(desk, method, act).status_code == 302
    method.refresh_from_db()
    assert method.volunteers
    assert Message.objects.filter(method=method, purpose="proof").count() == 1
    assert _act(desk, method, "remove").status_code == 302

    assert "+441632960001" not in desk.get("/reach/").content.decode()
    assert _act(desk, method, "remove").status_code == 404


def test_a_broken_way_says_since_when_why_and_what_to_do(desk: Client) -> None:
    method = _verified(desk)
    ContactMethod.objects.update(broken_at=at(0), broken_says="550 5.1.1 no such user")

    words = desk.get("/reach/").content.decode()

    assert "550 5.1.1 no such user" in words
    assert "Send a test to give it another chance" in words
    _act(desk, method, "test")
    assert ContactMethod.objects.get().broken_at is None


def test_a_browser_is_kept_and_shown(desk: Client) -> None:
    sent = {"subscription": json.dumps(Browser().subscription(ENDPOINT)), "label": "Chrome, Linux"}

    answer = desk.post("/reach/browser/", sent)

    assert answer.headers["Location"] == "/reach/"
    words = desk.get("/reach/").content.decode()
    assert "Chrome, Linux" in words
    assert re.search(r'data-browser="[0-9a-f]{16}"', words)
    assert ENDPOINT not in words


def test_what_is_no_browser_is_refused_in_words(desk: Client) -> None:
    answer = desk.post("/reach/browser/", {"subscription": '{"endpoint": "http://10.0.0.1/"}'})

    assert answer.status_code == 422
    assert "Try again in that browser" in answer.content.decode()


def test_without_a_key_the_page_says_that_browsers_cannot_be_notified(
    desk: Client, settings: Any
) -> None:
    for key, says in (("", "no key is set"), ("no key", "is no VAPID private key")):
        settings.VAPID_PRIVATE_KEY = key
        words = desk.get("/reach/").content.decode()
        assert says in words
        assert "data-notify-button" not in words


def test_the_order_is_kept_and_shown_again(desk: Client) -> None:
    method = _verified(desk)
    sent = {
        **LINES,
        "line-0-way": str(method.pk), "line-0-minutes": "0", "line-0-when": "night",
        "line-0-priorities": ["P1", "P2"],
        "line-1-way": "account", "line-1-minutes": "10", "line-1-when": "always",
    }  # fmt: skip

    assert desk.post("/reach/order/", sent).status_code == 302

    first, second = Preference.objects.order_by("position")
    assert (first.method_id, first.priorities, first.when) == (method.pk, ["P1", "P2"], "night")
    assert (second.method_id, second.after) == (None, timedelta(minutes=10))
    lines = desk.get("/reach/").context["lines"].forms
    assert [line.initial.get("minutes") for line in lines] == [0, 10, None, None]
    cleared = {**sent, "line-0-way": "", "line-1-way": ""}
    desk.post("/reach/order/", cleared)
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"line-0-way": "99999"}, {"line-0-minutes": "-5"}, {"line-0-when": "noon"}]
)
def test_an_order_with_a_mistake_keeps_what_was_typed(desk: Client, wrong: dict[str, str]) -> None:
    sent = {**LINES, "line-0-way": "account", "line-0-minutes": "7", "line-0-when": "day", **wrong}

    answer = desk.post("/reach/order/", sent)

    assert answer.status_code == 422
    assert answer.context["lines"].forms[0].errors
    assert not Preference.objects.exists()


def test_a_tampered_order_is_no_error_of_ours(desk: Client) -> None:
    assert desk.post("/reach/order/", {}).status_code == 422


def test_quiet_hours_are_kept_shown_and_given_up(desk: Client) -> None:
    sent = {"nights": ["6", "0"], "start": "22:00", "end": "07:00"}

    assert desk.post("/reach/quiet/", sent).status_code == 302

    week = QuietHours.objects.get().week
    assert week == [
        ["00:00-07:00", "22:00-24:00"],
        ["00:00-07:00"],
        [],
        [],
        [],
        [],
        ["22:00-24:00"],
    ]
    assert desk.get("/reach/").context["quiet"].initial["nights"] == ["0", "6"]
    desk.post("/reach/quiet/", {"start": "22:00", "end": "07:00"})
    assert not QuietHours.objects.exists()


def test_quiet_hours_without_an_end_are_refused(desk: Client) -> None:
    same = desk.post("/reach/quiet/", {"nights": ["0"], "start": "22:00", "end": "22:00"})
    none = desk.post("/reach/quiet/", {"nights": ["0"], "start": "", "end": "7 o'clock"})

    assert (same.status_code, none.status_code) == (422, 422)
    assert none.context["quiet"].errors.keys() == {"start", "end"}
    assert not QuietHours.objects.exists()


def test_what_still_wakes_is_said_as_the_strategy_says_it(desk: Client) -> None:
    assert "P1 and P2 wake you whatever you set here" in desk.get("/reach/").content.decode()


def test_nobody_acts_on_the_way_of_somebody_else(
    desk: Client, sign_in: SignIn, leader: Actor
) -> None:
    method = _add(desk)
    other = sign_in(leader)

    statuses = {_act(other, method, act).status_code for act in ("verify", "test", "remove")}

    assert statuses == {404}
    assert _act(desk, method, "explode").status_code == 404
    assert "+441632960001" not in other.get("/reach/").content.decode()


def test_the_page_takes_the_same_statements_however_many_ways(desk: Client) -> None:
    def count() -> int:
        desk.get("/reach/")
        with CaptureQueriesContext(connection) as statements:
            desk.get("/reach/")
        return len(statements)

    _add(desk)
    with_one = count()
    _add(desk, "+44 1632 960002")
    _add(desk, "+44 1632 960003")

    assert count() == with_one
    assert with_one <= 20


@given(
    nights=st.sets(st.integers(min_value=0, max_value=6), min_size=1),
    start=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    end=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_quiet_hours_come_back_as_they_were_typed(nights: set[int], start: time, end: time) -> None:
    typed = {"nights": [str(night) for night in sorted(nights)],
             "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}  # fmt: skip
    form = QuietForm(typed)
    if not form.is_valid():
        assert start == end
        return

    found = nights_of(form.week())

    assert found == {"nights": typed["nights"], "start": start, "end": end}
