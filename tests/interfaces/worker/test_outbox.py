"""The outbox sends by real SMTP: once, the urgent first, and nobody waits for another's server."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.channels import Channel, Taken, Undelivered
from musterpoint.apps.notifications.channels.email import NOT_SET_UP, Email, Server
from musterpoint.apps.notifications.models import Attempt, Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker import outbox
from musterpoint.interfaces.worker.outbox import Outbox
from musterpoint.interfaces.worker.waking import Waking
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from tests.interfaces.worker.mailbox import Mailbox, mailbox

pytestmark = pytest.mark.django_db(transaction=True)


def queued(
    count: int,
    *,
    to: str = "reader{}@centre.example",
    prefix: str = "m",
    channel: str = "email",
    purpose: str = "path",
    urgency: int = 3,
) -> None:
    letters = [
        Letter(
            key=f"{prefix}{number}",
            stream="product",
            channel=channel,
            subject=f"{prefix}{number}",
            body="b",
            address=to.format(number),
            purpose=purpose,
            urgency=urgency,
        )
        for number in range(count)
    ]
    notifications.queue(letters, at=clock.now())


@contextmanager
def sending(
    box: Mailbox | None,
    *,
    workers: int = 1,
    senders: int = 4,
    more: Mapping[str, Callable[[], Channel]] | None = None,
) -> Iterator[None]:
    """Let outboxes work until the block ends."""
    ending, alarm = threading.Event(), Waking()

    def channels() -> Mapping[str, Channel]:
        opened = {name: opening() for name, opening in (more or {}).items()}
        return opened | {"email": Email(Server(host="127.0.0.1", port=box.port))} if box else opened

    threads = [
        threading.Thread(
            target=Outbox(
                worker=f"w{n}",
                alarm=alarm,
                ending=ending,
                channels=channels,
                senders=senders,
                hold_after=timedelta(seconds=0.5),
            ).run
        )
        for n in range(workers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        alarm.ring()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()


class Telling:
    """A provider that takes everything, names it as it likes, and refuses what goes to ``bad``."""

    def __init__(self, says: str) -> None:
        self._says = says

    def send(self, message: Message) -> Taken:
        if message.address == "bad":
            raise Undelivered(self._says)
        return Taken(says=self._says, provider_id=self._says)

    def close(self) -> None:
        pass


class Hanging:
    """A provider that takes nothing until it is let go, but for what is sent to ``quick``."""

    def __init__(self, let_go: threading.Event, sent: list[str]) -> None:
        self._let_go = let_go
        self._sent = sent

    def send(self, message: Message) -> Taken:
        if message.address != "quick":
            self._let_go.wait(20)
        self._sent.append(message.key)
        return Taken(says="202")

    def close(self) -> None:
        pass


def wait_until(state: str, count: int, *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while Message.objects.filter(state=state).count() < count:
        assert time.monotonic() < until, dict(Counter(Message.objects.values_list("state")))
        time.sleep(0.02)


def test_two_workers_send_each_message_exactly_once() -> None:
    queued(60)

    with mailbox() as box, sending(box, workers=2):
        wait_until("sent", 60)

    assert len(box.mails) == 60
    assert len(set(box.ids)) == 60
    assert Attempt.objects.filter(delivered=True).count() == 60


def test_one_slow_recipient_keeps_nobody_else_waiting() -> None:
    queued(6, to="slow@centre.example", prefix="slow")
    queued(20)

    with mailbox(slow=lambda a: 1.0 if a.startswith("slow") else 0.0) as box, sending(box):
        started = time.monotonic()
        box.wait_for(20)
        took = time.monotonic() - started
        wait_until("sent", 26)

    quick = [to for to in box.recipients[:20] if to.startswith("reader")]
    assert len(quick) >= 19
    assert took < 3


def test_a_recipient_that_does_not_exist_harms_no_other() -> None:
    queued(1, to="gone@centre.example", prefix="gone")
    queued(5)

    with mailbox(answer=lambda a: "550 gone" if "gone" in a else "250 OK") as box, sending(box):
        wait_until("sent", 5)
        wait_until("dead", 1)

    assert Message.objects.get(state="dead").last_error == "550 gone"


def test_a_server_that_is_away_leaves_the_message_queued_with_the_error() -> None:
    queued(1)
    away = Mailbox(port=1)

    with sending(away):
        until = time.monotonic() + 10
        while not Attempt.objects.exists():
            assert time.monotonic() < until
            time.sleep(0.02)

    message = Message.objects.get()
    assert (message.state, message.attempts) == ("queued", 1)
    assert "ConnectionRefusedError" in message.last_error


def test_without_a_server_mail_is_held_with_the_reason() -> None:
    queued(2)

    with sending(None):
        wait_until("held", 2)

    assert set(Message.objects.values_list("last_error", flat=True)) == {NOT_SET_UP}


def test_an_outbox_told_to_end_finishes_what_is_on_its_way_and_gives_back_the_rest() -> None:
    queued(3, to="slow@centre.example")

    with mailbox(slow=lambda _: 0.4) as box:
        with sending(box):
            time.sleep(0.3)
        assert len(box.mails) == 1

    assert Message.objects.filter(state="sent").count() == 1
    assert Message.objects.filter(state="queued", leased_until=None).count() == 2


def test_a_provider_that_hangs_delays_no_other_channel() -> None:
    let_go = threading.Event()
    sent: list[str] = []
    queued(40, to="+44163296{}", prefix="s", channel="sms", urgency=0)
    queued(20)

    with mailbox() as box, sending(box, more={"sms": lambda: Hanging(let_go, sent)}):
        started = time.monotonic()
        box.wait_for(20)
        took = time.monotonic() - started
        let_go.set()
        wait_until("sent", 60)

    assert took < 3
    assert len(sent) == 40


def test_chatter_that_hangs_keeps_no_call_on_people_waiting() -> None:
    let_go = threading.Event()
    sent: list[str] = []
    queued(40, to="+44163296{}", prefix="chatter", channel="sms", purpose="clock", urgency=0)

    with sending(None, more={"sms": lambda: Hanging(let_go, sent)}):
        time.sleep(0.5)
        queued(1, to="quick", prefix="call", channel="sms", urgency=1)
        timers.announce([], work=True)
        wait_until("sent", 1, seconds=5)
        assert sent == ["call0"]
        let_go.set()
        wait_until("sent", 41)


def test_a_worker_without_a_channel_does_not_hold_what_another_can_send() -> None:
    queued(2)
    timers.beat(worker="other", started_at=clock.now(), at=clock.now(), channels=["email"])

    with sending(None):
        time.sleep(3)
        assert Message.objects.filter(state="queued").count() == 2
        timers.forget_worker(worker="other")
        wait_until("held", 2)


def test_notices_that_wait_at_the_same_time_for_one_reader_go_as_one_message() -> None:
    queued(3, to="ann@centre.example", prefix="notice", purpose="clock")
    queued(1, to="ann@centre.example", prefix="call")

    with mailbox() as box, sending(box):
        wait_until("sent", 2)

    subjects = {str(mail["Subject"]) for mail in box.mails}
    assert subjects == {"call0", "3 notices: notice0; notice1; notice2"}
    carried = Message.objects.filter(state="bundled", bundled_into__state="sent")
    assert carried.count() == 3


@pytest.mark.parametrize("says", ["no\0thing", "half \ud83d a sign"])
def test_words_that_cannot_be_kept_stop_nothing(says: str) -> None:
    queued(1, to="bad", prefix="bad", channel="sms")
    queued(3, to="good{}", prefix="good", channel="sms")

    with sending(None, more={"sms": lambda: Telling(says)}):
        wait_until("sent", 3)
        queued(1, to="later", prefix="later", channel="sms")
        wait_until("sent", 4)

    kept = Message.objects.get(key="bad0").last_error
    assert kept in ("no thing", "half ? a sign")
    assert Message.objects.get(key="later0").provider_id == kept


def test_an_outcome_that_cannot_be_recorded_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def record(outcomes: Sequence[Outcome], *, at: datetime) -> None:
        if any(one.message.key == "bad0" for one in outcomes):
            raise ValueError("a fault of ours")
        record_deliveries(outcomes, at=at)

    monkeypatch.setattr(outbox, "record_deliveries", record)
    queued(1, to="odd{}", prefix="bad", channel="sms")
    queued(3, to="good{}", prefix="good", channel="sms")

    with sending(None, more={"sms": lambda: Telling("202")}):
        wait_until("sent", 3)
        queued(1, to="later", prefix="later", channel="sms")
        wait_until("sent", 4)

    assert Message.objects.get(key="bad0").state == "queued"
