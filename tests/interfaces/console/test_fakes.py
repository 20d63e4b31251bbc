"""The providers of benchmark and chaos behave, and misbehave, as they are told."""

from __future__ import annotations

import http.client
import smtplib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musterpoint.interfaces.console.fakes import orders
from musterpoint.interfaces.console.fakes.provider import Provider


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Provider]:
    found = Provider("mail", tmp_path / "journal")
    yield found
    found.end()


def hand_over(mail: Provider, name: str) -> None:
    with smtplib.SMTP("127.0.0.1", mail.port, timeout=5) as smtp:
        words = f"Message-ID: <{name}@here>\r\nSubject: A line\r\n\r\nDown.\r\n"
        smtp.sendmail("from@bench.example", ["to@bench.example"], words)


def test_a_mail_is_taken_and_stamped(mail: Provider) -> None:
    hand_over(mail, "one")

    (given,) = mail.given()
    assert (given.id, given.to, given.taken) == ("one@here", "to@bench.example", True)
    assert given.at > 0


def test_an_order_holds_for_as_many_mails_as_it_says(mail: Provider) -> None:
    mail.order(orders.REFUSE, says="451 later", count=1, fault=7)

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        hand_over(mail, "one")
    hand_over(mail, "one")

    assert refusal.value.smtp_code == 451
    assert [(each.taken, each.fault) for each in mail.given()] == [(False, 7), (True, 0)]


def test_an_answer_can_be_lost_after_the_mail_was_taken(mail: Provider) -> None:
    mail.order(orders.LOSE_THE_ANSWER, count=1)

    with pytest.raises(smtplib.SMTPServerDisconnected):
        hand_over(mail, "one")

    assert [each.taken for each in mail.given()] == [True]


def test_a_provider_that_was_away_comes_back_on_its_port(mail: Provider) -> None:
    hand_over(mail, "one")
    port = mail.port
    mail.end()
    with pytest.raises(ConnectionRefusedError):
        hand_over(mail, "lost")

    mail.start()
    hand_over(mail, "two")

    assert mail.port == port
    assert [each.id for each in mail.given()] == ["one@here", "two@here"]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Provider]:
    found = Provider("web", tmp_path / "journal")
    yield found
    found.end()


def post(web: Provider, path: str, body: str, **headers: str) -> tuple[int, str | None]:
    server = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    try:
        server.request("POST", path, body, headers)
        answer = server.getresponse()
        answer.read()
        return answer.status, answer.getheader("Retry-After")
    finally:
        server.close()


def test_a_text_gets_a_new_name_each_time_and_a_webhook_keeps_its_key(web: Provider) -> None:
    for _ in range(2):
        post(web, "/2010-04-01/Accounts/AC0/Messages.json", "To=%2B441632960111&Body=Down")
        post(web, "/hooks/1", "{}", **{"webhook-id": "path:1:email"})

    given = web.given()
    assert len({each.id for each in given}) == 3
    assert [each.to for each in given] == ["+441632960111", "/hooks/1"] * 2
    assert len({each.same for each in given}) == 2


def test_a_provider_can_ask_to_be_left_alone_for_a_while(web: Provider) -> None:
    web.order(orders.REFUSE, says="429 4", count=1)
    web.order(orders.REFUSE, says="500", count=1)
    time.sleep(0.2)

    assert post(web, "/hooks/1", "{}") == (429, "4")
    assert post(web, "/hooks/1", "{}") == (500, None)
    assert post(web, "/hooks/1", "{}") == (201, None)
    assert [each.taken for each in web.given()] == [False, False, True]
