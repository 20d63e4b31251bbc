"""Text messages and calls over Twilio's real protocol: what its answers mean, and what it signs."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from musterpoint.apps.notifications.channels import BadAddress, Refused, Undelivered
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.channels.sms import Sms
from musterpoint.apps.notifications.channels.twilio import receipts, signing
from musterpoint.apps.notifications.channels.voice import Voice
from musterpoint.apps.notifications.channels.voice import wording as spoken
from tests.apps.notifications.letters import letter
from tests.fakes.twilio import SID, TOKEN, Twilio, twilio
from tests.fakes.web_service import Reply

NUMBER = "+447700900123"


@pytest.fixture
def provider(settings: Any) -> Iterator[Twilio]:
    with twilio() as fake:
        settings.TWILIO_URL = fake.url
        settings.TWILIO_SID = SID
        settings.TWILIO_TOKEN = TOKEN
        settings.TWILIO_FROM = "+447700900999"
        settings.TWILIO_VOICE_FROM = "+447700900998"
        settings.BASE_URL = "https://incidents.centre.example"
        yield fake


@pytest.fixture
def sms(provider: Twilio) -> Iterator[Sms]:
    channel = KINDS["sms"].open()
    assert isinstance(channel, Sms)
    yield channel
    channel.close()


@pytest.fixture
def voice(provider: Twilio) -> Iterator[Voice]:
    channel = KINDS["voice"].open()
    assert isinstance(channel, Voice)
    yield channel
    channel.close()


def test_a_text_message_is_handed_over_as_twilio_asks(provider: Twilio, sms: Sms) -> None:
    taken = sms.send(letter("sms", NUMBER))

    (call,) = provider.calls
    assert call.path == f"/2010-04-01/Accounts/{SID}/Messages.json"
    assert call.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert base64.b64decode(call.headers["Authorization"].split()[1]).decode() == f"{SID}:{TOKEN}"
    assert call.form == {
        "To": NUMBER,
        "From": "+447700900999",
        "Body": "[P1] INC-000001 Phones down - please acknowledge "
        "https://incidents.centre.example/incidents/INC-000001/",
        "StatusCallback": "https://incidents.centre.example/receipts/twilio/",
    }
    assert taken.provider_id == "SM00000000000000000000000000000001"
    assert taken.says == "taken by Twilio"


def test_a_messaging_service_picks_the_number_itself(provider: Twilio, settings: Any) -> None:
    settings.TWILIO_FROM = "MG00000000000000000000000000000007"
    channel = KINDS["sms"].open()
    assert channel is not None

    channel.send(letter("sms", NUMBER))

    assert provider.calls[0].form["MessagingServiceSid"] == settings.TWILIO_FROM
    assert "From" not in provider.calls[0].form


def test_one_connection_carries_many_messages(provider: Twilio, sms: Sms) -> None:
    for _ in range(5):
        sms.send(letter("sms", NUMBER))

    assert (len(provider.calls), provider.service.connections) == (5, 1)


def test_receipts_are_not_asked_for_where_twilio_cannot_come(settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    settings.TWILIO_SID, settings.TWILIO_TOKEN = SID, TOKEN
    settings.TWILIO_FROM, settings.TWILIO_URL = NUMBER, "https://api.twilio.com"
    channel = KINDS["sms"].open()

    assert isinstance(channel, Sms)
    assert channel._account.receipts_url == ""


@pytest.mark.parametrize(
    ("status", "code", "is_lasting"),
    [
        (400, 21211, True),  # no such number
        (400, 21614, True),  # not a mobile
        (400, 21610, True),  # unsubscribed
        (400, 21408, True),  # a country that is not allowed
        (401, 20003, False),  # the account's password: the same for all, and can be mended
        (429, 20429, False),
        (500, 20500, False),
        (503, 20503, False),
        (500, 21211, False),
    ],
)
def test_what_twilio_refuses_is_lasting_only_where_no_second_try_helps(
    provider: Twilio, sms: Sms, status: int, code: int, is_lasting: bool
) -> None:
    provider.refuse(status, code, "As Twilio says it")

    with pytest.raises(Undelivered) as refusal:
        sms.send(letter("sms", NUMBER))

    assert isinstance(refusal.value, Refused) is is_lasting
    assert str(refusal.value) == f"Twilio {code}: As Twilio says it"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT",
          "Date": "Wed, 21 Oct 2015 07:28:00 GMT"}, timedelta(seconds=30)),
        ({"Retry-After": "99999999999999"}, timedelta(hours=1)),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_throttle_says_how_long(
    provider: Twilio, sms: Sms, headers: dict[str, str], wait: timedelta | None
) -> None:
    provider.refuse(429, 20429, "Too Many Requests", **headers)

    with pytest.raises(Undelivered) as refusal:
        sms.send(letter("sms", NUMBER))

    assert refusal.value.wait == wait


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=502, body="<html>Bad gateway</html>"),
        Reply(status=400, body="[]"),
        Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        Reply(status=500, body=b"\xff\xfe\x00"),
        Reply(status=500, body="x" * 1_000_000),
    ],
)
def test_an_answer_that_is_not_twilios_is_tried_again(
    provider: Twilio, sms: Sms, reply: Reply
) -> None:
    provider.reply = reply

    with pytest.raises(Undelivered) as refusal:
        sms.send(letter("sms", NUMBER))

    assert not isinstance(refusal.value, Refused)
    assert str(refusal.value).startswith(f"Twilio: {reply.status}")
    assert len(str(refusal.value)) < 200


def test_the_token_is_in_no_words(provider: Twilio, sms: Sms) -> None:
    provider.refuse(401, 20003, f"Authenticate with {TOKEN}")

    with pytest.raises(Undelivered) as refusal:
        sms.send(letter("sms", NUMBER))

    assert TOKEN not in str(refusal.value)


def test_nobody_there_is_tried_again_and_names_no_account(settings: Any, provider: Twilio) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.TWILIO_URL = f"http://127.0.0.1:{free.getsockname()[1]}"
    channel = KINDS["sms"].open()
    assert channel is not None

    with pytest.raises(Undelivered) as refusal:
        channel.send(letter("sms", NUMBER))

    assert str(refusal.value) == "127.0.0.1: it could not be reached, or hung up"
    assert refusal.value.__cause__ is None


def test_a_service_that_says_nothing_is_given_up(
    provider: Twilio, sms: Sms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musterpoint.apps.notifications.channels.calling.PATIENCE", (1, 0.2))
    provider.reply = Reply(pause=5)

    with pytest.raises(Undelivered, match="it did not answer in time"):
        sms.send(letter("sms", NUMBER))


@pytest.mark.parametrize("address", ["", "07700900123", "+44", "+44770090012x", "ann@a.example"])
def test_no_call_is_made_for_what_is_no_number(provider: Twilio, sms: Sms, address: str) -> None:
    with pytest.raises(Refused):
        sms.send(letter("sms", address))

    assert provider.calls == []


@pytest.mark.parametrize("missing", ["TWILIO_SID", "TWILIO_TOKEN", "TWILIO_FROM"])
def test_without_an_account_the_channel_is_not_set_up(
    provider: Twilio, settings: Any, missing: str
) -> None:
    setattr(settings, missing, "")

    assert KINDS["sms"].open() is None
    assert "MUSTERPOINT_TWILIO_SID" in KINDS["sms"].not_set_up


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+447700900123", NUMBER),
        (" +44 (0)7700 900-123 ", NUMBER),
        ("0044 7700 900 123", NUMBER),
        ("+1 (415) 867-5309", "+14158675309"),
        ("+44\u202f7700\u2011900\u2011123", NUMBER),
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str, number: str) -> None:
    assert KINDS["sms"].read_address(typed).shown == number
    assert KINDS["voice"].read_address(typed).shown == number


@pytest.mark.parametrize("typed", ["07700 900123", "447700900123", "112"])
def test_a_number_without_its_country_says_what_is_missing(typed: str) -> None:
    with pytest.raises(BadAddress, match="with its country"):
        KINDS["sms"].read_address(typed)


@pytest.mark.parametrize(
    "typed", ["", "+", "ann", "+44 7700 900123 ext 4", "+٤٤٧٧٠٠٩٠٠١٢٣", "+0123456789"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        KINDS["sms"].read_address(typed)


def test_a_call_reads_the_words_twice_and_takes_an_answer_by_key(
    provider: Twilio, voice: Voice
) -> None:
    taken = voice.send(letter("voice", NUMBER))

    (call,) = provider.calls
    form = call.form
    assert call.path == f"/2010-04-01/Accounts/{SID}/Calls.json"
    assert (form["To"], form["From"]) == (NUMBER, "+447700900998")
    assert form["StatusCallback"] == "https://incidents.centre.example/receipts/twilio/"
    assert taken.provider_id.startswith("CA")
    gather, goodbye = ET.fromstring(form["Twiml"])
    assert gather.attrib["action"] == (
        "https://incidents.centre.example/receipts/twilio/answer/1.5.9~abc/"
    )
    first, _, again = gather
    assert first.text == again.text
    assert first.text == (
        "This is Musterpoint. Priority 1. Incident 1. Phones down – please acknowledge. "
        "Press 1 to acknowledge, or 2 to decline."
    )
    assert goodbye.tag == "Say"


def test_a_call_about_nothing_to_answer_only_speaks(provider: Twilio, voice: Voice) -> None:
    voice.send(letter("voice", NUMBER, body="Done.", subject="INC-000042 is resolved"))

    (said,) = ET.fromstring(provider.calls[0].form["Twiml"])
    assert said.text is not None
    assert said.tag == "Say"
    assert said.text.startswith("This is Musterpoint. Incident 4 2. is resolved.")


@pytest.mark.parametrize(
    "words",
    ['</Say><Hangup/><Say x="', "a & b < c", "\x00\x1b]0;", "\ud800", "https://a.example/x"],
)
def test_no_words_become_instructions_to_the_caller(words: str) -> None:
    call = ET.fromstring(
        spoken.compose(letter("voice", NUMBER, subject=words, body=""), may_answer=True)
    )

    assert [part.tag for part in call.iter()] == ["Response", "Say"]
    assert "https" not in (call[0].text or "")


def test_the_signature_is_the_one_twilio_documents() -> None:
    form = {
        "CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675309"], "Digits": ["1234"],
        "From": ["+14158675309"], "To": ["+18005551212"],
    }  # fmt: skip
    url, said = "https://mycompany.com/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="

    def is_signed(signature: str = said, url: str = url, **more: Any) -> bool:
        return signing.is_signed(signature, url=url, form={**form, **more}, token="12345")

    assert is_signed()
    assert is_signed(url="https://mycompany.com:443/myapp.php?foo=1&bar=2")
    assert not is_signed(url=f"{url}&extra=1")
    assert not is_signed(Digits=["1235"])
    assert not is_signed(More=["x"])
    assert not is_signed("")
    assert not is_signed("invalid 王\ud800")


def test_a_field_that_comes_twice_is_signed_once_a_value() -> None:
    form = {"Sid": ["CA123"], "SidAccount": ["AC123"], "Digits": ["5678", "1234", "1234"]}

    found = signing.sign("https://mycompany.com/myapp.php?foo=1&bar=2", form=form, token="12345")

    assert found == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"MessageSid": "SM1", "SmsSid": "SM1", "MessageStatus": "delivered"},
         ("sms", "SM1", "delivered", "Twilio: delivered")),
        ({"SmsSid": "SM1", "SmsStatus": "sent"}, ("sms", "SM1", "sent", "Twilio: sent")),
        ({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"},
         ("sms", "SM1", "failed", "Twilio: undelivered, error 30003")),
        ({"MessageSid": "SM1", "MessageStatus": "read"}, ("sms", "SM1", "read", "Twilio: read")),
        ({"CallSid": "CA1", "CallStatus": "no-answer"},
         ("voice", "CA1", "failed", "Twilio: no-answer")),
        ({"CallSid": "CA1", "CallStatus": "in-progress"},
         ("voice", "CA1", "delivered", "Twilio: in-progress")),
        ({"MessageSid": "SM1", "MessageStatus": "receiving"}, None),
        ({"MessageStatus": "delivered"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_receipt_is_read_in_the_outboxs_words(
    form: dict[str, str], expected: tuple[str, str, str, str] | None
) -> None:
    found = receipts.read(form)

    said = (found.channel, found.provider_id, found.state, found.says) if found else None
    assert said == expected


def test_a_taken_message_without_a_name_is_still_taken(provider: Twilio, sms: Sms) -> None:
    provider.reply = Reply(status=201, body=json.dumps([1]))

    assert sms.send(letter("sms", NUMBER)).provider_id == ""
